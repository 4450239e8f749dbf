import * as vb from "../../../lib";
import { shapeOf, trainingOf } from "./model";

export const TRAP = { size: 3000, fresh: 400, epochs: 25 };

/**
 * The mean face is subtracted from the data or not; or training begins as if it were, with the mean face as the decoder's output,
 * or with the encoder's first biases such that the mean face says nothing.
 */
export const TRAPS = [
  { centred: "no", scaled: false },
  { centred: "yes", scaled: false },
  { centred: "no", scaled: true },
  { centred: "yes", scaled: true },
  { centred: "decoder starts", scaled: false },
  { centred: "encoder starts", scaled: false },
  { centred: "both start", scaled: false },
];

/** A variational autoencoder with two latents on pixels that are centred or scaled or both or neither. */
export async function trap(centred: string, scaled: boolean, seed: number) {
  const people = vb.faces({ size: TRAP.size, seed });
  const fresh = vb.faces({ size: TRAP.fresh, seed: seed + 1000 });
  const { mean, deviation } = vb.standardize(people);
  const width = mean.size;
  const unit = scaled ? deviation : 1;
  const origin = mean.data.map((value) => (centred === "yes" ? value : 0));
  const apply = (x: vb.NDArray) => vb.broadcast((value, center) => (value - center) / unit, x, origin);
  const undo = (x: vb.NDArray) => vb.broadcast((value, center) => value * unit + center, x, origin);

  const model = new vb.VariationalAutoencoder(shapeOf(width, 2, seed));
  if (["decoder starts", "both start"].includes(centred)) {
    const { bias } = model.decoder.layers[model.decoder.layers.length - 1];
    mean.data.forEach((value, p) => {
      bias[p] = value;
    });
  }
  if (["encoder starts", "both start"].includes(centred)) {
    const [{ bias, weight, outputs }] = model.encoder.layers;
    weight.forEach((w, at) => {
      bias[at % outputs] -= w * mean.data[Math.floor(at / outputs)];
    });
  }
  await vb.fit(model, apply(people.points), trainingOf(TRAP.epochs, seed));
  const test = apply(fresh.points);
  const codes = vb.aggregatePosterior(model, test, { seed });
  const energy = (draws: vb.NDArray) => vb.energyDistance(undo(draws), fresh.points);
  // Codes that the encoder gives to training faces leave the prior out.
  const { decoded } = model.forward(apply(people.points.head(TRAP.fresh)), { seed });
  return {
    energy: energy(model.sample(TRAP.fresh, { seed })),
    ownEnergy: energy(decoded.reshape([TRAP.fresh, width])),
    elbo: vb.elbo(model, test, { latentSamples: 5, seed }).elbo.mean() - width * Math.log(unit),
    offset: Math.hypot(...codes.mean.data),
    toPrior: codes.klToPrior,
  };
}

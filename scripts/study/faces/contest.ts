import * as vb from "../../../lib";
import { shapeOf, trainingOf } from "./model";
import { logTruth, SITTER } from "./recipe";

export const CONTEST = { size: 3000, heldOut: 200, fresh: 200, drawn: 400, epochs: 50, latentSize: 2 };

/** The faces of the contest. */
export const WHO = { "one sitter": SITTER, everybody: { smileShare: 0.6 } };

/** Who gives fresh faces the highest density, and whose samples look most like them? */
export async function contest(who: keyof typeof WHO, seed: number) {
  const { size, heldOut, epochs, latentSize, drawn } = CONTEST;
  const given = vb.faces({ size, ...WHO[who], seed });
  const scale = vb.standardize(given);
  const held = scale.apply(vb.faces({ size: heldOut, ...WHO[who], seed: seed + 2000 }));
  const many = vb.faces({ size: drawn, ...WHO[who], seed: seed + 1000 });
  const fresh = many.points.head(CONTEST.fresh);
  const x = scale.apply(fresh);
  const nats = (log: vb.NDArray) => log.mean() - 560 * Math.log(scale.deviation);
  const energy = (draws: vb.NDArray) => vb.energyDistance(scale.undo(draws).head(drawn), many.points);

  const shape = shapeOf(560, latentSize, seed);
  const vae = new vb.VariationalAutoencoder(shape);
  await vb.fit(vae, scale.points, trainingOf(epochs, seed));
  const ae = new vb.Autoencoder(shape);
  await vb.fit(ae, scale.points, trainingOf(epochs, seed));

  /** Equal kernels around some faces, whose width the held-out faces choose. */
  const kernels = (centers: vb.NDArray) => {
    const kernel = new vb.Normal(centers, vb.bestScale(centers, held));
    const logs = vb.logLikelihoodsAt(kernel, x);
    const each = Array.from({ length: CONTEST.fresh }, (_, i) => vb.logSumExp(logs.row(i)) - Math.log(size));
    return {
      nats: nats(vb.NDArray.from(each)),
      energy: energy(kernel.sample(1, { seed }).reshape([size, 560])),
    };
  };
  const { encoded, decoded } = vae.forward(scale.points, { seed });
  const ownCodes = {
    nodes: encoded.reshape([size, latentSize]),
    weights: vb.NDArray.from(new Float64Array(size).fill(1 / size)),
    logProb: new vb.NDArray(new Float64Array(size), [1, size]),
  };
  return Object.entries({
    ...(who === "one sitter" && { truth: { nats: logTruth(fresh).mean() } }),
    "VAE, N(0, 1)": { nats: nats(vb.logEvidence(vae, x)), energy: energy(vae.sample(drawn, { seed })) },
    "VAE, own codes": {
      nats: nats(vb.logPredictive(vae, x, ownCodes)),
      energy: energy(decoded.reshape([size, 560])),
    },
    "VAE, own codes, one width": kernels(vae.likelihood(ownCodes.nodes).mean),
    "AE, N(0, 1)": kernels(ae.decode(vae.prior.sample(size, { seed }))),
    "AE, own codes": kernels(ae.reconstruct(scale.points)),
    "kernel estimate": kernels(scale.points),
  }).map(([model, values]) => ({ model, ...values }));
}

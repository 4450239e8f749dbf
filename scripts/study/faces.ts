import * as vb from "../../lib";
import type { Figures, Study } from "./study";

const SIZE = 4000;
const EPOCHS = 40;
const LATENT_SIZES = [1, 2, 5, 10];

async function train(points: vb.NDArray, latentSize: number, seed: number) {
  const model = new vb.VariationalAutoencoder({ inputSize: 560, hiddenSizes: [200], latentSize, seed });
  const learningRate = { from: 1.5e-3, to: 1e-4, epochs: EPOCHS, shape: "linear" } as const;
  await vb.fit(model, points, { epochs: EPOCHS, batchSize: 100, learningRate, seed });
  return model;
}

/** The ELBO in nats of the pixels, of a model of pixels that were divided by a deviation. */
const elboOf = (model: vb.VariationalAutoencoder, points: vb.NDArray, seed: number, deviation = 1) =>
  vb.elbo(model, points, { latentSamples: 5, seed }).elbo.mean() - 560 * Math.log(deviation);

/** Many people: the bound and the factors that can be read from the code, by latent size. */
async function people(seed: number): Promise<Figures> {
  const scale = vb.standardize(vb.faces({ size: SIZE, seed }));
  const fresh = vb.faces({ size: 1000, seed: seed + 1000 });
  const test = scale.apply(fresh);
  const figures: Record<string, number> = {};
  for (const size of LATENT_SIZES) {
    const model = await train(scale.points, size, seed);
    const r2 = vb.predictability(model.posterior(test).loc, fresh.factors);
    figures[`ELBO, L = ${size}`] = elboOf(model, test, seed, scale.deviation);
    figures[`R² of hair darkness, L = ${size}`] = r2.hairDarkness;
    figures[`R² of expression, L = ${size}`] = r2.expression;
  }
  return figures;
}

/** A sitter whose pose and expression vary: what standardising changes. */
async function turning(seed: number): Promise<Figures> {
  const factors = ["pose", "expression"] as const;
  const data = vb.faces({ size: SIZE, factors, seed });
  const fresh = vb.faces({ size: 400, factors, seed: seed + 1000 });
  const scale = vb.standardize(data);
  const raw = await train(data.points, 2, seed);
  const scaled = await train(scale.points, 2, seed);
  const distance = (samples: vb.NDArray) => vb.energyDistance(samples, fresh.points);
  return {
    "gain in ELBO by standardising":
      elboOf(scaled, scale.apply(fresh), seed, scale.deviation) - elboOf(raw, fresh.points, seed),
    "energy distance, pixels as they are": distance(raw.sample(400, { seed })),
    "energy distance, standardised": distance(scale.undo(scaled.sample(400, { seed }))),
  };
}

/** What models make of faces drawn from a recipe; bounds in nats of the pixels. */
export const faces: Study = {
  title: "Faces",
  figures: async (seed) => ({ ...(await people(seed)), ...(await turning(seed)) }),
  expected: [
    ["ELBO, L = 1", "mean", 580, 600],
    ["ELBO, L = 2", "mean", 625, 655],
    ["ELBO, L = 5", "mean", 720, 760],
    ["ELBO, L = 10", "mean", 765, 800],
    ...[1, 2, 5].flatMap(
      (size) =>
        [
          [`R² of hair darkness, L = ${size}`, "each", 0.9, 1],
          [`R² of expression, L = ${size}`, "each", -1, 0.1],
        ] as const,
    ),
    ["gain in ELBO by standardising", "each", 12, 30],
    ["energy distance, pixels as they are", "each", 3, 20],
    ["energy distance, standardised", "each", -0.1, 0.3],
  ],
};

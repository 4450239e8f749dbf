import * as vb from "../../../lib";

export const SHAPE = { inputSize: 2, hiddenSizes: [10], latentSize: 1 };
export const STEPS = 6000;
export const BATCH = 200;
export const RATE = 1e-2;

const bound = { objective: "elbo", latentSamples: 3 } as const;

/** What is trained for, and the width of the encoder's hidden layer. */
export const OBJECTIVES = {
  "exact evidence": { objective: "evidence", latentSamples: 1, width: 10 },
  "bound, width 2": { ...bound, width: 2 },
  "bound, width 10": { ...bound, width: 10 },
  "bound, width 50": { ...bound, width: 50 },
  "IWAE, 5 draws": { objective: "iwae", latentSamples: 5, width: 10 },
  "IWAE, 50 draws": { objective: "iwae", latentSamples: 50, width: 10 },
  "wake–sleep": { objective: "wakeSleep", latentSamples: 3, width: 10 },
} as const;

export type Objective = keyof typeof OBJECTIVES;

/** A number of steps of `BATCH` points, with a learning rate that falls to 0. */
export function schedule(size: number, steps: number) {
  const epochs = (steps * BATCH) / size;
  return { epochs, batchSize: BATCH, learningRate: { from: RATE, to: 0, epochs, shape: "cosine" } } as const;
}

/** All begin with the same decoder of a seed, whatever the encoder's width. */
export async function trained(
  name: Objective,
  points: vb.NDArray,
  seed: number,
  steps = STEPS,
): Promise<vb.VariationalAutoencoder> {
  const { objective, latentSamples, width } = OBJECTIVES[name];
  const model = new vb.VariationalAutoencoder({ ...SHAPE, encoderSizes: [width], seed });
  const settings = { ...schedule(points.shape[0], steps), threads: 1, seed };
  await vb.fit(model, points, { ...settings, objective, latentSamples });
  return model;
}

/** A new encoder of width 50 for a decoder that stays as it is, trained on the bound. */
export async function refitted(
  { decoder }: vb.VariationalAutoencoder,
  points: vb.NDArray,
  seed: number,
): Promise<vb.VariationalAutoencoder> {
  const model = new vb.VariationalAutoencoder({ ...SHAPE, encoderSizes: [50], seed });
  model.decoder.parameters.set(decoder.parameters);
  const settings = { ...schedule(points.shape[0], STEPS), latentSamples: 3, threads: 1, seed };
  await vb.fit(model, points, { ...settings, parameters: "encoder" });
  return model;
}

import * as vb from "../../../lib";

export const HIDDEN_SIZE = 200;
export const BATCH_SIZE = 100;
export const RATE = { from: 1.5e-3, to: 1e-4, shape: "linear" } as const;

export const shapeOf = (inputSize: number, latentSize: number, seed: number) => ({
  inputSize,
  hiddenSizes: [HIDDEN_SIZE],
  latentSize,
  seed,
});

export const trainingOf = (epochs: number, seed: number) => ({
  epochs,
  batchSize: BATCH_SIZE,
  learningRate: { ...RATE, epochs },
  seed,
});

/** A variational autoencoder of faces, trained. */
export async function trained(points: vb.NDArray, latentSize: number, epochs: number, seed: number) {
  const model = new vb.VariationalAutoencoder(shapeOf(points.shape[1], latentSize, seed));
  await vb.fit(model, points, trainingOf(epochs, seed));
  return model;
}

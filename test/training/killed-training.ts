import { twoGaussians } from "../../lib";

/** A training of a model whose decoder and encoder have `hidden` units each in two layers, on few points in two minibatches. */
export const killedTraining = (hidden: number) => ({
  shape: { inputSize: 2, hiddenSizes: [hidden, hidden], latentSize: 1, seed: 1 },
  data: twoGaussians({ size: 12, seed: 1 }),
  settings: { seed: 2, batchSize: 8 },
});

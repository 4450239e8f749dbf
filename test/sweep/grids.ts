import path from "node:path";
import type { GridOptions } from "../../lib/sweep/sweep-run";

/** A grid of trainings that take a few milliseconds. */
export const SMALL = {
  data: { kind: "twoGaussians", size: 60, seed: 1 },
  model: {
    kind: "variational autoencoder",
    inputSize: 2,
    hiddenSizes: { each: [[3], [5]] },
    latentSize: 1,
  },
  fit: { epochs: 20, learningRate: { each: [1e-3, 1e-2] } },
  seeds: 2,
  measures: ["elbo"],
} as const satisfies GridOptions;

/** The name by which a sweep finds one of the tests' own measures. */
export const ownMeasure = (name: string) =>
  `${path.relative(process.cwd(), path.join(__dirname, "measure.ts"))}#${name}` as const;

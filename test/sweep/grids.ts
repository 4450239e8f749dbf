import path from "node:path";
import type { GridOptions } from "../../lib/sweep/grid";
import { type Grid, makeGrid } from "../../lib/sweep/grid";
import { libraryHash } from "../../lib/sweep/project";
import type { Results } from "../../lib/sweep/results";
import { locateMeasure } from "../../lib/sweep/run-job";

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

export const gridOf = (options: GridOptions, results: Results): Promise<Grid> =>
  makeGrid(options, {
    library: libraryHash(),
    store: (points) => results.store(points),
    locate: (measure) => locateMeasure(measure, path.join(__dirname)),
  });

/** The name by which a sweep finds one of the tests' own measures. */
export const ownMeasure = (name: string) =>
  `${path.relative(process.cwd(), path.join(__dirname, "measure.ts"))}#${name}` as const;

import { checkInteger } from "../check";
import type { Points } from "../data/dataset";
import {
  VariationalAutoencoder,
  type VariationalAutoencoderOptions,
} from "../models/variational-autoencoder";
import { reportProgress } from "../progress";
import type { FitOptions } from "../training/fit";
import type { Run } from "../training/run";
import { fit as fitOne } from "./fit";

/** Options of `fitSeeds`: those of `fit`, for each training. */
export interface FitSeedsOptions extends Omit<FitOptions, "resume" | "checkpoint"> {
  /** How many seeds, at least 2: `seed`, `seed` + 1 … */
  readonly seeds: number;
}

/**
 * Trains a new variational autoencoder on `data` from each of several seeds, which fix its initial weights, shuffling and
 * noise; returns the runs, in the order of the seeds. Throws a RangeError for fewer than two, and the errors of `fit`.
 */
export async function fitSeeds(
  model: Omit<VariationalAutoencoderOptions, "seed">,
  data: Points,
  options: FitSeedsOptions,
): Promise<Run[]> {
  const { seeds, seed, ...rest } = options;
  checkInteger("seeds", seeds, 2);
  const runs: Run[] = [];
  const report = () => reportProgress(`${seeds} trainings`, runs.length / seeds);
  report();
  while (runs.length < seeds) {
    const own = seed + runs.length;
    const vae = new VariationalAutoencoder({ ...model, seed: own });
    runs.push(await fitOne(vae, data, { ...rest, seed: own, progress: false }));
    report();
  }
  return runs;
}

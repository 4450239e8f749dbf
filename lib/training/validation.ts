import { checkInteger, rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { inputsOf, type Model } from "../models/model";
import { elbo } from "../objectives/elbo";
import { Random } from "../random";
import { describeData, type Validation } from "./run";
import { checkSame } from "./settings";

export interface ValidationOptions {
  /** Held-out points [rows, inputSize]. */
  readonly data: Points;
  /** Epochs from one evaluation to the next. */
  readonly every: number;
  /** Draws of z for each point of a variational autoencoder; default: 1. */
  readonly latentSamples?: number;
}

export type Validator = ReturnType<typeof makeValidator>;

/**
 * Evaluates a model in training on held-out data, and keeps the results. Goes on from what an `earlier` run has, which must
 * have used the same points and latentSamples.
 */
export function makeValidator(
  model: Model,
  { data, every, latentSamples = 1, ...rest }: ValidationOptions,
  seed: number,
  earlier: Validation | undefined,
) {
  rejectUnknownOptions("validation", rest, "data every latentSamples");
  checkInteger("validation.every", every);
  checkInteger("validation.latentSamples", latentSamples);
  const points = inputsOf(model, "validation.data", data);
  const description = describeData(points);
  if (earlier) {
    checkSame("validation latentSamples", earlier.latentSamples, latentSamples);
    checkSame("validation data", earlier.data, description);
  }
  const epochs = [...(earlier?.epochs ?? [])];
  const losses = [...(earlier?.losses ?? [])];
  /** The same noise each time, so that only the training moves the curve. */
  const noiseSeed = new Random(seed, "validation").word();

  function loss(): number {
    if (model.kind === "variational autoencoder") {
      const bound = elbo(model, points, { latentSamples, seed: noiseSeed });
      return -bound.elbo.mean(0).data[0];
    }
    const reconstructed = model.reconstruct(points).data;
    return points.data.reduce((sum, x, i) => sum + (x - reconstructed[i]) ** 2, 0) / points.size;
  }

  return {
    every,
    /** Evaluates the model as it is after `epoch`. */
    evaluate(epoch: number): void {
      epochs.push(epoch);
      losses.push(loss());
    },
    /** A copy of the results so far. */
    record: (): Validation => ({
      epochs: [...epochs],
      losses: Float64Array.from(losses),
      latentSamples,
      data: description,
    }),
  };
}

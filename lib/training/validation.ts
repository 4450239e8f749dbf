import { checkInteger, rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { inputsOf, type Model } from "../models/model";
import { elbo } from "../objectives/elbo";
import { Random } from "../random";
import { type DataDescription, describeData, type Validation } from "./run";
import { checkSame } from "./settings";

export interface ValidationOptions {
  /** Held-out points [rows, inputSize]. */
  readonly data: Points;
  /** Epochs from one evaluation to the next. */
  readonly every: number;
  /** Draws of z for each point of a variational autoencoder; default: 1. */
  readonly latentSamples?: number;
}

/** Evaluates a model in training on held-out data, and keeps the results. */
export class Validator {
  readonly every: number;
  private readonly points: ReturnType<typeof inputsOf>;
  private readonly latentSamples: number;
  private readonly data: DataDescription;
  private readonly epochs: number[];
  private readonly losses: number[];
  /** The same noise each time, so that only the training moves the curve. */
  private readonly noiseSeed: number;

  /** Goes on from what an `earlier` run has, which must have used the same points and latentSamples. */
  constructor(
    private readonly model: Model,
    { data, every, latentSamples = 1, ...rest }: ValidationOptions,
    seed: number,
    earlier: Validation | undefined,
  ) {
    rejectUnknownOptions("validation", rest, "data every latentSamples");
    checkInteger("validation.every", every);
    checkInteger("validation.latentSamples", latentSamples);
    this.every = every;
    this.points = inputsOf(model, "validation.data", data);
    this.latentSamples = latentSamples;
    this.data = describeData(this.points);
    if (earlier) {
      checkSame("validation latentSamples", earlier.latentSamples, latentSamples);
      checkSame("validation data", earlier.data, this.data);
    }
    this.epochs = [...(earlier?.epochs ?? [])];
    this.losses = [...(earlier?.losses ?? [])];
    this.noiseSeed = new Random(seed, "validation").word();
  }

  /** Evaluates the model as it is after `epoch`. */
  evaluate(epoch: number): void {
    this.epochs.push(epoch);
    this.losses.push(this.loss());
  }

  /** A copy of the results so far. */
  record(): Validation {
    const { latentSamples, data, epochs, losses } = this;
    return { epochs: [...epochs], losses: Float64Array.from(losses), latentSamples, data };
  }

  private loss(): number {
    const { model, points, latentSamples, noiseSeed } = this;
    if (model.kind === "variational autoencoder") {
      const bound = elbo(model, points, { latentSamples, seed: noiseSeed });
      return -bound.elbo.mean(0).data[0];
    }
    const reconstructed = model.reconstruct(points).data;
    return points.data.reduce((sum, x, i) => sum + (x - reconstructed[i]) ** 2, 0) / points.size;
  }
}

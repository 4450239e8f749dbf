import type { Model } from "../models/model";
import type { NDArray } from "../ndarray";
import type { AdamState } from "./adam";

/** What a variational autoencoder's loss is. */
export interface VariationalLoss {
  /** −ELBO, or what the post's code returns, publishedObjective, negated. */
  readonly objective: "elbo" | "published";
  /** β, the weight of the divergence in −ELBO. */
  readonly klWeight: number;
  /**
   * How the draws' gradient reaches the encoder: through z = μ + σ ε, or through log q(z|x) weighted by log p(x|z),
   * from which "leaveOneOut" first takes the mean over the point's other draws.
   */
  readonly gradient: "pathwise" | "scoreFunction" | "leaveOneOut";
}

export const NEGATIVE_ELBO: VariationalLoss = { objective: "elbo", klWeight: 1, gradient: "pathwise" };

/** Everything a training run depends on, checked by `fit`. */
export interface TrainingJob {
  readonly model: Model;
  /** [rows, inputSize]. */
  readonly points: NDArray;
  readonly batchSize: number;
  readonly learningRate: number;
  /** n_z; of no meaning to an autoencoder. */
  readonly latentSamples: number;
  /** Likewise. */
  readonly loss: VariationalLoss;
  readonly seed: number;
}

/** Where a training begins; one that goes on from an earlier one's `adam`, with its threads, repeats it bit for bit. */
export interface TrainerOptions {
  /** What the training so far has left, beside the model's parameters. */
  readonly adam?: AdamState;
  /** Of the fused engine, whose sums depend on it; as many as suit the job when left out. */
  readonly threads?: number;
}

/** One training in progress. It writes to the model's parameters as it goes. */
export interface Trainer {
  /** Of the fused engine. */
  readonly threads?: number;
  /**
   * Trains some steps more, one minibatch each, and returns each one's mean loss over its points. It cannot be broken
   * off: of the largest models in the largest batches one step takes seconds. Throws a DivergenceError.
   */
  advance(steps: number): Promise<Float64Array>;
  /** A copy of Adam's state after the last step. */
  adam(): AdamState;
  /** Frees what the training holds. */
  dispose(): void;
}

/** What an engine's module exports: lib/training/<name>/engine.ts. */
export interface Engine {
  /** Why the engine cannot do this job; undefined when it can. */
  unsupported(job: TrainingJob): string | undefined;
  createTrainer(job: TrainingJob, options?: TrainerOptions): Promise<Trainer>;
  /** What computes, for the record: "native", or "wasm (native: …)" with the reason why not a better one. */
  describe(): Promise<string>;
}

/** The loss was no longer a finite number; the model keeps the last parameters with a finite loss. */
export class DivergenceError extends Error {
  override readonly name = "DivergenceError";
  constructor(
    readonly step: number,
    readonly loss: number,
  ) {
    super(
      `training diverged: the loss of step ${step} is ${loss}. The model keeps the last parameters with a finite loss; try a smaller learningRate.`,
    );
  }
}

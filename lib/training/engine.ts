import type { Model } from "../models/model";
import type { NDArray } from "../ndarray";
import type { AdamState } from "./adam";
import type { TrainingSettings } from "./settings";

/** What an engine trains, checked by `fit`. */
export interface TrainingJob {
  readonly model: Model;
  /** [rows, inputSize]. */
  readonly points: NDArray;
  readonly settings: Omit<TrainingSettings, "engine">;
}

/** One training in progress. It writes to the model's parameters as it goes. */
export interface Trainer {
  /** How many threads compute, where the result depends on it. */
  readonly threads?: number;
  /**
   * Trains some steps more, one minibatch each, and returns each one's mean loss over its points. It cannot be aborted: a
   * step of the largest models in the largest batches takes seconds. Throws a DivergenceError.
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
  /** Begins a training; with an earlier training's `adam` and threads it goes on as that one would have, bit for bit. */
  createTrainer(job: TrainingJob, adam?: AdamState): Promise<Trainer>;
  /** What computes the job, for the record: "native", or "wasm (native: …)" with the reason why not a better one. */
  describe(job: TrainingJob): Promise<string>;
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

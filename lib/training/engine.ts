import type { Model } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import type { NDArray } from "../ndarray";
import type { Transition, TransitionOptions } from "../sampling/leapfrog";
import type { AdamState } from "./adam";
import type { TrainingSettings } from "./settings";

/** What an engine trains, already checked by `fit`. */
export interface Training {
  readonly model: Model;
  /** [rows, inputSize]. */
  readonly points: NDArray;
  readonly settings: Omit<TrainingSettings, "engine">;
  /** The most threads that may work; default: as many as the machine has. */
  readonly threads?: number;
}

/** A training in progress, which updates the model's parameters in place. */
export interface Trainer {
  /**
   * Trains `steps` more steps, one minibatch each, and returns each step's mean loss over its points. It cannot be aborted;
   * a step of the largest models on the largest batches takes seconds. Throws a DivergenceError.
   */
  advance(steps: number): Promise<Float64Array>;
  /** A copy of the optimizer's state after the last step. */
  adam(): AdamState;
  /** Frees the training's resources. */
  dispose(): void;
}

/** What an engine's module exports: lib/training/<name>/engine.ts. */
export interface Engine {
  /** Why the engine cannot do this training; undefined if it can. */
  unsupported(training: Training): string | undefined;
  /** Starts a training; with an earlier training's `adam`, it continues as that one would have, bit for bit. */
  createTrainer(training: Training, adam?: AdamState): Promise<Trainer>;
  /** What computes this training, for the record: "native", or "wasm (native: …)" with the reason why no better one is used. */
  describe(training: Training): Promise<string>;
}

/** What lib/training/tensorflow/monte-carlo-em.ts exports. */
export interface MonteCarloEmSteps {
  /** Loads TensorFlow.js; to be awaited before the others are called. */
  prepare(): Promise<unknown>;
  /** One transition of the chains that draw z ~ p(z|x) for each point of x [rows, inputSize], from z [rows, latentSize]. */
  eStep(model: VariationalAutoencoder, x: NDArray, z: NDArray, options: TransitionOptions): Transition;
  /** The gradient in the decoder's parameters of −log p(x|z), mean over the points. */
  mStepGradient(model: VariationalAutoencoder, x: NDArray, z: NDArray): Float32Array;
}

import { sha256 } from "../hash";
import type { ModelDescription } from "../models/model";
import type { NDArray } from "../ndarray";
import type { AdamState } from "./adam";
import { stepsPerEpoch } from "./minibatches";
import { checkSame, checkSameSettings, type RequestedSettings, type TrainingSettings } from "./settings";

/** The progress of a training, including the epochs, steps and seconds before a resume. */
export interface Progress {
  /** Completed epochs. */
  readonly epoch: number;
  readonly epochs: number;
  /** Completed minibatches. */
  readonly steps: number;
  readonly totalSteps: number;
  /** Mean loss of the current epoch so far, or between epochs of the last one. */
  readonly loss: number;
  /** Time spent in training: steps/seconds is its pace. */
  readonly seconds: number;
  /** The results on held-out data so far, if it was asked for. */
  readonly validation?: Validation;
}

/** The record of a training, which `fit` can resume; it includes the epochs and seconds before a resume. */
export interface Run {
  /** Mean loss of each epoch: mean squared error, or −ELBO in nats, with the divergence weighted as in that epoch. */
  readonly losses: Float64Array;
  readonly seconds: number;
  /** The engine, and what it computed on. */
  readonly engine: string;
  /** Whether the signal ended the training early. */
  readonly interrupted: boolean;
  /** The results on held-out data, if they were asked for. */
  readonly validation?: Validation;
  readonly state: TrainingState;
}

/** What a training depends on from its start, as plain data. */
export interface TrainingConditions<Settings = TrainingSettings> {
  readonly settings: Settings;
  readonly model: ModelDescription;
  readonly data: DataDescription;
}

/** Everything that the rest of a training depends on, as plain data that later training does not change. */
export interface TrainingState extends TrainingConditions {
  readonly parameters: Float32Array;
  readonly adam: AdamState;
  /** What the minibatches of an unfinished epoch contribute to its mean loss; 0 between epochs. */
  readonly epochLoss: number;
}

/** How a training fared on held-out data. */
export interface Validation {
  /** After which epochs the model was evaluated. */
  readonly epochs: readonly number[];
  /** What came out: an autoencoder's mean squared error, or a variational autoencoder's mean −ELBO in nats. */
  readonly losses: Float64Array;
  readonly latentSamples: number;
  readonly data: DataDescription;
}

export interface DataDescription {
  readonly rows: number;
  /** SHA-256 of the points as little-endian float64, in hexadecimal. */
  readonly hash: string;
}

export function describeData({ data, shape }: NDArray): DataDescription {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { rows: shape[0], hash: sha256(bytes) };
}

/** Throws an error with the first reason why a run cannot be resumed, up to `epochs` epochs in total. */
export function checkResume(
  { state }: Run,
  now: TrainingConditions<RequestedSettings>,
  epochs: number,
): void {
  // The seed of the model's initial parameters no longer matters.
  const { seed: _, ...shape } = state.model;
  for (const name of Object.keys(shape) as (keyof typeof shape)[])
    checkSame(`model ${name}`, shape[name], now.model[name]);
  checkSame("data rows", state.data.rows, now.data.rows);
  checkSame("data hash", state.data.hash, now.data.hash);
  checkSameSettings(state.settings, now.settings);
  const begun = Math.ceil(state.adam.step / stepsPerEpoch(state.data.rows, state.settings.batchSize));
  if (epochs < begun)
    throw new RangeError(
      `epochs: expected at least ${begun}, as many as the run to resume has begun, got ${epochs}`,
    );
}

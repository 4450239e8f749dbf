import { createHash } from "node:crypto";
import type { ModelDescription } from "../models/model";
import type { NDArray } from "../ndarray";
import type { AdamState } from "./adam";
import { stepsPerEpoch } from "./minibatches";
import { checkSame, checkSameSettings, type RequestedSettings, type TrainingSettings } from "./settings";

/** How far a training is; epochs, steps and seconds before a resume count. */
export interface Progress {
  /** Whole epochs done. */
  readonly epoch: number;
  readonly epochs: number;
  /** Minibatches done. */
  readonly steps: number;
  readonly totalSteps: number;
  /** Mean loss of the current epoch so far, or of the last one at its end. */
  readonly loss: number;
  /** Time spent in training: steps/seconds is its pace. */
  readonly seconds: number;
  /** The results on held-out data so far, if it was asked for. */
  readonly validation?: Validation;
}

/** The record of a training, from which `fit` can go on; epochs and seconds before a resume count. */
export interface Run {
  /** Mean loss of each epoch: mean squared error, or −ELBO in nats, with the divergence weighted as it then was. */
  readonly losses: Float64Array;
  readonly seconds: number;
  /** Which engine computed, and on what. */
  readonly engine: string;
  /** Whether the signal ended it early. */
  readonly interrupted: boolean;
  /** The results on held-out data, if they were asked for. */
  readonly validation?: Validation;
  readonly state: TrainingState;
}

/** What a training depends on from its start: plain data. */
export interface TrainingConditions<Settings = TrainingSettings> {
  readonly settings: Settings;
  readonly model: ModelDescription;
  readonly data: DataDescription;
}

/** All that the rest of a training depends on: plain data, which later training leaves alone. */
export interface TrainingState extends TrainingConditions {
  readonly parameters: Float32Array;
  readonly adam: AdamState;
  /** The part of the next epoch's mean loss that its minibatches so far contribute; 0 between epochs. */
  readonly epochLoss: number;
}

/** How a training fared on held-out data. */
export interface Validation {
  /** After which epochs the model was evaluated. */
  readonly epochs: readonly number[];
  /** What came out: an autoencoder's mean squared error, or a variational autoencoder's mean −ELBO in nats. */
  readonly losses: Float64Array;
  readonly draws: number;
  readonly data: DataDescription;
}

export interface DataDescription {
  readonly rows: number;
  /** SHA-256 of the points as little-endian float64, in hexadecimal. */
  readonly hash: string;
}

export function describeData({ data, shape }: NDArray): DataDescription {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { rows: shape[0], hash: createHash("sha256").update(bytes).digest("hex") };
}

/** Throws an error that names the first thing which keeps a run from being resumed for `epochs` epochs in all. */
export function checkResume(
  { state }: Run,
  now: TrainingConditions<RequestedSettings>,
  epochs: number,
): void {
  // The seed that the model's initial parameters came from no longer matters.
  const { seed: _, ...shape } = state.model;
  for (const name of Object.keys(shape) as (keyof typeof shape)[])
    checkSame(`model ${name}`, shape[name], now.model[name]);
  checkSame("data rows", state.data.rows, now.data.rows);
  checkSame("data hash", state.data.hash, now.data.hash);
  checkSameSettings(state.settings, now.settings);
  const begun = Math.ceil(state.adam.step / stepsPerEpoch(state.data.rows, state.settings.batchSize));
  if (epochs < begun)
    throw new RangeError(`epochs: expected at least the ${begun} of the run to resume, got ${epochs}`);
}

import { createHash } from "node:crypto";
import type { Model } from "../models/model";
import type { NDArray } from "../ndarray";
import type { AdamState } from "./adam";
import type { EngineName } from "./choose-engine";
import type { TrainingJob } from "./engine";

export interface Progress {
  /** Whole epochs done, those before a resume among them. */
  readonly epoch: number;
  readonly epochs: number;
  /** Minibatches done, likewise. */
  readonly steps: number;
  readonly totalSteps: number;
  /** Mean loss of the current epoch so far, or of the last one at its end. */
  readonly loss: number;
  /** Since the training began, without the pauses before a resume: seconds/steps is its pace. */
  readonly seconds: number;
}

/** The record of a training, from which `fit` can go on. */
export interface Run {
  /** Mean loss of each epoch: mean squared error, or −ELBO in nats. Epochs before a resume are among them. */
  readonly losses: Float64Array;
  /** Likewise with the time before a resume. */
  readonly seconds: number;
  /** Which engine computed, and on what. */
  readonly engine: string;
  /** Whether the signal ended it early. */
  readonly interrupted: boolean;
  readonly state: TrainingState;
}

/** All that the rest of a training depends on: plain data, which later training leaves alone. */
export interface TrainingState {
  readonly parameters: Float32Array;
  readonly adam: AdamState;
  /** The part of the next epoch's mean loss that its minibatches so far contribute; 0 between epochs. */
  readonly epochLoss: number;
  readonly settings: TrainingSettings;
  readonly model: ModelDescription;
  readonly data: DataDescription;
}

export interface TrainingSettings
  extends Pick<TrainingJob, "batchSize" | "learningRate" | "latentSamples" | "loss" | "seed"> {
  readonly engine: EngineName;
  /** Of the fused engine. */
  readonly threads?: number;
}

/** A model without its parameters. */
export type ModelDescription = { readonly kind: Model["kind"] } & Model["options"];

export interface DataDescription {
  readonly rows: number;
  /** SHA-256 of the points as little-endian float64, in hexadecimal. */
  readonly hash: string;
}

export function describeModel({ kind, options }: Model): ModelDescription {
  return { kind, ...options };
}

export function describeData({ data, shape }: NDArray): DataDescription {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { rows: shape[0], hash: createHash("sha256").update(bytes).digest("hex") };
}

/** What a training and the one that it resumes must have in common; the rest, epochs and learningRate, may change. */
export interface Continuity {
  readonly model: ModelDescription;
  readonly data: DataDescription;
  readonly settings: Omit<TrainingSettings, "learningRate" | "threads">;
}

/** Throws an Error that names the first thing in which a run and its resumption differ. */
export function checkContinuity({ model, data, settings }: TrainingState, now: Continuity): void {
  const compare = (name: string, then: unknown, value: unknown) => {
    const [expected, got] = [then, value].map((one) => JSON.stringify(one));
    if (expected !== got)
      throw new Error(`resume: ${name} differs: the run was trained with ${expected}, got ${got}`);
  };
  // The seed that the model's first parameters came from no longer matters.
  const { seed: _, ...shape } = model;
  for (const name of Object.keys(shape) as (keyof typeof shape)[])
    compare(`model ${name}`, shape[name], now.model[name]);
  compare("data rows", data.rows, now.data.rows);
  compare("data hash", data.hash, now.data.hash);
  for (const name of ["batchSize", "latentSamples", "seed", "engine"] as const)
    compare(name, settings[name], now.settings[name]);
  for (const name of ["objective", "klWeight", "gradient"] as const)
    compare(name, settings.loss[name], now.settings.loss[name]);
}

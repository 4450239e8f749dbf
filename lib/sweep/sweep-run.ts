import type { Points } from "../data/dataset";
import type { NetworkOptions } from "../models/encoder-decoder";
import type { VariationalAutoencoderOptions } from "../models/variational-autoencoder";
import type { SettingsOptions } from "../training/settings";
import type { MeasureName } from "./measures";
import type { DataRecipe } from "./recipes";

/** Several values of an option, each of which is tried with each of all the others: an axis of the grid. */
export interface Each<T> {
  readonly each: readonly T[];
}

export type Varied<Options> = Options extends unknown
  ? { readonly [K in keyof Options]: K extends "kind" ? Options[K] : Options[K] | Each<Options[K]> }
  : never;

type ModelOptions =
  | ({ readonly kind: "autoencoder" } & Omit<NetworkOptions, "seed">)
  | ({ readonly kind: "variational autoencoder" } & Omit<VariationalAutoencoderOptions, "seed">);

/**
 * A grid of trainings. Every option of `data`, `model` and `fit` is a value, or several as `{ each: [value, …] }`: the grid
 * has all combinations, and each of them with every seed.
 */
export interface GridOptions {
  /** A recipe, such as `{ kind: "twoGaussians", size: 5000, seed: 1 }`, or points, whose density is then not known. */
  readonly data: Varied<DataRecipe> | Points;
  /** The kind of model and its constructor's options, without the seed. */
  readonly model: Varied<ModelOptions>;
  /** The epochs and the settings of `fit` without a seed; engine: "fused". */
  readonly fit: Varied<Omit<SettingsOptions, "seed"> & { readonly epochs: number }>;
  /** How many seeds, from 1 on, or which; each fixes a model's initial parameters and its training. */
  readonly seeds: number | readonly number[];
  /** What to compute from each trained model: names, or functions of your own as "./file.ts#function", from the working folder. */
  readonly measures: readonly (MeasureName | `${string}#${string}`)[];
}

/** A training's place in the grid: its value on each axis, and its seed. Axes of `data` are named "data.size" and so on. */
export type Setting = Readonly<Record<string, unknown>> & { readonly seed: number };

/** Where and how a sweep is computed. */
export interface SweepOptions extends GridOptions {
  /** Where results are kept, and found again by a later sweep; default: "runs". */
  readonly folder?: string;
  /** How many processes compute; default: one for each core. */
  readonly processes?: number;
  /**
   * The address of a Redis or Valkey server, such as "redis://host:6379", whose workers compute instead: `npm run worker` on any
   * number of machines that share the folder. Its password is best left to the environment variable AEVB_QUEUE_PASSWORD.
   */
  readonly queue?: string;
  /** Aborting it ends the sweep, which returns what there is. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SweepProgress) => void;
}

/** How far a sweep is. */
export interface SweepProgress {
  /** Trainings that have ended, and that were there before. */
  readonly ended: number;
  readonly reused: number;
  readonly size: number;
  readonly seconds: number;
  /** What there is so far. */
  readonly current: () => Sweep;
}

/** The trainings of a grid. */
export interface Sweep {
  /** Names of the axes; each training's `setting` has a value for each, and its seed. */
  readonly axes: readonly string[];
  /** The trainings that have ended, in the order of the grid. */
  readonly runs: readonly SweepRun[];
  /** How many trainings the grid has. */
  readonly size: number;
  /** Whether it was stopped before all had ended. */
  readonly interrupted: boolean;
}

/** What came out of one training. */
export interface SweepRun {
  readonly setting: Setting;
  readonly outcome: "trained" | "diverged" | "failed";
  /** The last epoch's mean loss, as `loss`, and the measures; empty unless the training ended well. */
  readonly measures: Readonly<Record<string, number>>;
  /** Where a divergence came, or why the training failed. */
  readonly reason?: string;
  /** Time spent in training. */
  readonly seconds: number;
  /** The file of the trained model, for `loadCheckpoint`. */
  readonly file?: string;
}

import type { GridOptions, Setting } from "./grid";

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

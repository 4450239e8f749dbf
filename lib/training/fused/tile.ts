import type { Kernels } from "../../kernels/kernels";
import type { TrainingPlan } from "./plan";

export interface Tile {
  /** Where the tile's points begin in the order of the epoch, and how many they are. */
  readonly first: number;
  readonly count: number;
  /** Points in the batch, over which the loss is the mean. */
  readonly batch: number;
  /** β as it is in this step. */
  readonly klWeight: number;
  /** Which step of the training and which tile of the batch: they fix the noise. */
  readonly step: number;
  readonly index: number;
  /** Where the gradient of the part of the batch that the tile belongs to begins. */
  readonly gradient: number;
}

/** Forward and backward through the model for the points of one tile: adds to its gradient, returns its part of the loss. */
export type AddGradient = (tile: Tile) => number;

export type MakeGradient = (
  plan: TrainingPlan,
  kernels: Kernels,
  thread: number,
  memory: ArrayBufferLike,
) => AddGradient;

/** The mask of the first `valid` points of a row. */
export const maskOf = ({ mask, draws, vectors }: TrainingPlan, valid: number): number =>
  mask + 4 * (4 * draws * vectors - valid);

/** Fills a panel with N(0, 1), by pairs of vectors, for which its place has room. */
export function drawNormals(
  kernels: Kernels,
  panel: number,
  vectors: number,
  [key0, key1]: readonly [number, number],
  { step, index }: Tile,
): void {
  kernels.normals(panel, 2 * Math.ceil(vectors / 2), key0, key1, step, index);
}

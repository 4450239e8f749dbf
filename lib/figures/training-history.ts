import type { NDArray } from "../ndarray";
import { type Figure, packed } from "./figure";
import { pointClouds } from "./point-clouds";
import { withSlider } from "./slider";

/** Points that a model made at some moment of its training. */
export interface Snapshot {
  readonly epoch: number;
  /** [rows, 2]. */
  readonly points: NDArray;
}

/** What a model made over the data [rows, 2], with a slider over its training; the last snapshot is shown first. */
export function trainingHistory(
  data: NDArray,
  snapshots: readonly Snapshot[],
  options: { title: string; made: string },
): Figure {
  const last = snapshots.length - 1;
  const figure = pointClouds({ [options.title]: { data, [options.made]: snapshots[last].points } });
  return withSlider(figure, {
    name: "epoch",
    positions: snapshots.map(({ epoch, points }) => ({
      label: String(epoch),
      traces: [{ x: packed(points.column(0)), y: packed(points.column(1)) }],
    })),
    moving: [1],
    start: last,
  });
}

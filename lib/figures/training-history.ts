import { rejectUnknownOptions } from "../check";
import { NDArray, type NDArrayLike } from "../ndarray";
import { type Figure, type FigureOptions, packed } from "./figure";
import { pointClouds } from "./point-clouds";
import { withSlider } from "./slider";

/** A model's samples or reconstructions after an epoch of training. */
export interface Snapshot {
  readonly epoch: number;
  /** [rows, 2]. */
  readonly points: NDArrayLike;
}

export interface TrainingHistoryOptions extends FigureOptions {
  /** The name of the snapshots' points in the legend. */
  readonly pointsTitle: string;
}

/**
 * Shows a model's points during training, over the data [rows, 2], with a slider over the epochs that starts at the last
 * snapshot. Throws a RangeError for data or points of another shape, and if there is no snapshot.
 */
export function trainingHistory(
  data: NDArrayLike,
  snapshots: readonly Snapshot[],
  options: TrainingHistoryOptions,
): Figure {
  const { title = "", caption, pointsTitle, ...rest } = options;
  rejectUnknownOptions("trainingHistory", rest);
  if (snapshots.length === 0) throw new RangeError("snapshots: expected at least one, got 0");
  const last = snapshots.length - 1;
  const figure = pointClouds({ [title]: { data, [pointsTitle]: snapshots[last].points } }, { caption });
  return withSlider(figure, {
    name: "epoch",
    positions: snapshots.map((snapshot) => {
      const points = NDArray.from(snapshot.points, "points");
      return {
        label: String(snapshot.epoch),
        traces: [{ x: packed(points.column(0)), y: packed(points.column(1)) }],
      };
    }),
    moving: [1],
    start: last,
  });
}

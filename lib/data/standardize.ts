import { broadcast, type NDArray } from "../ndarray";
import { type Points, pointsOf } from "./dataset";

/** Points on a common scale, and the way to it and back. */
export interface Standardized {
  /** (x − mean) / deviation, [size, width]. */
  readonly points: NDArray;
  /** The mean point, [width]. */
  readonly mean: NDArray;
  /**
   * The one number that all coordinates are divided by. A standard deviation σ of standardised points is deviation · σ before,
   * and their log-density is higher by width · log deviation nats.
   */
  readonly deviation: number;
  /** Other points [rows, width] on this scale. */
  apply(x: Points): NDArray;
  /** Standardised points [..., width] as they were, such as pictures. */
  undo(points: NDArray): NDArray;
}

/**
 * Moves points [size, width] so that their mean is 0, and divides them by the mean standard deviation of a coordinate. The
 * coordinates' deviations stay in proportion, as they should for pixels. Throws a RangeError for points that are all the same.
 */
export function standardize(x: Points): Standardized {
  const points = pointsOf("x", x);
  const [, width] = points.shape;
  const mean = points.mean(0);
  const variances = broadcast((value, center) => (value - center) ** 2, points, mean).mean(0);
  const deviation = broadcast(Math.sqrt, variances).mean();
  if (deviation === 0) throw new RangeError("x: expected points that differ, got equal ones");
  const apply = (other: Points) =>
    broadcast((value, center) => (value - center) / deviation, pointsOf("x", other, width), mean);
  return {
    points: apply(points),
    mean,
    deviation,
    apply,
    undo: (standard) => broadcast((value, center) => center + deviation * value, standard, mean),
  };
}

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

/** Coordinates that differ by less than this share of their size are equal up to rounding. */
const ROUNDING = 4 * Number.EPSILON;

/**
 * Moves points [size, width] so that their mean is 0, and divides them by the mean standard deviation of a coordinate. The
 * coordinates' deviations stay in proportion, as they should for pixels. Throws a RangeError for points that are all the same,
 * up to rounding.
 */
export function standardize(x: Points): Standardized {
  const points = pointsOf("x", x);
  const [, width] = points.shape;
  const { data } = points;
  if (data.every((value, at) => Math.abs(value - data[at % width]) <= ROUNDING * Math.abs(value)))
    throw new RangeError("x: expected points that differ, got equal ones");
  const mean = points.mean(0);
  const residuals = broadcast((value, center) => value - center, points, mean);
  // A power of two, so that squares of numbers of any size neither overflow nor vanish, and no bit changes.
  const largest = residuals.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const unit = 2 ** Math.floor(Math.log2(largest));
  const variances = broadcast((residual) => (residual / unit) ** 2, residuals).mean(0);
  const deviation = unit * broadcast(Math.sqrt, variances).mean();
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

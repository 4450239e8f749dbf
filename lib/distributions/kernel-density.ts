import { checkPositive } from "../check";
import { NDArray, type NDArrayLike } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import { squaredDistances } from "../numerics/squared-distances";
import { Independent } from "./independent";
import { Mixture } from "./mixture";
import { HALF_LOG_2PI, Normal } from "./normal";

/**
 * The kernel density estimate from points [count, width], 1/count · Σ_k N(x; points[k], scale² I) (Parzen 1962). Throws a
 * RangeError for a scale that is not positive.
 */
export function kernelDensity(points: NDArrayLike, scale: number): Mixture {
  checkPositive("scale", scale);
  const centers = NDArray.from(points, "points");
  const [count] = centers.shape;
  const components = Array.from(
    { length: count },
    (_, k) => new Independent(new Normal(centers.row(k), scale), 1),
  );
  return new Mixture(new Array(count).fill(1 / count), components);
}

/** The search for the best scale looks between these, and ends with a factor as close to 1 as the last. */
const [LEAST, MOST, PRECISION] = [1e-3, 1e3, 1.001];
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The scale between .001 and 1000 with which `kernelDensity(points, scale)` gives held-out points [rows, width] the highest mean
 * log-density, to a thousandth of itself, by a search that assumes a single maximum.
 */
export function bestScale(points: NDArrayLike, heldOut: NDArrayLike): number {
  const [centers, fresh] = [NDArray.from(points, "points"), NDArray.from(heldOut, "heldOut")];
  const [[count, width], [rows]] = [centers.shape, fresh.shape];
  const squares = Array.from({ length: rows }, (_, i) => squaredDistances(fresh.row(i), centers));
  const score = (logScale: number) => {
    const precision = Math.exp(-2 * logScale) / 2;
    const sum = squares.reduce(
      (total, row) => total + logSumExp(row.map((square) => -precision * square)),
      0,
    );
    return sum / rows - Math.log(count) - width * (logScale + HALF_LOG_2PI);
  };
  let [lower, upper] = [Math.log(LEAST), Math.log(MOST)];
  let [left, right] = [upper - GOLDEN * (upper - lower), lower + GOLDEN * (upper - lower)];
  let [atLeft, atRight] = [score(left), score(right)];
  while (upper - lower > Math.log(PRECISION))
    if (atLeft > atRight) {
      [upper, right, atRight] = [right, left, atLeft];
      left = upper - GOLDEN * (upper - lower);
      atLeft = score(left);
    } else {
      [lower, left, atLeft] = [left, right, atRight];
      right = lower + GOLDEN * (upper - lower);
      atRight = score(right);
    }
  return Math.exp((lower + upper) / 2);
}

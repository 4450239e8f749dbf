import { checkFinite, checkShape } from "../check";
import { NDArray, type NDArrayLike } from "../ndarray";

/**
 * Spearman's rank correlation of x [count ≥ 2] and y [count], between −1 and 1: the correlation of their ranks, of which equal
 * numbers share the mean (Spearman 1904); NaN where all x or all y are equal. Throws a RangeError for other shapes and numbers
 * that are not finite.
 */
export function rankCorrelation(x: NDArrayLike, y: NDArrayLike): number {
  const [first, second] = [NDArray.from(x, "x"), NDArray.from(y, "y")];
  if (first.shape.length !== 1 || first.size < 2)
    throw new RangeError(`x: expected shape [count ≥ 2], got [${first.shape}]`);
  checkShape("y", second.shape, first.shape);
  checkFinite("x", first.data);
  checkFinite("y", second.data);
  const [a, b] = [ranks(first.data), ranks(second.data)];
  const product = (one: Float64Array, other: Float64Array) =>
    one.reduce((sum, value, i) => sum + value * other[i], 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

/** The ranks of numbers less the mean rank. */
const ranks = (values: Float64Array): Float64Array =>
  values.map((value) => values.reduce((sum, other) => sum + Math.sign(value - other), 0) / 2);

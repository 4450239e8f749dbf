import { broadcast, NDArray, type NDArrayLike } from "../ndarray";

/** Statistics of an estimator's estimates, each in the shape of one estimate. */
export interface Moments {
  readonly mean: NDArray;
  /** Variance of a single estimate (divided by draws − 1). */
  readonly variance: NDArray;
  /** Standard error of the mean, √(variance/draws): an unbiased mean lies within a few of them of the true value. */
  readonly standardError: NDArray;
}

/** Mean, variance and standard error over the first axis of independent estimates [draws ≥ 2, ...]. */
export function moments(estimates: NDArrayLike): Moments {
  const array = NDArray.from(estimates, "estimates");
  const [draws] = array.shape;
  if (!(draws >= 2)) throw new RangeError(`estimates: expected shape [draws ≥ 2, ...], got [${array.shape}]`);
  const mean = array.mean(0);
  const squares = broadcast((value, center) => (value - center) ** 2, array, mean).sum(0);
  const variance = broadcast((sum) => sum / (draws - 1), squares);
  return { mean, variance, standardError: broadcast((value) => Math.sqrt(value / draws), variance) };
}

import { broadcast, moments, type NDArray } from "../../lib";

/** The mean of a − b in units of its standard error. */
export function standardErrors(a: NDArray, b: NDArray): number {
  const difference = broadcast((x, y) => x - y, a, b);
  return difference.mean() / (difference.standardDeviation() / Math.sqrt(difference.size));
}

/** How far the mean of the estimates lies from the truth, in standard errors; the largest over the entries. */
export function worstBias(estimates: NDArray, truth: NDArray): number {
  const { mean, standardError } = moments(estimates);
  const errors = broadcast(
    (got, expected, error) => Math.abs(got - expected) / error,
    mean,
    truth,
    standardError,
  );
  return Math.max(...errors.data);
}

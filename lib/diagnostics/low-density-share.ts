import type { Dataset } from "../data/dataset";
import type { NDArray } from "../ndarray";

/**
 * The share of `samples` [rows, d] whose true log-density lies below the data's own `quantile`: the data's share is
 * `quantile` by construction, a good generator's is near it.
 */
export function lowDensityShare(
  samples: NDArray,
  data: Dataset,
  options: { quantile?: number } = {},
): number {
  const { quantile = 0.01 } = options;
  if (!(quantile > 0 && quantile < 1))
    throw new RangeError(`quantile: expected a number in (0, 1), got ${quantile}`);
  const ranked = data.density.logProb(data.points).data.slice().sort();
  const threshold = ranked[Math.floor(quantile * ranked.length)];
  const low = data.density.logProb(samples).data.filter((value) => value < threshold);
  return low.length / samples.shape[0];
}

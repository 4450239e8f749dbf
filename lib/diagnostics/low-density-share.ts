import { rejectUnknownOptions } from "../check";
import { type Dataset, pointsOf } from "../data/dataset";
import type { NDArrayLike } from "../ndarray";

export interface LowDensityShareOptions {
  /** The share of the data that counts as low-density; default: 0.01. */
  quantile?: number;
}

/**
 * The share of `samples` [rows, d] whose true log-density lies below that `quantile` of the data's log-densities: for the
 * data themselves it is `quantile` by construction, for a good generator close to it.
 * Throws a RangeError for points of another width and for numbers that are not finite.
 */
export function lowDensityShare(
  samples: NDArrayLike,
  data: Dataset,
  options: LowDensityShareOptions = {},
): number {
  const { quantile = 0.01, ...rest } = options;
  rejectUnknownOptions("lowDensityShare", rest, "quantile");
  if (!(quantile > 0 && quantile < 1))
    throw new RangeError(`quantile: expected a number in (0, 1), got ${quantile}`);
  const points = pointsOf("data", data);
  const drawnPoints = pointsOf("samples", samples, points.shape[1]);
  const ranked = data.density.logProb(points).data.slice().sort();
  const threshold = ranked[Math.floor(quantile * ranked.length)];
  const drawn = data.density.logProb(drawnPoints).data;
  return drawn.filter((value) => value < threshold).length / drawn.length;
}

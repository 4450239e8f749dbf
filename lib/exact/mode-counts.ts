import { NDArray } from "../ndarray";
import { maximum } from "../numerics/maximum";

/** A mode is a peak that the density leaves on both sides by at least this factor … */
const LOG_DEPTH = Math.log(2);
/** … and that is at least this share of the highest. */
const LOG_SHARE = Math.log(1 / 10);

/**
 * The number of modes of each density on a line, given by its logarithm at nodes in their order, [batch, nodes]: peaks of at
 * least a tenth of the highest, between which the density falls to less than half of either. [batch].
 * Throws a RangeError for another shape.
 */
export function modeCounts(logDensity: NDArray): NDArray {
  if (logDensity.shape.length !== 2)
    throw new RangeError(`logDensity: expected shape [batch, nodes], got [${logDensity.shape}]`);
  const data = Float64Array.from({ length: logDensity.shape[0] }, (_, i) => modesOf(logDensity.row(i)));
  return new NDArray(data, [data.length]);
}

function modesOf(values: Float64Array): number {
  const least = maximum(values) + LOG_SHARE;
  let [count, rising, peak, valley] = [0, true, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of [...values, Number.NEGATIVE_INFINITY])
    if (rising) {
      peak = Math.max(peak, value);
      if (value > peak - LOG_DEPTH) continue;
      if (peak >= least) count++;
      [rising, valley] = [false, value];
    } else {
      valley = Math.min(valley, value);
      if (value >= valley + LOG_DEPTH) [rising, peak] = [true, value];
    }
  return count;
}

import { checkFinite, checkInteger, rejectUnknownOptions } from "../check";
import { NDArray, type NDArrayLike } from "../ndarray";
import { Random } from "../random";

export interface BootstrapIntervalOptions {
  /** How often the numbers are resampled; default: 2000. */
  readonly resamples?: number;
  /** What is computed from resampled numbers, which may be the indices of others; default: their mean. */
  readonly statistic?: (sample: Float64Array) => number;
  readonly seed: number;
}

/**
 * A 95 % interval for the mean of numbers [points], or [seeds, points] of the same points with several seeds, by the percentiles
 * of means, or of another statistic, after resampling with replacement (Efron 1979): seeds and points each by themselves, so that a point that is hard for
 * every seed does not count as several. With very few seeds it is too narrow. Throws a RangeError for another number of axes.
 */
export function bootstrapInterval(
  values: NDArrayLike,
  options: BootstrapIntervalOptions,
): [lower: number, upper: number] {
  const { resamples = 2000, statistic = mean, seed, ...rest } = options;
  rejectUnknownOptions("bootstrapInterval", rest, "resamples statistic seed");
  checkInteger("resamples", resamples, 40);
  const array = NDArray.from(values, "values");
  checkFinite("values", array.data, array.shape);
  if (array.shape.length < 1 || array.shape.length > 2 || array.size === 0)
    throw new RangeError(`values: expected shape [points] or [seeds, points], got [${array.shape}]`);
  const points = array.shape[array.shape.length - 1];
  const rows = Array.from({ length: array.size / points }, (_, i) =>
    array.data.subarray(i * points, (i + 1) * points),
  );
  const random = new Random(seed, "bootstrapInterval");
  const drawn = (count: number) => Array.from({ length: count }, () => Math.floor(count * random.uniform()));
  const sample = new Float64Array(array.size);
  const found = Float64Array.from({ length: resamples }, () => {
    const chosen = drawn(points);
    drawn(rows.length).forEach((row, i) => {
      chosen.forEach((point, j) => {
        sample[i * points + j] = rows[row][point];
      });
    });
    return statistic(sample);
  }).sort();
  const at = (share: number) => found[Math.round(share * (resamples - 1))];
  return [at(0.025), at(0.975)];
}

const mean = (sample: Float64Array) => sample.reduce((sum, one) => sum + one, 0) / sample.length;

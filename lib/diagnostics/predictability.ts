import { checkFinite, checkInteger, rejectUnknownOptions } from "../check";
import { pointsOf } from "../data/dataset";
import type { NDArray, NDArrayLike } from "../ndarray";
import { squaredDistances } from "../numerics/squared-distances";

export interface PredictabilityOptions {
  /** The nearest codes whose mean predicts a value; default: 10. */
  neighbors?: number;
}

/**
 * How much of each quantity, `{ name: one value for each code }`, can be read from codes [rows, size]: R² = 1 − Σ (value −
 * prediction)² / Σ (value − mean)², where the prediction is the mean value of the nearest other codes. 1 for all of it, about
 * −1/neighbors for nothing, NaN for a quantity that does not vary. Throws a RangeError for other numbers of values than codes
 * and for numbers that are not finite.
 */
export function predictability<Name extends string>(
  codes: NDArrayLike,
  quantities: Readonly<Record<Name, ArrayLike<number>>>,
  options: PredictabilityOptions = {},
): Record<Name, number> {
  const { neighbors = 10, ...rest } = options;
  rejectUnknownOptions("predictability", rest, "neighbors");
  checkInteger("neighbors", neighbors);
  const points = pointsOf("codes", codes);
  const [rows] = points.shape;
  if (rows <= neighbors)
    throw new RangeError(`codes: expected shape [rows > ${neighbors}, size], got [${points.shape}]`);
  const nearest = Array.from({ length: rows }, (_, i) => nearestOthers(points, i, neighbors));
  const entries = Object.entries<ArrayLike<number>>(quantities).map(([name, values]) => {
    if (values.length !== rows)
      throw new RangeError(`${name}: expected ${rows} values, one for each code, got ${values.length}`);
    checkFinite(name, values, [rows]);
    const all = Float64Array.from(values);
    // Their mean may differ from equal values by rounding.
    if (all.every((value) => value === all[0])) return [name, Number.NaN];
    const mean = all.reduce((a, b) => a + b) / rows;
    const predicted = nearest.map((near) => near.reduce((sum, j) => sum + all[j], 0) / neighbors);
    const squares = (f: (i: number) => number) => all.reduce((sum, value, i) => sum + (value - f(i)) ** 2, 0);
    return [name, 1 - squares((i) => predicted[i]) / squares(() => mean)];
  });
  return Object.fromEntries(entries);
}

/** The rows nearest to row i, without itself. */
function nearestOthers(points: NDArray, i: number, count: number): number[] {
  const distances = squaredDistances(points.row(i), points);
  const others = [...distances.keys()].filter((j) => j !== i);
  return others.sort((a, b) => distances[a] - distances[b]).slice(0, count);
}

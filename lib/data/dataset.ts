import { checkRange, FINITE, type Range } from "../check";
import type { Distribution } from "../distributions/distribution";
import { NDArray, type NDArrayLike } from "../ndarray";

/** Points [size, dimensions] and the density they were drawn from, whose entropy no model's expected −log p(x) can go below. */
export interface Dataset {
  readonly points: NDArray;
  readonly density: Distribution;
}

/** Points as a user passes them: a data set, whose density need not be known, or rows of numbers. */
export type Points = Pick<Dataset, "points"> | NDArrayLike;

/**
 * The argument `name` as a matrix of points [rows ≥ 1, width], by default of arbitrary width, whose numbers are in a range,
 * by default finite. Throws a RangeError that says what is wrong, and in which row and column.
 */
export function pointsOf(name: string, x: Points, width?: number, range: Range = FINITE): NDArray {
  const points = NDArray.from(typeof x === "object" && x !== null && "points" in x ? x.points : x, name);
  const { data, shape } = points;
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === 0 || columns !== (width ?? columns))
    throw new RangeError(`${name}: expected shape [rows ≥ 1, ${width ?? "columns"}], got [${shape}]`);
  checkRange(name, data, range, shape);
  return points;
}

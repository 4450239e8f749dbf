import type { Distribution } from "../distributions/distribution";
import { NDArray, type NDArrayLike } from "../ndarray";

/** Points [size, dimensions] and the density they were drawn from, whose entropy no model's expected −log p(x) can go below. */
export interface Dataset {
  readonly points: NDArray;
  readonly density: Distribution;
}

/** Points as a user passes them: a data set, or rows of numbers. */
export type Points = Dataset | NDArrayLike;

/**
 * The argument `name` as a matrix of points [rows ≥ 1, width] of finite numbers; by default of arbitrary width. Throws a
 * RangeError that says what is wrong, and in which row and column.
 */
export function pointsOf(name: string, x: Points, width?: number): NDArray {
  const points = NDArray.from(typeof x === "object" && x !== null && "points" in x ? x.points : x, name);
  const [rows, columns] = points.shape;
  if (points.shape.length !== 2 || rows === 0 || columns !== (width ?? columns))
    throw new RangeError(`${name}: expected shape [rows ≥ 1, ${width ?? "columns"}], got [${points.shape}]`);
  checkPoints(name, points, isFiniteNumber, "finite numbers");
  return points;
}

/** Like Number.isFinite, but inlined where the engine would make a call for each number. */
const isFiniteNumber = (value: number) => value - value === 0;

/** Throws a RangeError that names the row and column of the first number for which `holds` is false. */
export function checkPoints(
  name: string,
  { data, shape }: NDArray,
  holds: (value: number) => boolean,
  expected: string,
): void {
  let bad = 0;
  while (bad < data.length && holds(data[bad])) bad++;
  if (bad === data.length) return;
  const [row, column] = [Math.floor(bad / shape[1]), bad % shape[1]];
  throw new RangeError(`${name}: expected ${expected}, got ${data[bad]} in row ${row}, column ${column}`);
}

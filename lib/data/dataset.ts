import type { Distribution } from "../distributions/distribution";
import { NDArray, type NDArrayLike } from "../ndarray";

/** Points [size, dimensions] and the density they were drawn from, whose entropy limits what any model can reach. */
export interface Dataset {
  readonly points: NDArray;
  readonly density: Distribution;
}

/** Points as a user has them: a data set, or rows of numbers. */
export type Points = Dataset | NDArrayLike;

/**
 * The argument `name` as a matrix of points [rows ≥ 1, width] of finite numbers; any width when left out. Throws a
 * RangeError saying what is wrong, and in which row and column.
 */
export function pointsOf(name: string, x: Points, width?: number): NDArray {
  const points = NDArray.from(typeof x === "object" && x !== null && "points" in x ? x.points : x, name);
  const [rows, columns] = points.shape;
  if (points.shape.length !== 2 || rows === 0 || columns !== (width ?? columns))
    throw new RangeError(`${name}: expected shape [rows ≥ 1, ${width ?? "columns"}], got [${points.shape}]`);
  checkPoints(name, points, isFiniteNumber, "finite numbers");
  return points;
}

/** As Number.isFinite, which is a call for each number where this is inlined. */
const isFiniteNumber = (value: number) => value - value === 0;

/** Throws a RangeError naming row and column of the first number that is not as `expected`. */
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

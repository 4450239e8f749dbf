import type { Distribution } from "../distributions/distribution";
import { NDArray } from "../ndarray";

/** Points [size, dimensions] and the density they were drawn from, whose entropy limits what any model can reach. */
export interface Dataset {
  readonly points: NDArray;
  readonly density: Distribution;
}

/**
 * The points of a data set, or the matrix itself, checked: shape [rows, `width`], at least one row, only finite
 * numbers. Throws a RangeError that names what is wrong.
 */
export function pointsOf(data: Dataset | NDArray, width: number): NDArray {
  const points = data instanceof NDArray ? data : data.points;
  if (points.shape.length !== 2 || points.shape[1] !== width || points.shape[0] === 0)
    throw new RangeError(`data: expected shape [rows ≥ 1, ${width}], got [${points.shape}]`);
  const bad = points.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(
      `data: expected finite numbers, got ${points.data[bad]} in row ${Math.floor(bad / width)}, column ${bad % width}`,
    );
  return points;
}

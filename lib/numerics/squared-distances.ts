import type { NDArray } from "../ndarray";

/** The squared distance of one point from each row of a matrix. */
export function squaredDistances(point: Float64Array, { data, shape: [rows] }: NDArray): Float64Array {
  const distances = new Float64Array(rows);
  for (let j = 0, at = 0; j < rows; j++)
    for (let d = 0; d < point.length; d++, at++) distances[j] += (data[at] - point[d]) ** 2;
  return distances;
}

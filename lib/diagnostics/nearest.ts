import { pointsOf } from "../data/dataset";
import type { NDArray, NDArrayLike } from "../ndarray";

/**
 * For each row of x [rows, width] the index of the nearest row of `references` [count, width], [rows], such as the picture
 * that is most similar. Throws a RangeError for different widths and numbers that are not finite.
 */
export function nearest(x: NDArrayLike, references: NDArrayLike): Uint32Array {
  const points = pointsOf("x", x);
  const known = pointsOf("references", references, points.shape[1]);
  return Uint32Array.from({ length: points.shape[0] }, (_, i) => {
    const distances = squaredDistances(points.row(i), known);
    return distances.indexOf(distances.reduce((a, b) => Math.min(a, b)));
  });
}

/** The squared distance of one point from each row of a matrix. */
export function squaredDistances(point: Float64Array, { data, shape: [rows] }: NDArray): Float64Array {
  const distances = new Float64Array(rows);
  for (let j = 0, at = 0; j < rows; j++)
    for (let d = 0; d < point.length; d++, at++) distances[j] += (data[at] - point[d]) ** 2;
  return distances;
}

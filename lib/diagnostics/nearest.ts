import { pointsOf } from "../data/dataset";
import type { NDArrayLike } from "../ndarray";
import { squaredDistances } from "../numerics/squared-distances";

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

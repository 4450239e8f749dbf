import { checkFinite } from "../check";
import { NDArray, type NDArrayLike } from "../ndarray";

/**
 * The energy distance 2 E|X − Y| − E|X − X′| − E|Y − Y′| between samples x [n, d] and y [m, d] (Székely & Rizzo
 * 2013), estimated without bias over distinct pairs: its expectation is 0 if both come from one distribution, so
 * it can be slightly negative. Throws a RangeError for fewer than two rows, different widths or numbers
 * that are not finite.
 */
export function energyDistance(x: NDArrayLike, y: NDArrayLike): number {
  const [xs, ys] = [NDArray.from(x, "x"), NDArray.from(y, "y")];
  for (const [name, { data, shape }] of Object.entries({ x: xs, y: ys })) {
    if (shape.length !== 2 || shape[0] < 2 || shape[1] !== xs.shape[1])
      throw new RangeError(`${name}: expected shape [rows ≥ 2, ${xs.shape[1] ?? "columns"}], got [${shape}]`);
    checkFinite(name, data, shape);
  }
  const within = (a: NDArray) => distanceSum(a, a) / (a.shape[0] * (a.shape[0] - 1));
  return (2 * distanceSum(xs, ys)) / (xs.shape[0] * ys.shape[0]) - within(xs) - within(ys);
}

/** Σ over all pairs of rows of |a − b|. */
function distanceSum(a: NDArray, b: NDArray): number {
  const width = a.shape[1];
  let sum = 0;
  for (let i = 0; i < a.size; i += width)
    for (let j = 0; j < b.size; j += width) {
      let square = 0;
      for (let d = 0; d < width; d++) square += (a.data[i + d] - b.data[j + d]) ** 2;
      sum += Math.sqrt(square);
    }
  return sum;
}

import { broadcast, NDArray } from "../ndarray";
import { Independent } from "./independent";
import { MultivariateNormal } from "./multivariate-normal";
import { Normal } from "./normal";

/** A Gaussian vector: with any covariance, or with independent entries (`new Independent(normal, 1)`). */
export type GaussianVector = MultivariateNormal | Independent<Normal>;

export function isGaussianVector(distribution: object): distribution is GaussianVector {
  return (
    distribution instanceof MultivariateNormal ||
    (distribution instanceof Independent &&
      distribution.base instanceof Normal &&
      distribution.reinterpretedBatchDims === 1)
  );
}

/** The columns of the factors L of q's covariances L Lᵀ, [..., column, row]. Throws a TypeError if q is no Gaussian vector. */
export function factorColumns(q: GaussianVector): NDArray {
  if (!isGaussianVector(q))
    throw new TypeError("q: expected a MultivariateNormal or an Independent(Normal, 1)");
  const [size] = q.eventShape;
  if (q instanceof MultivariateNormal) {
    const L = q.scaleTril.data;
    return new NDArray(
      L.map((_, at) => L[(at % size) * size + Math.floor(at / size)]),
      [size, size],
    );
  }
  const { loc, scale, batchShape } = q.base;
  const scales = broadcast((_, value) => value, loc, scale).data;
  const data = new Float64Array(scales.length * size);
  scales.forEach((value, at) => {
    data[at * size + (at % size)] = value;
  });
  return new NDArray(data, [...batchShape, size]);
}

import { checkShape } from "../check";
import { broadcast, NDArray, type NDArrayLike } from "../ndarray";
import { Independent } from "./independent";
import { MultivariateNormal } from "./multivariate-normal";
import { Normal } from "./normal";

/** A Gaussian vector: with any covariance, or with independent entries (`new Independent(normal, 1)`). */
export type GaussianVector = MultivariateNormal | Independent<Normal>;

export function isGaussian(distribution: object): distribution is GaussianVector {
  return (
    distribution instanceof MultivariateNormal ||
    (distribution instanceof Independent &&
      distribution.base instanceof Normal &&
      distribution.reinterpretedBatchDims === 1)
  );
}

/**
 * E_q[(z − a)ᵀ A (z − a)] = tr(A Σ) + (μ − a)ᵀ A (μ − a) for a Gaussian q with mean μ and covariance Σ, A [size, size] and
 * a [..., size]: one number for each entry of the batch, [...]. Throws a RangeError if A has another shape and a
 * TypeError if q is not a Gaussian vector.
 */
export function quadraticExpectation(q: GaussianVector, A: NDArrayLike, a: NDArrayLike): NDArray {
  if (!isGaussian(q)) throw new TypeError("q: expected a MultivariateNormal or an Independent(Normal, 1)");
  const matrix = NDArray.from(A, "A");
  const [size] = q.eventShape;
  checkShape("A", matrix.shape, [size, size]);
  const offset = broadcast((mean, center) => mean - center, q.mean, NDArray.from(a, "a"));
  const trace =
    q instanceof MultivariateNormal ? traceOfProduct(matrix, q.covariance) : weightedSum(q.variance, matrix);
  return broadcast((t, square) => t + square, trace, quadraticForm(matrix, offset));
}

/** tr(A Σ), a number. */
function traceOfProduct(A: NDArray, covariance: NDArray): NDArray {
  return NDArray.from(A.data.reduce((sum, value, i) => sum + value * covariance.data[i], 0));
}

/** Σ_j A_jj variance_j, [...]. */
function weightedSum(variance: NDArray, A: NDArray): NDArray {
  const size = A.shape[0];
  const diagonal = NDArray.from(Float64Array.from({ length: size }, (_, j) => A.data[j * size + j]));
  const axis = variance.shape.length - 1;
  return broadcast((v, weight) => v * weight, variance, diagonal).sum(axis);
}

/** vᵀ A v for the vectors v [..., size]. */
function quadraticForm(A: NDArray, vectors: NDArray): NDArray {
  const size = A.shape[0];
  const data = new Float64Array(vectors.size / size);
  for (let r = 0; r < data.length; r++)
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        data[r] += vectors.data[r * size + i] * A.data[i * size + j] * vectors.data[r * size + j];
  return new NDArray(data, vectors.shape.slice(0, -1));
}

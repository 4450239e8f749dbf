import { CholeskyDecomposition, inverse } from "ml-matrix";
import { checkFinite, checkShape } from "../check";
import { broadcast, NDArray, type NDArrayLike } from "../ndarray";
import { fromMatrix, toMatrix } from "../numerics/matrix";
import { type Distribution, type SampleOptions, samplingStream } from "./distribution";
import { HALF_LOG_2PI, standardNormalNoise } from "./normal";

/**
 * N(loc, covariance) over vectors: loc [..., size] and one covariance [size, size] for the whole batch. Throws a
 * RangeError if a number is not finite or the covariance is not symmetric and positive definite.
 */
export class MultivariateNormal implements Distribution {
  readonly loc: NDArray;
  readonly covariance: NDArray;
  /** L with covariance = L Lᵀ, lower triangular, [size, size]. */
  readonly scaleTril: NDArray;
  readonly logDeterminant: number;
  readonly batchShape: readonly number[];
  readonly eventShape: readonly [size: number];

  constructor(loc: NDArrayLike, covariance: NDArrayLike) {
    this.loc = NDArray.from(loc, "loc");
    this.covariance = NDArray.from(covariance, "covariance");
    const size = this.loc.shape.at(-1);
    if (!size) throw new RangeError(`loc: expected shape [..., size ≥ 1], got [${this.loc.shape}]`);
    checkShape("covariance", this.covariance.shape, [size, size]);
    checkFinite("loc", this.loc.data, this.loc.shape);
    this.scaleTril = cholesky(this.covariance);
    this.logDeterminant = 0;
    for (let i = 0; i < size; i++) this.logDeterminant += 2 * Math.log(this.scaleTril.data[i * size + i]);
    this.batchShape = this.loc.shape.slice(0, -1);
    this.eventShape = [size];
  }

  get mean(): NDArray {
    return this.loc;
  }

  get variance(): NDArray {
    const [size] = this.eventShape;
    const diagonal = Float64Array.from({ length: size }, (_, i) => this.covariance.data[i * size + i]);
    return broadcast((_, value) => value, this.loc, NDArray.from(diagonal));
  }

  /** covariance⁻¹, [size, size]. */
  get precision(): NDArray {
    return fromMatrix(inverse(toMatrix(this.covariance)));
  }

  /** L⁻¹ v for the vectors v [..., size]; those of x − loc have independent entries N(0, 1). */
  whiten(vectors: NDArray): NDArray {
    const [size] = this.eventShape;
    const L = this.scaleTril.data;
    const data = vectors.data.slice();
    for (let r = 0; r < data.length; r += size)
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < i; j++) data[r + i] -= L[i * size + j] * data[r + j];
        data[r + i] /= L[i * size + i];
      }
    return new NDArray(data, vectors.shape);
  }

  /** −½ |L⁻¹ (x − loc)|² − ½ log det covariance − ½ size log 2π. */
  logProb(x: NDArrayLike): NDArray {
    const [size] = this.eventShape;
    const whitened = this.whiten(broadcast((value, loc) => value - loc, NDArray.from(x, "x"), this.loc));
    const constant = -this.logDeterminant / 2 - size * HALF_LOG_2PI;
    const squares = broadcast((entry) => entry ** 2, whitened).sum(whitened.shape.length - 1);
    return broadcast((square) => constant - square / 2, squares);
  }

  /** ½ log det covariance + ½ size (1 + log 2π), the same for the whole batch. */
  entropy(): NDArray {
    const value = this.logDeterminant / 2 + this.eventShape[0] * (0.5 + HALF_LOG_2PI);
    return new NDArray(new Float64Array(this.loc.size / this.eventShape[0]).fill(value), this.batchShape);
  }

  sample(count: number, options: SampleOptions): NDArray {
    const random = samplingStream(count, options, "MultivariateNormal.sample");
    const [size] = this.eventShape;
    const L = this.scaleTril.data;
    const noise = standardNormalNoise([count, ...this.loc.shape], random);
    const correlated = noise.data.map((_, at) => {
      const i = at % size;
      let sum = 0;
      for (let j = 0; j <= i; j++) sum += L[i * size + j] * noise.data[at - i + j];
      return sum;
    });
    return broadcast((offset, loc) => loc + offset, new NDArray(correlated, noise.shape), this.loc);
  }
}

/** How much mirrored entries may differ through rounding, relative to the standard deviations of their rows. */
const SYMMETRY_TOLERANCE = 1e-10;

function cholesky(covariance: NDArray): NDArray {
  const size = covariance.shape[0];
  const entry = (i: number, j: number) => covariance.data[i * size + j];
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      const limit = SYMMETRY_TOLERANCE * Math.sqrt(Math.abs(entry(i, i))) * Math.sqrt(Math.abs(entry(j, j)));
      if (!(Math.abs(entry(i, j) - entry(j, i)) <= limit))
        throw new RangeError(
          `covariance: expected a symmetric matrix of finite numbers, got ${entry(i, j)} at [${i}, ${j}] and ${entry(j, i)} at [${j}, ${i}]`,
        );
    }
  const matrix = toMatrix(covariance);
  const decomposition = new CholeskyDecomposition(matrix.add(matrix.transpose()).div(2));
  if (!decomposition.isPositiveDefinite())
    throw new RangeError("covariance: expected a positive definite matrix, got one that is not");
  return fromMatrix(decomposition.lowerTriangularMatrix);
}

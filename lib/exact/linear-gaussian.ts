import { EigenvalueDecomposition, inverse, Matrix } from "ml-matrix";
import { checkFinite, checkInteger, checkPositive, checkShape, rejectUnknownOptions } from "../check";
import { type Points, pointsOf } from "../data/dataset";
import { factorColumns, type GaussianVector } from "../distributions/gaussian-vector";
import { sumTrailing } from "../distributions/independent";
import { klDivergence } from "../distributions/kl-divergence";
import { MultivariateNormal } from "../distributions/multivariate-normal";
import { Normal } from "../distributions/normal";
import { broadcast, NDArray, type NDArrayLike } from "../ndarray";
import { fromMatrix, toMatrix } from "../numerics/matrix";
import type { Elbo } from "../objectives/elbo";

export interface LinearGaussianOptions {
  /** [latentSize, inputSize], as in a dense layer. */
  weight: NDArrayLike;
  /** [inputSize]. */
  bias: NDArrayLike;
  /** σ, the standard deviation of the noise. */
  scale: number;
}

/**
 * The model whose every quantity has a closed form (probabilistic PCA, Tipping & Bishop 1999): prior p(z) = N(0, I),
 * likelihood p(x|z) = N(z · weight + bias, scale² I). A VariationalAutoencoder without hidden layers and with a fixed
 * scale has the same decoder. Throws a RangeError where shapes disagree or a number is out of range.
 */
export class LinearGaussian {
  readonly inputSize: number;
  readonly latentSize: number;
  readonly weight: NDArray;
  readonly bias: NDArray;
  readonly scale: number;
  readonly prior: MultivariateNormal;
  /** p(x) = N(bias, weightᵀ weight + scale² I). */
  readonly evidence: MultivariateNormal;

  constructor(options: LinearGaussianOptions) {
    const { weight, bias, scale, ...rest } = options;
    rejectUnknownOptions("LinearGaussian", rest, "weight bias scale");
    this.weight = NDArray.from(weight, "weight");
    this.bias = NDArray.from(bias, "bias");
    this.scale = scale;
    checkPositive("scale", scale);
    const { shape, size, data } = this.weight;
    if (shape.length !== 2 || size === 0)
      throw new RangeError(`weight: expected shape [latentSize ≥ 1, inputSize ≥ 1], got [${shape}]`);
    checkFinite("weight", data, shape);
    [this.latentSize, this.inputSize] = shape;
    checkShape("bias", this.bias.shape, [this.inputSize]);
    checkFinite("bias", this.bias.data, this.bias.shape);
    const W = toMatrix(this.weight);
    this.prior = new MultivariateNormal(new Float64Array(this.latentSize), fromMatrix(Matrix.eye(shape[0])));
    this.evidence = new MultivariateNormal(
      this.bias,
      fromMatrix(addToDiagonal(W.transpose().mmul(W), scale ** 2)),
    );
  }

  /**
   * The model that makes the mean of log p(x) over the data largest, in closed form (Tipping & Bishop 1999, equations 14
   * and 15): scale² is the mean of the eigenvalues λ of the data's covariance beyond the latentSize largest, weight has a
   * row √(λ − scale²) · eigenvector for each of those, its largest entry positive. Throws a RangeError unless
   * latentSize < inputSize and the data have variance beyond latentSize directions.
   */
  static fit(data: Points, options: { latentSize: number }): LinearGaussian {
    const { latentSize, ...rest } = options;
    rejectUnknownOptions("LinearGaussian.fit", rest, "latentSize");
    const points = pointsOf("data", data);
    const inputSize = points.shape[1];
    checkInteger("latentSize", latentSize);
    if (latentSize >= inputSize)
      throw new RangeError(
        `latentSize: expected less than the data's ${inputSize} dimensions, got ${latentSize}`,
      );
    const bias = points.mean(0);
    const centered = toMatrix(broadcast((value, mean) => value - mean, points, bias));
    const covariance = centered.transpose().mmul(centered).div(points.shape[0]);
    // ml-matrix orders the eigenvalues of a symmetric matrix from the smallest to the largest.
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
      assumeSymmetric: true,
    });
    const discarded = realEigenvalues.slice(0, inputSize - latentSize);
    const variance = discarded.reduce((sum, value) => sum + value, 0) / discarded.length;
    if (!(variance > Number.EPSILON * inputSize * realEigenvalues[inputSize - 1]))
      throw new RangeError(`data: expected more than ${latentSize} directions with variance, got no more`);
    const weight = Array.from({ length: latentSize }, (_, k) => {
      const column = inputSize - 1 - k;
      const direction = eigenvectorMatrix.getColumn(column);
      // Either sign is an optimum; the same data shall give the same model.
      const sign = Math.sign(direction.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a)));
      const length = Math.sqrt(realEigenvalues[column] - variance);
      return direction.map((entry) => sign * length * entry);
    });
    return new LinearGaussian({ weight, bias, scale: Math.sqrt(variance) });
  }

  /** p(x|z) for z [..., latentSize]: a Normal over [..., inputSize]. */
  likelihood(latents: NDArrayLike): Normal {
    const z = NDArray.from(latents, "z");
    if (z.shape.at(-1) !== this.latentSize)
      throw new RangeError(`z: expected shape [..., ${this.latentSize}], got [${z.shape}]`);
    checkFinite("z", z.data, z.shape);
    return new Normal(
      broadcast((value, bias) => value + bias, this.timesWeight(z), this.bias),
      this.scale,
    );
  }

  /** log p(x, z) = log p(z) + log p(x|z) for x [batch, inputSize], or one x, at z [batch, latentSize]: [batch], in nats. */
  logJoint(x: Points, latents: NDArrayLike): NDArray {
    const logLikelihood = this.likelihood(latents).logProb(pointsOf("x", x, this.inputSize));
    return broadcast((p, l) => p + l, this.prior.logProb(latents), sumTrailing(logLikelihood, 1));
  }

  /** log p(x) for each point of x [batch, inputSize]: [batch], in nats. */
  logEvidence(x: Points): NDArray {
    return this.evidence.logProb(pointsOf("x", x, this.inputSize));
  }

  /** p(z|x) = N((x − bias) weightᵀ M⁻¹, scale² M⁻¹) with M = weight weightᵀ + scale² I, for x [batch, inputSize]. */
  posterior(x: Points): MultivariateNormal {
    const residual = broadcast((value, bias) => value - bias, pointsOf("x", x, this.inputSize), this.bias);
    const W = toMatrix(this.weight);
    const inverseM = inverse(addToDiagonal(W.mmul(W.transpose()), this.scale ** 2));
    return new MultivariateNormal(
      fromMatrix(toMatrix(residual).mmul(W.transpose()).mmul(inverseM)),
      fromMatrix(inverseM.mul(this.scale ** 2)),
    );
  }

  /**
   * The evidence lower bound that a Gaussian q over z gives log p(x) (post, objective), for x [batch, inputSize]. q's
   * batch is as long as x's, or one of the two is 1 and meets every entry of the other. [batch], in nats.
   */
  elbo(x: Points, q: GaussianVector): Elbo {
    const points = pointsOf("x", x, this.inputSize);
    const columns = factorColumns(q);
    checkShape("q", q.eventShape, [this.latentSize]);
    // E|x − x̂(z)|² is the error at q's mean, and |L · weight|² for the spread L Lᵀ around it.
    const { loc } = this.likelihood(q.mean);
    const atMean = broadcast((value, mean) => (value - mean) ** 2, points, loc).sum(1);
    const added = sumTrailing(
      broadcast((entry) => entry ** 2, this.timesWeight(columns)),
      2,
    );
    const constant = -this.inputSize * (Math.log(this.scale) + Math.log(2 * Math.PI) / 2);
    const reconstruction = broadcast((m, s) => constant - (m + s) / (2 * this.scale ** 2), atMean, added);
    const kl = klDivergence(q, this.prior);
    return { elbo: broadcast((r, k) => r - k, reconstruction, kl), reconstruction, kl };
  }

  /** z · weight for z [..., latentSize]: [..., inputSize]. */
  private timesWeight(z: NDArray): NDArray {
    const rows = toMatrix(z.reshape([z.size / this.latentSize, this.latentSize]));
    const products = fromMatrix(rows.mmul(toMatrix(this.weight)));
    return products.reshape([...z.shape.slice(0, -1), this.inputSize]);
  }
}

const addToDiagonal = (matrix: Matrix, value: number) => matrix.add(Matrix.eye(matrix.rows).mul(value));

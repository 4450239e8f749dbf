import { type Points, pointsOf } from "../data/dataset";
import { Independent } from "../distributions/independent";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, type NDArray, type NDArrayLike } from "../ndarray";
import type { Gaussian } from "./gaussian";
import { logLikelihoodGradient } from "./log-likelihood-gradient";
import { moments } from "./moments";
import { pathwise } from "./pathwise";
import { type ScoreFunctionOptions, scoreFunction } from "./score-function";

/**
 * How many times larger the variance of a single score-function estimate of ∇ E_q f(z) for q's loc is than that of a
 * pathwise one, [...batch, ...event], both measured from the same draws. f and its `gradient` are as in `scoreFunction` and
 * `pathwise`, which throw the errors.
 */
export function varianceRatio(
  q: Gaussian,
  f: (z: NDArray) => NDArrayLike,
  gradient: (z: NDArray) => NDArrayLike,
  options: ScoreFunctionOptions,
): NDArray {
  const { draws, seed } = options;
  const estimates = [scoreFunction(q, f, options), pathwise(q, gradient, { draws, seed })];
  const [score, path] = estimates.map(({ loc }) => moments(loc).variance);
  return broadcast((a, b) => a / b, score, path);
}

/**
 * `varianceRatio` for a variational autoencoder's reconstruction term: for the gradient of E_q log p(x|z) in the mean of the
 * encoder's q(z|x), at each point of x [batch, inputSize]: [batch, latentSize].
 */
export function encoderVarianceRatio(
  vae: VariationalAutoencoder,
  x: Points,
  options: ScoreFunctionOptions,
): NDArray {
  const points = pointsOf("x", x, vae.inputSize);
  return varianceRatio(
    new Independent(vae.posterior(points), 1),
    (z) => new Independent(vae.likelihood(z), 1).logProb(points),
    (z) => logLikelihoodGradient(vae, points, z),
    options,
  );
}

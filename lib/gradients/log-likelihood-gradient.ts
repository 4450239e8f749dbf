import { checkFinite, checkShape } from "../check";
import { Bernoulli } from "../distributions/bernoulli";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, NDArray, type NDArrayLike } from "../ndarray";
import { LOG_VARIANCE_LIMIT } from "../numerics/log-variance-limit";

/**
 * ∂ log p(x|z)/∂z through the decoder, [..., latentSize] like z, in float64; x [..., inputSize] broadcasts against
 * p(x|z). `pathwise` needs this gradient for E_q(z|x) log p(x|z), the reconstruction term (post, log-likelihood term).
 * Throws a RangeError if the shapes do not match or a number is not finite.
 */
export function logLikelihoodGradient(
  model: VariationalAutoencoder,
  x: NDArrayLike,
  latents: NDArrayLike,
): NDArray {
  const z = NDArray.from(latents, "z");
  const points = NDArray.from(x, "x");
  checkFinite("x", points.data, points.shape);
  const likelihood = model.likelihood(z);
  const residual = broadcast((value, mean) => value - mean, points, likelihood.mean);
  checkShape("x − E[x|z]", residual.shape, likelihood.batchShape);
  if (likelihood instanceof Bernoulli) return model.decoder.inputGradient(z, residual);
  const { scale } = likelihood;
  const byLoc = broadcast((difference, sigma) => difference / sigma ** 2, residual, scale);
  if (model.options.scale !== "learned") return model.decoder.inputGradient(z, byLoc);

  const heads = model.decoder.forward(z);
  const { inputSize } = model;
  const byHead = new Float64Array(heads.size);
  for (let from = 0, to = 0; from < residual.size; from += inputSize, to += 2 * inputSize)
    for (let j = 0; j < inputSize; j++) {
      const sigma = scale.data[from + j];
      const byScale = ((residual.data[from + j] / sigma) ** 2 - 1) / sigma;
      byHead[to + j] = byLoc.data[from + j];
      byHead[to + inputSize + j] = byScale * scaleSlope(model, heads.data[to + inputSize + j], sigma);
    }
  return model.decoder.inputGradient(z, new NDArray(byHead, heads.shape));
}

/** ∂σ/∂head. */
function scaleSlope({ options }: VariationalAutoencoder, head: number, sigma: number): number {
  if (options.deviationHead === "absolute") return Math.sign(head);
  return Math.abs(head) < LOG_VARIANCE_LIMIT ? sigma / 2 : 0;
}

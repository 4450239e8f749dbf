import { checkFinite, checkShape } from "../check";
import { LIKELIHOODS } from "../likelihoods/likelihoods";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray, type NDArrayLike } from "../ndarray";

/**
 * ∂ log p(x|z)/∂z through the decoder, [..., latentSize] like z, in float64; x [..., inputSize] broadcasts against
 * p(x|z). `pathwise` needs this gradient for E_q(z|x) log p(x|z), the reconstruction term (post, log-likelihood term).
 * Throws a RangeError if the shapes do not match or a number is not finite.
 */
export function logLikelihoodGradient(
  { decoder, options }: VariationalAutoencoder,
  x: NDArrayLike,
  latents: NDArrayLike,
): NDArray {
  const z = NDArray.from(latents, "z");
  const points = NDArray.from(x, "x");
  checkFinite("x", points.data, points.shape);
  const likelihood = LIKELIHOODS[options.family];
  const heads = decoder.forward(z, "z").split(likelihood.heads(options));
  const slopes = likelihood.slopes(points, heads, options);
  checkShape("x − E[x|z]", slopes[0].shape, heads[0].shape);
  return decoder.inputGradient(z, NDArray.concat(slopes));
}

import { checkInteger, checkShape, rejectUnknownOptions } from "../check";
import { broadcast, NDArray, type NDArrayLike } from "../ndarray";
import { baseOf, type Gaussian, type GaussianGradient, noiseFor } from "./gaussian";

export interface PathwiseOptions {
  /** Number of estimates, each from a single draw of z. */
  draws: number;
  /** The same seed gives the same draws in `pathwise` and `scoreFunction`. */
  seed: number;
}

/**
 * Single-draw estimates of ∇ E_q f(z) by reparameterization, z = μ + σε: ∂f/∂z for μ and ε ∂f/∂z for σ, both
 * [draws, ...batch, ...event] (post, log-likelihood term; paper, section 2.4). Unbiased where f is continuous and
 * differentiable almost everywhere; the contribution of jumps is missed. `gradient` maps z, in that shape, to ∂f/∂z.
 * Throws a RangeError if its result has another shape.
 */
export function pathwise(
  q: Gaussian,
  gradient: (z: NDArray) => NDArrayLike,
  options: PathwiseOptions,
): GaussianGradient {
  const { draws, seed, ...rest } = options;
  rejectUnknownOptions("pathwise", rest, "draws seed");
  checkInteger("draws", draws);
  const noise = noiseFor(q, draws, seed, "gradient");
  const slope = NDArray.from(gradient(baseOf(q).rsample(noise)), "gradient(z)");
  checkShape("gradient(z)", slope.shape, noise.shape);
  return { loc: slope, scale: broadcast((value, epsilon) => value * epsilon, slope, noise) };
}

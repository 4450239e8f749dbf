import { checkInteger } from "../check";
import { MultivariateNormal } from "../distributions/multivariate-normal";
import { NDArray, type NDArrayLike } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import { type HamiltonianOptions, hamiltonian } from "../sampling/hamiltonian";
import type { LogDensity } from "../sampling/leapfrog";

/**
 * The paper's estimates of log p(x) (appendix D), [batch], in nats: −log (1/L) Σ_l q(z_l)/p(x, z_l), where z_l ~ p(z|x) are draws by
 * Hamiltonian Monte Carlo and q is a Gaussian fitted to as many earlier ones. The mean is an unbiased estimate of 1/p(x), so
 * its logarithm makes log p(x) too high on average; a chain that keeps to one of several modes makes it too low, by the others'
 * mass. `logJoint` gives log p(x, z) of each point at z [batch, latentSize], as `unnormalizedPosterior` does, and `start` is
 * where the chains start. By default L = 50 draws with 4 leapfrog steps, as in the paper. Throws a RangeError for options out
 * of range, and for a chain whose draws do not span the latent space.
 */
export function reciprocalEstimates(
  logJoint: LogDensity,
  start: NDArrayLike,
  options: Partial<HamiltonianOptions> & Pick<HamiltonianOptions, "seed">,
): NDArray {
  const { draws: L = 50, leapfrogSteps = 4, ...rest } = options;
  checkInteger("draws", L, 2);
  const { draws, logProb } = hamiltonian(logJoint, start, { ...rest, draws: 2 * L, leapfrogSteps });
  const [, batch, size] = draws.shape;
  const estimates = Float64Array.from({ length: batch }, (_, i) => {
    const at = (first: number) => Array.from({ length: L }, (_, l) => first + l);
    const z = (l: number) => draws.data.subarray((l * batch + i) * size, (l * batch + i + 1) * size);
    const q = fitted(at(0).map(z));
    const later = at(L);
    const logQ = q.logProb(later.map(z)).data;
    return Math.log(L) - logSumExp(later.map((l, k) => logQ[k] - logProb.data[l * batch + i]));
  });
  return NDArray.from(estimates);
}

/** The Gaussian with the mean and the covariance of some points. */
function fitted(points: readonly Float64Array[]): MultivariateNormal {
  const [count, size] = [points.length, points[0].length];
  const mean = NDArray.from(points).mean(0).data;
  const covariance = Array.from({ length: size }, (_, i) =>
    mean.map((_, j) => points.reduce((sum, z) => sum + (z[i] - mean[i]) * (z[j] - mean[j]), 0) / (count - 1)),
  );
  return new MultivariateNormal(mean, covariance);
}

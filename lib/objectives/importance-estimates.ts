import { checkInteger, rejectUnknownOptions } from "../check";
import type { Distribution } from "../distributions/distribution";
import { broadcast, NDArray } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import { Random } from "../random";

export interface ImportanceOptions {
  /** K, draws of z for each estimate. */
  readonly draws: number;
  /** Independent estimates; default: 1. */
  readonly repeats?: number;
  readonly seed: number;
}

/**
 * Estimates of log p(x), [repeats], in nats: log (1/K) Σ_k p(x, z_k)/q(z_k) with z_k ~ q. The mean of the weights is unbiased,
 * its logarithm is too small on average (Burda et al. 2016), and with K = 1 it averages to the ELBO. `logJoint` maps z
 * [draws, ...q's event] to log p(x, z) [draws]. Throws a RangeError for another number of values.
 */
export function importanceEstimates(
  logJoint: (z: NDArray) => NDArray,
  q: Distribution,
  options: ImportanceOptions,
): NDArray {
  const { draws, repeats = 1, seed, ...rest } = options;
  rejectUnknownOptions("importanceEstimates", rest, "draws repeats seed");
  checkInteger("draws", draws);
  checkInteger("repeats", repeats);
  const random = new Random(seed, "importanceEstimates");
  const estimates = Float64Array.from({ length: repeats }, () => {
    const z = q.sample(draws, { seed: random.word() });
    const logWeights = broadcast((joint, log) => joint - log, logJoint(z), q.logProb(z));
    if (logWeights.size !== draws)
      throw new RangeError(`logJoint(z): expected ${draws} numbers, got shape [${logWeights.shape}]`);
    return logSumExp(logWeights.data) - Math.log(draws);
  });
  return NDArray.from(estimates);
}

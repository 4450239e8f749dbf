import { rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { Independent } from "../distributions/independent";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, NDArray } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import { overDraws } from "./draws";

export interface IwaeOptions {
  /** K, draws of z for each x. */
  latentSamples: number;
  seed: number;
}

/**
 * The importance-weighted bound log (1/K) Σ_k w_k with w_k = p(x, z_k) / q(z_k|x) and z_k ~ q(z|x), for each point of x
 * [batch, inputSize]: [batch], in nats. One draw of an estimate whose expectation grows with K = latentSamples from the
 * ELBO at K = 1 towards log p(x) (Burda et al. 2016, equation 8). Throws a RangeError for bad points or options.
 */
export function iwae(model: VariationalAutoencoder, x: Points, options: IwaeOptions): NDArray {
  const { latentSamples, seed, ...rest } = options;
  rejectUnknownOptions("iwae", rest);
  const points = inputsOf(model, "x", x);
  const prior = new Independent(model.prior, 1);
  const { bound } = overDraws(model, points, { latentSamples, seed }, (draws) => {
    const logWeights = broadcast(
      (likelihood, p, q) => likelihood + p - q,
      draws.likelihood.logProb(draws.x),
      prior.logProb(draws.encoded),
      draws.posterior.logProb(draws.encoded),
    );
    const rows = Array.from({ length: logWeights.shape[0] }, (_, i) => logSumExp(logWeights.row(i)));
    return { bound: NDArray.from(rows.map((sum) => sum - Math.log(latentSamples))) };
  });
  return bound;
}

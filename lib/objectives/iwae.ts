import { rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { evaluate } from "../evaluation/evaluate";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import type { NDArray } from "../ndarray";

export interface IwaeOptions {
  /** K, draws of z for each x. */
  latentSamples: number;
  seed: number;
}

/**
 * The importance-weighted bound log (1/K) Σ_k w_k with w_k = p(x, z_k) / q(z_k|x) and z_k ~ q(z|x), for each point of x
 * [batch, inputSize]: [batch], in nats. One draw of an estimate whose expectation grows with K = latentSamples from the
 * ELBO at K = 1 towards log p(x) (Burda et al. 2016, equation 8). The weights are computed in float32, right to about 1e-6
 * of log p(x|z), and averaged in float64. Throws a RangeError for bad points or options.
 */
export function iwae(model: VariationalAutoencoder, x: Points, options: IwaeOptions): NDArray {
  const { latentSamples, seed, ...rest } = options;
  rejectUnknownOptions("iwae", rest, "latentSamples seed");
  const points = inputsOf(model, "x", x);
  return evaluate(model, points, { latentSamples, seed, terms: "all" }).logWeight;
}

import { checkShape } from "../check";
import type { Points } from "../data/dataset";
import { Normal } from "../distributions/normal";
import { logLikelihoods } from "../likelihoods/likelihoods";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import type { ExactPosterior } from "./posterior";

/** What is believed about z: a density on a quadrature's nodes, such as an exact posterior, or a q on the same nodes. */
export type Belief = Pick<ExactPosterior, "nodes" | "weights" | "logProb">;

/**
 * log ∫ r(z) p(x|z) dz for each point of x [batch, inputSize] and its belief r, or with a single belief for all, by
 * quadrature: [batch], in nats. With marginalModel, for the hidden coordinates of points whose visible ones gave the
 * belief, log p(hidden | visible). Throws a RangeError where shapes disagree.
 */
export function logPredictive(model: VariationalAutoencoder, x: Points, belief: Belief): NDArray {
  const points = inputsOf(model, "x", x);
  const { nodes, weights, logProb } = belief;
  const [batch] = points.shape;
  const [beliefs, total] = [logProb.shape[0], weights.size];
  checkShape("belief.logProb", logProb.shape, [beliefs === 1 ? 1 : batch, total]);
  const logWeights = weights.data.map(Math.log);
  const likelihoods = logLikelihoods(model.likelihood(nodes));
  const data = Float64Array.from({ length: batch }, (_, i) => {
    const row = logProb.row(beliefs === 1 ? 0 : i);
    const terms = likelihoods(new NDArray(points.row(i), [1, model.inputSize]));
    return logSumExp(terms.map((value, k) => value + row[k] + logWeights[k]));
  });
  return new NDArray(data, [batch]);
}

/**
 * The Gaussian with the mean and variance of ∫ r(z) p(x|z) dz for each belief r, the nearest that a single Gaussian comes to
 * it: a Normal over [batch, inputSize]. Throws a RangeError where shapes disagree.
 */
export function gaussianPredictive(model: VariationalAutoencoder, belief: Belief): Normal {
  const { nodes, weights, logProb } = belief;
  const [batch, total] = logProb.shape;
  checkShape("belief.logProb", logProb.shape, [batch, weights.size]);
  const size = model.inputSize;
  const { mean, variance } = model.likelihood(nodes);
  const loc = new Float64Array(batch * size);
  const scale = new Float64Array(batch * size);
  for (let i = 0; i < batch; i++) {
    const masses = logProb.row(i).map((log, k) => weights.data[k] * Math.exp(log));
    for (let j = 0; j < size; j++) {
      let [first, second] = [0, 0];
      for (let k = 0; k < total; k++) {
        const center = mean.data[k * size + j];
        first += masses[k] * center;
        second += masses[k] * (variance.data[k * size + j] + center ** 2);
      }
      loc[i * size + j] = first;
      scale[i * size + j] = Math.sqrt(second - first ** 2);
    }
  }
  return new Normal(new NDArray(loc, [batch, size]), new NDArray(scale, [batch, size]));
}

import { checkShape } from "../check";
import type { Points } from "../data/dataset";
import { Normal } from "../distributions/normal";
import { logLikelihoods } from "../likelihoods/likelihoods";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, NDArray } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import { fromMatrix, toMatrix } from "../numerics/matrix";
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
  checkShape("belief.logProb", logProb.shape, [logProb.shape[0], weights.size]);
  const masses = toMatrix(broadcast((weight, log) => weight * Math.exp(log), weights, logProb));
  const average = (values: NDArray) => fromMatrix(masses.mmul(toMatrix(values)));
  const { mean, variance } = model.likelihood(nodes);
  const loc = average(mean);
  const squares = average(broadcast((spread, center) => spread + center ** 2, variance, mean));
  return new Normal(
    loc,
    broadcast((square, center) => Math.sqrt(square - center ** 2), squares, loc),
  );
}

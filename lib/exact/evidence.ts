import { type Dataset, pointsOf } from "../data/dataset";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { jointOnGrid } from "./latent-grid";
import { logSumExp } from "./log-sum-exp";

/**
 * log p(x) = log ∫ p(z) p(x|z) dz for each point, [batch], in nats: the evidence that the post calls incomputable,
 * by quadrature in float64 for a decoder with a latent of one or two dimensions. Throws a RangeError for more.
 */
export function logEvidence(model: VariationalAutoencoder, x: Dataset | NDArray): NDArray {
  const points = pointsOf(x, model.inputSize);
  const total = new Float64Array(points.shape[0]).fill(Number.NEGATIVE_INFINITY);
  for (const { weights, logJointAt } of jointOnGrid(model)) {
    const logWeights = weights.map(Math.log);
    for (let i = 0; i < total.length; i++) {
      const row = points.row(i);
      const terms = logWeights.map((logWeight, k) => logWeight + logJointAt(row, k));
      total[i] = logSumExp([total[i], logSumExp(terms)]);
    }
  }
  return new NDArray(total, [total.length]);
}

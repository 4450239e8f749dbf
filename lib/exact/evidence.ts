import { type Dataset, pointsOf } from "../data/dataset";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, NDArray } from "../ndarray";
import { logSumExp } from "./log-sum-exp";
import { trapezoid } from "./quadrature";

/** The prior beyond ±8 weighs 1e-15, and a step of .005 is far below any posterior's width that training reaches. */
const LATENT_GRID = trapezoid(-8, 8, 3201);

/**
 * log p(x) = log ∫ p(z) p(x|z) dz for each point, [batch], in nats: the evidence that the post calls incomputable,
 * by quadrature in float64 for a decoder with a one-dimensional latent. Throws a RangeError for another latent size.
 */
export function logEvidence(model: VariationalAutoencoder, x: Dataset | NDArray): NDArray {
  if (model.latentSize !== 1)
    throw new RangeError(
      `model.latentSize: expected 1, the dimension of the quadrature, got ${model.latentSize}`,
    );
  const points = pointsOf(x, model.inputSize);
  const { nodes, weights } = LATENT_GRID;
  const z = new NDArray(nodes, [nodes.length, 1]);
  const size = model.inputSize;
  const { loc, scale: scales } = model.likelihood(z);
  const scale = broadcast((_, value) => value, loc, scales).data;
  const logPrior = model.prior.logProb(z).data;
  // What does not depend on x: the weight, the prior and the likelihood's normalisation at each node.
  const constant = weights.map((weight, k) => {
    let sum = Math.log(weight) + logPrior[k] - (size / 2) * Math.log(2 * Math.PI);
    for (let d = 0; d < size; d++) sum -= Math.log(scale[k * size + d]);
    return sum;
  });
  const precision = scale.map((value) => 1 / value ** 2);
  const terms = new Float64Array(nodes.length);
  const data = Float64Array.from({ length: points.shape[0] }, (_, i) => {
    const row = points.row(i);
    for (let k = 0; k < terms.length; k++) {
      let square = 0;
      for (let d = 0; d < size; d++)
        square += (row[d] - loc.data[k * size + d]) ** 2 * precision[k * size + d];
      terms[k] = constant[k] - square / 2;
    }
    return logSumExp(terms);
  });
  return new NDArray(data, [data.length]);
}

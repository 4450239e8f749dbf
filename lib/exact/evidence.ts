import { type Dataset, pointsOf } from "../data/dataset";
import { Bernoulli, softplus } from "../distributions/bernoulli";
import type { Normal } from "../distributions/normal";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, NDArray } from "../ndarray";
import { logSumExp } from "./log-sum-exp";
import { trapezoid } from "./quadrature";

/**
 * The prior beyond ±8 weighs 1e-15, and a step of .005 is far below any posterior's width that training reaches. A
 * decoder with kinks (ReLU) keeps an error of the order of the step squared: for the post's model 1e-6 nats in the mean
 * over points and 8e-5 at the worst one, against a step sixty times finer.
 */
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
  const logPrior = model.prior.logProb(z).data;
  const logWeights = weights.map((weight, k) => Math.log(weight) + logPrior[k]);
  const likelihood = model.likelihood(z);
  const logLikelihood = likelihood instanceof Bernoulli ? bernoulliAt(likelihood) : normalAt(likelihood);
  const data = Float64Array.from({ length: points.shape[0] }, (_, i) => {
    const row = points.row(i);
    return logSumExp(logWeights.map((logWeight, k) => logWeight + logLikelihood(row, k)));
  });
  return new NDArray(data, [data.length]);
}

/** log p(x|z) of one point at node k. What does not depend on x is computed once: it would take most of the time. */
type LogLikelihoodAt = (x: Float64Array, k: number) => number;

function normalAt({ loc, scale }: Normal): LogLikelihoodAt {
  const [nodes, size] = loc.shape;
  const scales = broadcast((_, value) => value, loc, scale).data;
  const precision = scales.map((value) => 1 / value ** 2);
  const constant = Float64Array.from({ length: nodes }, (_, k) =>
    scales
      .subarray(k * size, (k + 1) * size)
      .reduce((sum, value) => sum - Math.log(value), (-size / 2) * Math.log(2 * Math.PI)),
  );
  return (x, k) => {
    let square = 0;
    for (let d = 0, at = k * size; d < size; d++, at++) square += (x[d] - loc.data[at]) ** 2 * precision[at];
    return constant[k] - square / 2;
  };
}

function bernoulliAt({ logits }: Bernoulli): LogLikelihoodAt {
  const [, size] = logits.shape;
  const constant = broadcast((logit) => -softplus(logit), logits).sum(1).data;
  return (x, k) => {
    let sum = constant[k];
    for (let d = 0, at = k * size; d < size; d++, at++) sum += x[d] * logits.data[at];
    return sum;
  };
}

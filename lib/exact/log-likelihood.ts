import { Bernoulli } from "../distributions/bernoulli";
import type { Normal } from "../distributions/normal";
import { broadcast } from "../ndarray";
import { softplus } from "../numerics/sigmoid";

/** log p(x|z_k) of a point x at node k. */
export type LogLikelihoodAt = (x: Float64Array, k: number) => number;

/**
 * The likelihoods [nodes, size] as a function of point and node. What does not depend on x is computed once: it would
 * take most of the time when many points meet many nodes.
 */
export function logLikelihoodAt(likelihood: Normal | Bernoulli): LogLikelihoodAt {
  return likelihood instanceof Bernoulli ? bernoulliAt(likelihood) : normalAt(likelihood);
}

function normalAt({ loc, scale }: Normal): LogLikelihoodAt {
  const [nodes, size] = loc.shape;
  const scales = broadcast((_, value) => value, loc, scale).data;
  const precision = scales.map((value) => 1 / value ** 2);
  const constant = new Float64Array(nodes).fill((-size / 2) * Math.log(2 * Math.PI));
  for (let k = 0, at = 0; k < nodes; k++)
    for (let d = 0; d < size; d++, at++) constant[k] -= Math.log(scales[at]);
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

import { type Points, pointsOf } from "../data/dataset";
import type { Bernoulli } from "../distributions/bernoulli";
import type { Normal } from "../distributions/normal";
import type { StudentT } from "../distributions/student-t";
import { NDArray } from "../ndarray";
import { bernoulli } from "./bernoulli";
import { gaussian } from "./gaussian";
import type { Likelihood, LogProbs } from "./likelihood";
import { published } from "./published";
import { studentT } from "./student-t";

export type Family = "gaussian" | "bernoulli" | "studentT" | "published";

/** What p(x|z) can be, over [..., inputSize]. */
export type Conditional = Normal | Bernoulli | StudentT;

/** The families of likelihoods by the names that a model's option `family` has for them. */
export const LIKELIHOODS: Record<Family, Likelihood<Conditional>> = {
  gaussian,
  bernoulli,
  studentT,
  published,
};

/** log p(x|z) in float64 of any points, for the distributions [nodes, size]. */
export function logLikelihoods(conditional: Conditional): LogProbs {
  const family = Object.values(LIKELIHOODS).find(({ type }) => conditional instanceof type);
  if (!family)
    throw new TypeError(
      `likelihood: expected a Normal, Bernoulli or StudentT, got ${conditional.constructor.name}`,
    );
  return family.logProbs(conditional);
}

/**
 * log p(x|z) of each point of x [batch, size] by each of the likelihoods [nodes, size], in float64: [batch, nodes], in nats.
 * Throws a RangeError where sizes disagree.
 */
export function logLikelihoodsAt(likelihood: Conditional, x: Points): NDArray {
  const [nodes, size] = likelihood.batchShape;
  const points = pointsOf("x", x, size);
  return new NDArray(logLikelihoods(likelihood)(points), [points.shape[0], nodes]);
}

import { checkChoice, rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { klDivergence } from "../distributions/kl-divergence";
import { evaluate } from "../evaluation/evaluate";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, type NDArray } from "../ndarray";

export interface PublishedObjectiveOptions {
  /** n_z, draws of z for each x; default: 1. */
  latentSamples?: number;
  seed: number;
}

/** What the post's get_ELBO computes for each point, [batch]. */
export interface PublishedObjective {
  /** What it returns, and the post maximises. */
  readonly objective: NDArray;
  /** What it calls the ELBO, computes, and leaves unused. */
  readonly discarded: NDArray;
}

/**
 * The objective of the post's code to the letter, with its faults:
 *
 *     −(D/2) log 2π + (1/n_z) Σ_z Σ_d [ −log σ − ½ (1/(2σ²) + (x − μ)²) ]
 *
 * 1. the divergence is computed but not returned, so nothing ties q(z|x) to the prior;
 * 2. the quadratic term adds 1/(2σ²) to (x − μ)² instead of multiplying, and halves once more, so the error is not
 *    weighed by the variance and σ does not learn from the data: its optimum is 1/√2 everywhere;
 * 3. the sum it leaves unused counts the constant twice.
 *
 * It is not a lower bound of log p(x). Computed in float32. Throws a RangeError for a Bernoulli likelihood (post,
 * implementation).
 */
export function publishedObjective(
  model: VariationalAutoencoder,
  x: Points,
  options: PublishedObjectiveOptions,
): PublishedObjective {
  const { latentSamples = 1, seed, ...rest } = options;
  rejectUnknownOptions("publishedObjective", rest);
  checkChoice("model.options.family", model.options.family, ["gaussian"]);
  const points = inputsOf(model, "x", x);
  const evaluated = evaluate(model, points, { latentSamples, seed, published: true });
  const objective = evaluated.logLikelihood;
  const constant = (-model.inputSize / 2) * Math.log(2 * Math.PI);
  const kl = klDivergence(evaluated.posterior, model.prior).sum(1);
  return {
    objective,
    discarded: broadcast((value, divergence) => -divergence + constant + value, objective, kl),
  };
}

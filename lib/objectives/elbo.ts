import { checkChoice, checkNonNegative, rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { klDivergence } from "../distributions/kl-divergence";
import { evaluate } from "../evaluation/evaluate";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, type NDArray } from "../ndarray";

export interface ElboOptions {
  /** n_z, draws of z for each x; default: 1. */
  latentSamples?: number;
  /** The divergence in closed form, or as the mean of log q(z|x) − log p(z) over the same draws; default: "analytic". */
  kl?: "analytic" | "monteCarlo";
  /** β, the weight of the divergence in `elbo` (Higgins et al. 2017); a lower bound for β ≥ 1; default: 1. */
  klWeight?: number;
  seed: number;
}

/** The evidence lower bound's terms for each point, [batch], in nats. */
export type Elbo = {
  /** reconstruction − klWeight · kl. */
  readonly elbo: NDArray;
  /** E_q[log p(x|z)]. */
  readonly reconstruction: NDArray;
  /** KL(q(z|x)‖p(z)), not weighted. */
  readonly kl: NDArray;
};

/**
 * ELBO = E_q[log p(x|z)] − β KL(q(z|x)‖p(z)) ≤ log p(x) for each point of x [batch, inputSize], the expectation
 * estimated with draws (post, objective; paper, equations 3, and with kl: "monteCarlo" 2). Computed in float32, each term
 * right to about 1e-6 of itself. Throws a RangeError for bad points or options.
 */
export function elbo(model: VariationalAutoencoder, x: Points, options: ElboOptions): Elbo {
  const { latentSamples = 1, kl: form = "analytic", klWeight = 1, seed, ...rest } = options;
  rejectUnknownOptions("elbo", rest, "latentSamples kl klWeight seed");
  checkChoice("kl", form, ["analytic", "monteCarlo"]);
  checkNonNegative("klWeight", klWeight);
  const points = inputsOf(model, "x", x);
  const terms = form === "analytic" ? "likelihood" : "all";
  const evaluated = evaluate(model, points, { latentSamples, seed, terms });
  const reconstruction = evaluated.logLikelihood;
  const kl =
    form === "analytic"
      ? klDivergence(evaluated.posterior, model.prior).sum(1)
      : broadcast((q, p) => q - p, evaluated.logPosterior, evaluated.logPrior);
  return { elbo: broadcast((r, k) => r - klWeight * k, reconstruction, kl), reconstruction, kl };
}

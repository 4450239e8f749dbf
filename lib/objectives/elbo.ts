import { checkChoice, rejectUnknownOptions } from "../check";
import { type Dataset, pointsOf } from "../data/dataset";
import { Independent } from "../distributions/independent";
import { klDivergence } from "../distributions/kl-divergence";
import { Normal } from "../distributions/normal";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, type NDArray } from "../ndarray";

export interface ElboOptions {
  /** n_z, draws of z for each x. */
  latentSamples?: number;
  /** The divergence in closed form, or as the mean of log q(z|x) − log p(z) over the same draws. */
  kl?: "analytic" | "monteCarlo";
  seed: number;
}

/** The evidence lower bound's terms for each point, [batch], in nats. */
export interface Elbo {
  /** reconstruction − kl. */
  elbo: NDArray;
  /** E_q[log p(x|z)], estimated with the draws. */
  reconstruction: NDArray;
  /** KL(q(z|x)‖p(z)). */
  kl: NDArray;
}

/**
 * ELBO = E_q[log p(x|z)] − KL(q(z|x)‖p(z)) ≤ log p(x) for each point of x [batch, inputSize]
 * (post, objective; paper, equations 3, and with kl: "monteCarlo" 2).
 */
export function elbo(model: VariationalAutoencoder, x: Dataset | NDArray, options: ElboOptions): Elbo {
  const { latentSamples = 1, kl: form = "analytic", seed, ...rest } = options;
  rejectUnknownOptions("elbo", rest);
  checkChoice("kl", form, ["analytic", "monteCarlo"]);
  const points = pointsOf(x, model.inputSize);
  const { posterior, encoded, likelihood } = model.forward(points, { latentSamples, seed });
  const prior = new Independent(model.prior, 1);
  const reconstruction = new Independent(likelihood, 1).logProb(points.expandDims(1)).mean(1);
  const kl =
    form === "analytic"
      ? klDivergence(new Independent(posterior, 1), prior)
      : broadcast(
          (logQ, logP) => logQ - logP,
          atEachDraw(posterior).logProb(encoded),
          prior.logProb(encoded),
        ).mean(1);
  return { elbo: broadcast((r, k) => r - k, reconstruction, kl), reconstruction, kl };
}

/** q(z|x) against draws [batch, latentSamples, latentSize]. */
function atEachDraw({ loc, scale }: Normal): Independent<Normal> {
  return new Independent(new Normal(loc.expandDims(1), scale.expandDims(1)), 1);
}

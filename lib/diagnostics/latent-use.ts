import type { Points } from "../data/dataset";
import { klDivergence } from "../distributions/kl-divergence";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, type NDArray } from "../ndarray";

/** How much a model uses each latent dimension, [latentSize]. */
export interface LatentUse {
  /** KL(q(z_j|x)‖p(z_j)), mean over the points, in nats: 0 where a dimension has collapsed to the prior. */
  readonly kl: NDArray;
  /** Var_x(E_q[z_j]), the activity of Burda et al. (2016, section 5.2). */
  readonly activity: NDArray;
  /** Number of dimensions with an activity above 0.01, the threshold of Burda et al. */
  readonly activeUnits: number;
}

const ACTIVE = 0.01;

/** Measures, in float64, which latent dimensions carry information about the points x [batch, inputSize]. */
export function latentUse(model: VariationalAutoencoder, x: Points): LatentUse {
  const posterior = model.posterior(inputsOf(model, "x", x));
  const center = posterior.loc.mean(0);
  const activity = broadcast((loc, mean) => (loc - mean) ** 2, posterior.loc, center).mean(0);
  return {
    kl: klDivergence(posterior, model.prior).mean(0),
    activity,
    activeUnits: activity.data.filter((variance) => variance > ACTIVE).length,
  };
}

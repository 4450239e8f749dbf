import type { Points } from "../data/dataset";
import { klDivergence } from "../distributions/kl-divergence";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, type NDArray } from "../ndarray";

/** How much of each latent dimension a model uses, [latentSize]. */
export interface LatentUse {
  /** KL(q(z_j|x)‖p(z_j)), mean over the points, in nats: 0 where a dimension has collapsed to the prior. */
  readonly kl: NDArray;
  /** Var_x(E_q[z_j]), the activity of Burda et al. (2016, section 5.2). */
  readonly activity: NDArray;
  /** How many dimensions have an activity above .01, the threshold used there. */
  readonly activeUnits: number;
}

const ACTIVE = 0.01;

/** Tells which latent dimensions carry something about the points x [batch, inputSize], in float64. */
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

import { lowDensityShare } from "../diagnostics/low-density-share";
import { logEvidence } from "../exact/evidence";
import type { Model } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { elbo } from "../objectives/elbo";
import type { RecipeData } from "./recipes";

/** A number that tells how a trained model fares on the data that it was trained on; `seed` is that of its training. */
export type Measure = (model: Model, data: RecipeData, options: { seed: number }) => number | Promise<number>;

const LATENT_SAMPLES = 20;

export const MEASURES = {
  /** The mean ELBO, in nats. */
  elbo: (model, { points }, { seed }) =>
    elbo(variational("elbo", model), points, { latentSamples: LATENT_SAMPLES, seed }).elbo.mean(),
  /** The mean of log p(x), in nats; the latent must have one or two dimensions. */
  logEvidence: (model, { points }) => logEvidence(variational("logEvidence", model), points).mean(),
  /** The share of as many samples as there are points that fall where the data are rare. */
  lowDensityShare(model, { points, density }, { seed }) {
    if (!density)
      throw new TypeError('measures: "lowDensityShare" needs data given as a recipe with a density');
    const samples = variational("lowDensityShare", model).sample(points.shape[0], { seed });
    return lowDensityShare(samples, { points, density });
  },
} as const satisfies Record<string, Measure>;

export type MeasureName = keyof typeof MEASURES;

function variational(name: string, model: Model): VariationalAutoencoder {
  if (model.kind === "variational autoencoder") return model;
  throw new TypeError(`measures: "${name}" needs a variational autoencoder, got an ${model.kind}`);
}

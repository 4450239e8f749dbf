import { checkChoice, rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { HALF_LOG_2PI, type Normal } from "../distributions/normal";
import { inputsOf } from "../models/model";
import type { ForwardOptions, VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, type NDArray } from "../ndarray";

/**
 * What the post's get_ELBO returns for each point of x [batch, inputSize], and the post maximises (post, implementation):
 *
 *     −(D/2) log 2π + (1/n_z) Σ_z Σ_d [ −log σ − ½ (1/(2σ²) + (x − μ)²) ]
 *
 * 1. the divergence is computed but not returned, so nothing ties q(z|x) to the prior;
 * 2. the quadratic term adds 1/(2σ²) to (x − μ)² instead of multiplying, and halves once more, so the error is not
 *    weighed by the variance and σ does not learn from the data: its optimum is 1/√2 everywhere.
 *
 * It is not a lower bound of log p(x). Computed in float64; [batch]. Throws a RangeError for a likelihood without a σ.
 */
export function publishedObjective(
  model: VariationalAutoencoder,
  x: Points,
  options: Pick<ForwardOptions, "latentSamples" | "seed">,
): NDArray {
  const { latentSamples = 1, seed, ...rest } = options;
  rejectUnknownOptions("publishedObjective", rest, "latentSamples seed");
  checkChoice("model.options.family", model.options.family, ["published", "gaussian"]);
  const points = inputsOf(model, "x", x);
  const { loc, scale } = model.forward(points, { latentSamples, seed }).likelihood as Normal;
  const terms = broadcast(
    (value, mean, sigma) =>
      -HALF_LOG_2PI - Math.log(sigma) - 0.5 * (1 / (2 * sigma ** 2) + (value - mean) ** 2),
    points.expandDims(1),
    loc,
    scale,
  );
  return terms.sum(2).mean(1);
}

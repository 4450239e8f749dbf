import { checkChoice, rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import type { Normal } from "../distributions/normal";
import { inputsOf } from "../models/model";
import type { ForwardOptions, VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, type NDArray } from "../ndarray";

/** How well the decoder's σ_x fits the residuals x − μ_x, in units of σ_x. */
export interface ScaleCalibration {
  /** √mean of ((x − μ_x)/σ_x)² for each dimension, [inputSize]: 1 if σ_x fits, below 1 if it is too large. */
  readonly rootMeanSquare: NDArray;
  /** Share of residuals within 1, 2 and 3 deviations: 0.683, 0.954 and 0.997 for a calibrated decoder. */
  readonly within: readonly number[];
}

/**
 * Standardised residuals (x − μ_x(z))/σ_x(z) of the points x [batch, inputSize] for z ~ q(z|x). A learned σ_x that
 * maximises the ELBO has a mean square of 1 (post, log-likelihood term). Throws a RangeError unless the likelihood is Gaussian.
 */
export function scaleCalibration(
  model: VariationalAutoencoder,
  x: Points,
  options: Pick<ForwardOptions, "latentSamples" | "seed">,
): ScaleCalibration {
  const { latentSamples = 1, seed, ...rest } = options;
  rejectUnknownOptions("scaleCalibration", rest, "latentSamples seed");
  checkChoice("model.options.family", model.options.family, ["gaussian", "published"]);
  const points = inputsOf(model, "x", x);
  const { likelihood } = model.forward(points, { latentSamples, seed });
  const { loc, scale } = likelihood as Normal;
  const squares = broadcast(
    (value, mean, sigma) => ((value - mean) / sigma) ** 2,
    points.expandDims(1),
    loc,
    scale,
  );
  return {
    rootMeanSquare: broadcast(Math.sqrt, squares.mean(0).mean(0)),
    within: [1, 2, 3].map(
      (deviations) => squares.data.filter((square) => square <= deviations ** 2).length / squares.size,
    ),
  };
}

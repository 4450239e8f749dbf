import {
  broadcast,
  Independent,
  klDivergence,
  NDArray,
  type Normal,
  type VariationalAutoencoder,
} from "../../lib";
import { logSumExp } from "../../lib/numerics/log-sum-exp";

/** The bounds' terms for each point, [batch], in float64 and as the formulas say, from the draws of `model.forward`. */
export function plainBounds(
  model: VariationalAutoencoder,
  x: NDArray,
  options: { latentSamples: number; seed: number },
) {
  const { posterior, encoded, likelihood } = model.forward(x, options);
  const rows = x.expandDims(1);
  const q = new Independent(posterior, 1);
  const drawn = encoded.reshape([encoded.size / model.latentSize, model.latentSize]);
  const perDraw = [x.shape[0], options.latentSamples];
  const logLikelihood = new Independent(likelihood, 1).logProb(rows);
  const prior = new Independent(model.prior, 1);
  const logPrior = prior.logProb(drawn).reshape(perDraw);
  const logPosterior = broadcast(
    (z, loc, scale) => -0.5 * ((z - loc) / scale) ** 2 - Math.log(scale) - Math.log(2 * Math.PI) / 2,
    encoded,
    posterior.loc.expandDims(1),
    posterior.scale.expandDims(1),
  ).sum(2);
  const logWeights = broadcast((l, p, r) => l + p - r, logLikelihood, logPrior, logPosterior);
  return {
    reconstruction: logLikelihood.mean(1),
    analyticKl: klDivergence(q, prior),
    sampledKl: broadcast((r, p) => r - p, logPosterior, logPrior).mean(1),
    iwae: NDArray.from(
      Array.from(
        { length: x.shape[0] },
        (_, i) => logSumExp(logWeights.row(i)) - Math.log(options.latentSamples),
      ),
    ),
    published: model.options.family === "gaussian" ? published(rows, likelihood as Normal) : undefined,
  };
}

function published(rows: NDArray, { loc, scale }: Normal): NDArray {
  const terms = broadcast(
    (value, mean, sigma) => -Math.log(sigma) - (1 / (2 * sigma ** 2) + (value - mean) ** 2) / 2,
    rows,
    loc,
    scale,
  );
  const constant = (-rows.shape[2] / 2) * Math.log(2 * Math.PI);
  return broadcast((sum) => constant + sum, terms.sum(2).mean(1));
}

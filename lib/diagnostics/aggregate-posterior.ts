import { checkShape, rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import type { SampleOptions } from "../distributions/distribution";
import { Independent } from "../distributions/independent";
import { klDivergence } from "../distributions/kl-divergence";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, NDArray, type NDArrayLike } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";

/** How the aggregate posterior q(z) = (1/N) Σ_i q(z|x_i) compares with the prior. */
export interface AggregatePosterior {
  /** Mean and variance of each latent dimension, [latentSize]; the prior's are 0 and 1. */
  readonly mean: NDArray;
  readonly variance: NDArray;
  /** KL(q(z)‖p(z)) in nats: how far the z that the decoder was trained on are from those that sampling gives it. */
  readonly klToPrior: number;
  /** I(x; z) under q, in nats, at most log N: the mean KL(q(z|x)‖p(z)) equals mutualInformation + klToPrior. */
  readonly mutualInformation: number;
}

/**
 * Splits the mean divergence of the points' posteriors from the prior into mutual information and KL(q(z)‖p(z))
 * (Hoffman & Johnson 2016), estimated in float64 from one draw from each q(z|x_i). The cost is quadratic in the number of
 * points.
 */
export function aggregatePosterior(
  model: VariationalAutoencoder,
  x: Points,
  options: SampleOptions,
): AggregatePosterior {
  const { seed, ...rest } = options;
  rejectUnknownOptions("aggregatePosterior", rest, "seed");
  const points = inputsOf(model, "x", x);
  const { posterior, encoded } = model.forward(points, { seed });
  const size = points.shape[0];
  const draws = encoded.reshape([size, model.latentSize]);
  const each = new Independent(posterior, 1);
  const prior = new Independent(model.prior, 1);
  const logPrior = prior.logProb(draws).data;
  let klToPrior = 0;
  for (let i = 0; i < size; i++) {
    const draw = NDArray.from([draws.row(i)]);
    klToPrior += (logSumExp(each.logProb(draw).data) - Math.log(size) - logPrior[i]) / size;
  }
  const meanKl = klDivergence(each, prior).mean();
  // q(z) is an equal mixture, whose variance is E[σ²] + Var[μ].
  const mean = posterior.loc.mean(0);
  const spread = broadcast((loc, center) => (loc - center) ** 2, posterior.loc, mean).mean(0);
  const variance = broadcast((within, between) => within + between, posterior.variance.mean(0), spread);
  return { mean, variance, klToPrior, mutualInformation: meanKl - klToPrior };
}

/**
 * log q(z) of the aggregate q(z) = (1/N) Σ_i q(z|x_i) over points x [N, inputSize] at places z [nodes, latentSize], or [nodes]
 * for a latent of one dimension: [nodes], in nats. Throws a RangeError for other shapes.
 */
export function logAggregate(model: VariationalAutoencoder, x: Points, z: NDArrayLike): NDArray {
  const each = new Independent(model.posterior(inputsOf(model, "x", x)), 1);
  const places = NDArray.from(z, "z");
  const [count] = places.shape;
  const rows = places.reshape([count, places.size / count]);
  checkShape("z", rows.shape, [count, model.latentSize]);
  const [size] = each.batchShape;
  const data = Float64Array.from(
    { length: count },
    (_, k) => logSumExp(each.logProb(rows.row(k)).data) - Math.log(size),
  );
  return NDArray.from(data);
}

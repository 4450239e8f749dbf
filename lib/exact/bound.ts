import type { Points } from "../data/dataset";
import { Independent } from "../distributions/independent";
import { klDivergence } from "../distributions/kl-divergence";
import { Normal } from "../distributions/normal";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, NDArray } from "../ndarray";
import type { Elbo } from "../objectives/elbo";
import { logEvidence } from "./evidence";
import { expectation } from "./expectation";
import { latentAxes } from "./latent-grid";
import { logLikelihoods } from "./log-likelihood";

/**
 * Quadrature nodes per axis, by latent size. The two functions below use different numbers, so that the identity
 * log p(x) = ELBO + KL(q‖posterior) tests both: for the post's model after training it holds to 1e-8 nats in the mean over
 * points, and to 1e-5 at the worst one, where the ReLUs' kinks meet a narrow likelihood.
 */
const ELBO_POINTS = [2001, 101];
const KL_POINTS = [1601, 121];

/**
 * The ELBO that `elbo` estimates (post, objective), with its expectation by quadrature, for x [batch, inputSize] and any
 * Gaussian q over z [batch, latentSize], by default the encoder's; one point may meet many q. [batch], in nats. Throws a
 * RangeError where shapes disagree or the latent has more than two dimensions.
 */
export function exactElbo(model: VariationalAutoencoder, x: Points, q?: Normal): Elbo {
  const { points, posterior } = checked(model, x, q);
  const reconstruction = expectation(posterior, ELBO_POINTS[model.latentSize - 1], (z, i) =>
    logLikelihoodsOf(model, points, i, z),
  );
  const kl = klDivergence(new Independent(posterior, 1), new Independent(model.prior, 1));
  return { elbo: broadcast((r, k) => r - k, reconstruction, kl), reconstruction, kl };
}

/**
 * KL(q(z|x)‖p(z|x)) = ∫ q (log q − log p(z|x)) dz, by quadrature over q, with p(z|x) = p(z) p(x|z) / p(x) and p(x) from
 * `logEvidence`: the gap between evidence and ELBO (post, objective), computed without the ELBO; [batch], in nats. Takes
 * the same arguments as `exactElbo`, and throws the same errors.
 */
export function klToPosterior(model: VariationalAutoencoder, x: Points, q?: Normal): NDArray {
  const { points, posterior } = checked(model, x, q);
  const evidence = logEvidence(model, points);
  const toJoint = expectation(posterior, KL_POINTS[model.latentSize - 1], (z, i) => {
    const logQ = new Normal(posterior.loc.row(i), posterior.scale.row(i)).logProb(z).sum(1).data;
    const logPrior = model.prior.logProb(z).sum(1).data;
    return logLikelihoodsOf(model, points, i, z).map((value, k) => logQ[k] - logPrior[k] - value);
  });
  return broadcast((kl, log) => kl + log, toJoint, evidence);
}

/** log p(x|z) of point i, or of the only point, at each z [nodes, latentSize]. */
function logLikelihoodsOf(
  model: VariationalAutoencoder,
  points: NDArray,
  i: number,
  z: NDArray,
): Float64Array {
  const row = points.row(points.shape[0] === 1 ? 0 : i);
  return logLikelihoods(model.likelihood(z))(new NDArray(row, [1, row.length]));
}

function checked(model: VariationalAutoencoder, x: Points, q?: Normal) {
  latentAxes(model.latentSize);
  const points = inputsOf(model, "x", x);
  const [batch] = points.shape;
  const { loc, scale, batchShape } = q ?? model.posterior(points);
  const [rows, size] = batchShape;
  if (batchShape.length !== 2 || size !== model.latentSize || (batch !== 1 && rows !== batch))
    throw new RangeError(
      `q: expected shape [${batch === 1 ? "rows" : batch}, ${model.latentSize}], got [${batchShape}]`,
    );
  // Rows are read one by one, so neither parameter may be shared between them.
  const posterior = new Normal(
    broadcast((value) => value, loc, scale),
    broadcast((_, value) => value, loc, scale),
  );
  return { points, posterior };
}

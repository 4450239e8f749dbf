import { rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import type { Distribution } from "../distributions/distribution";
import { Independent } from "../distributions/independent";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, type NDArray } from "../ndarray";
import { overDraws } from "./draws";

export interface EntropyPlusJointOptions {
  /** p(z) with event shape [latentSize], such as a Mixture; default: the model's. */
  prior?: Distribution;
  /** n_z, draws of z for each x; default: 1. */
  latentSamples?: number;
  seed: number;
}

/** The evidence lower bound's other two terms for each point, [batch], in nats. */
export type EntropyPlusJoint = {
  /** entropy + joint. */
  readonly elbo: NDArray;
  /** H[q(z|x)], in closed form. */
  readonly entropy: NDArray;
  /** E_q[log p(x|z) + log p(z)], estimated with the draws. */
  readonly joint: NDArray;
};

/**
 * ELBO = H[q(z|x)] + E_q[log p(x|z) + log p(z)] for each point of x [batch, inputSize]: the form that needs no closed
 * form of KL(q‖p), only p's density (post, the divergence term; paper, equation 2). Throws a RangeError for bad points or
 * options.
 */
export function entropyPlusJoint(
  model: VariationalAutoencoder,
  x: Points,
  options: EntropyPlusJointOptions,
): EntropyPlusJoint {
  const { prior = new Independent(model.prior, 1), latentSamples = 1, seed, ...rest } = options;
  rejectUnknownOptions("entropyPlusJoint", rest);
  const { batchShape, eventShape } = prior;
  if (batchShape.length > 0 || eventShape.length !== 1 || eventShape[0] !== model.latentSize)
    throw new RangeError(
      `prior: expected batch shape [] and event shape [${model.latentSize}], got [${batchShape}] and [${eventShape}]`,
    );
  const points = inputsOf(model, "x", x);
  return overDraws(model, points, { latentSamples, seed }, (draws) => {
    const entropy = draws.posterior.entropy().sum(1);
    const joint = broadcast(
      (likelihood, p) => likelihood + p,
      draws.likelihood.logProb(draws.x),
      prior.logProb(draws.encoded),
    ).mean(1);
    return { elbo: broadcast((h, j) => h + j, entropy, joint), entropy, joint };
  });
}

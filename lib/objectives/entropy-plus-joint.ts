import { rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import type { Distribution } from "../distributions/distribution";
import { Independent } from "../distributions/independent";
import { Normal } from "../distributions/normal";
import { evaluate } from "../evaluation/evaluate";
import { drawLatents } from "../models/draw-each";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, NDArray } from "../ndarray";

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
 * form of KL(q‖p), only p's density (post, the divergence term; paper, equation 2). The networks and log p(x|z) are computed
 * in float32. Throws a RangeError for bad points or options.
 */
export function entropyPlusJoint(
  model: VariationalAutoencoder,
  x: Points,
  options: EntropyPlusJointOptions,
): EntropyPlusJoint {
  const { prior, latentSamples = 1, seed, ...rest } = options;
  rejectUnknownOptions("entropyPlusJoint", rest);
  const { batchShape, eventShape } = prior ?? new Independent(model.prior, 1);
  if (batchShape.length > 0 || eventShape.length !== 1 || eventShape[0] !== model.latentSize)
    throw new RangeError(
      `prior: expected batch shape [] and event shape [${model.latentSize}], got [${batchShape}] and [${eventShape}]`,
    );
  const points = inputsOf(model, "x", x);
  const terms = prior ? "likelihood" : "all";
  const evaluated = evaluate(model, points, { latentSamples, seed, terms });
  const { posterior, logLikelihood } = evaluated;
  const entropy = posterior.entropy().sum(1);
  const logPrior = prior ? meanLogProb(prior, posterior, latentSamples, seed) : evaluated.logPrior;
  const joint = broadcast((likelihood, p) => likelihood + p, logLikelihood, logPrior);
  return { elbo: broadcast((h, j) => h + j, entropy, joint), entropy, joint };
}

/** Numbers of z that are drawn at once. */
const BLOCK_NUMBERS = 2 ** 18;

/** The mean of log p(z) over the draws, [batch]. */
function meanLogProb(prior: Distribution, posterior: Normal, draws: number, seed: number): NDArray {
  const [batch, size] = posterior.batchShape;
  const means = new Float64Array(batch);
  const length = 4 * Math.ceil(BLOCK_NUMBERS / (4 * draws * size));
  for (let start = 0; start < batch; start += length) {
    const shape = [Math.min(length, batch - start), size];
    const block = ({ data }: NDArray) =>
      new NDArray(data.subarray(start * size, (start + shape[0]) * size), shape);
    const q = new Normal(block(posterior.loc), block(posterior.scale));
    means.set(prior.logProb(drawLatents(q, draws, seed, start)).mean(1).data, start);
  }
  return NDArray.from(means);
}

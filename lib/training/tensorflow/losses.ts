import * as tf from "@tensorflow/tfjs";
import { limited } from "../../likelihoods/gaussian";
import { LIKELIHOODS } from "../../likelihoods/likelihoods";
import type { Autoencoder } from "../../models/autoencoder";
import type { Mlp } from "../../models/mlp";
import type { VariationalAutoencoder } from "../../models/variational-autoencoder";
import type { Activation } from "../../numerics/activation";
import { LOG_MASSES, NODES } from "../evidence-rule";
import type { Objective } from "../objectives";
import type { Baseline, Gradient, TrainingSettings } from "../settings";

/** What the loss of one step of a variational autoencoder depends on; klWeight is β in this step. */
export type VariationalLoss = Pick<TrainingSettings, "objective" | "gradient" | "baseline"> & {
  readonly klWeight: number;
};

/** A network's weights and biases as tensors, in the order of its layers. */
export type Weights = readonly tf.Tensor[];

/** Mlp.forward on tensors: [rows, inputs] → [rows, outputs]. */
export function mlp({ layers, activation }: Mlp, weights: Weights, x: tf.Tensor2D): tf.Tensor2D {
  let values: tf.Tensor = x;
  for (let l = 0; l < layers.length; l++) {
    const dense = { a: values as tf.Tensor2D, b: weights[2 * l] as tf.Tensor2D, bias: weights[2 * l + 1] };
    values = l === layers.length - 1 ? tf.fused.matMul(dense) : activated[activation](dense);
  }
  return values as tf.Tensor2D;
}

/** A dense layer followed by its activation. */
const activated: Record<Activation, (dense: Parameters<typeof tf.fused.matMul>[0]) => tf.Tensor> = {
  relu: (dense) => tf.fused.matMul({ ...dense, activation: "relu" }),
  tanh: (dense) => tf.tanh(tf.fused.matMul(dense)),
  softplus: (dense) => tf.softplus(tf.fused.matMul(dense)),
  sigmoid: (dense) => tf.sigmoid(tf.fused.matMul(dense)),
};

/** Mean over points and dimensions of (x − decode(encode(x)))² (post, interlude). */
export function meanSquaredError(model: Autoencoder, weights: Weights, x: tf.Tensor2D): tf.Scalar {
  const split = 2 * model.encoder.layers.length;
  const codes = mlp(model.encoder, weights.slice(0, split), x);
  const reconstruction = mlp(model.decoder, weights.slice(split), codes);
  return tf.losses.meanSquaredError(x, reconstruction) as tf.Scalar;
}

/** Numbers of noise for each draw of each point: ε of z and, for a dream, its z and two for each entry of its x. */
export const noiseSize = ({ inputSize, latentSize }: VariationalAutoencoder, objective: Objective): number =>
  objective === "wakeSleep" ? 2 * (latentSize + inputSize) : latentSize;

/**
 * Minus the objective, mean over the points of x [batch, inputSize], in nats, with the draws z = μ_z + σ_z ε made from the
 * given noise [batch, latentSamples, noiseSize].
 */
export function variationalLoss(
  model: VariationalAutoencoder,
  weights: Weights,
  x: tf.Tensor2D,
  noise: tf.Tensor3D,
  settings: VariationalLoss,
): tf.Scalar {
  return LOSSES[settings.objective](model, weights, x, noise, settings);
}

const LOSSES: Record<Objective, typeof variationalLoss> = {
  /** −E_q[log p(x|z)] + β KL(q(z|x)‖p(z)) (paper, equation 10). */
  elbo(model, weights, x, noise, settings) {
    const drawn = draw(model, weights, x, noise, ESTIMATORS[settings.gradient].draws);
    const kl = divergence(drawn);
    const surprise = negativeLogLikelihood(model, drawn.output, x.expandDims(1));
    return ESTIMATORS[settings.gradient]
      .mean(surprise, drawn, settings.baseline)
      .add(kl.mul(settings.klWeight / x.shape[0]))
      .asScalar();
  },
  /** −log (1/K) Σ_k p(x|z_k) p(z_k)/q(z_k|x) (Burda et al. 2016, equation 8). */
  iwae(model, weights, x, noise) {
    const drawn = draw(model, weights, x, noise, ESTIMATORS.pathwise.draws);
    const surprise = negativeLogLikelihood(model, drawn.output, x.expandDims(1));
    // log N(z; 0, I) − log q(z|x), whose constants cancel.
    const logRatio = drawn.z.square().sum(2).mul(-0.5).sub(logPosterior(drawn));
    const latentSamples = noise.shape[1];
    return tf.logSumExp(logRatio.sub(surprise), 1).sub(Math.log(latentSamples)).mean().neg().asScalar();
  },
  evidence: negativeLogEvidence,
  /**
   * Awake, −log p(x|z) of z ~ q(z|x); asleep, −log q(z|x) of z ~ p(z) and x ~ p(x|z), all draws held constant (Hinton et al.
   * 1995). The value is −ELBO.
   */
  wakeSleep(model, weights, x, noise) {
    const [batch, latentSamples] = noise.shape;
    const { latentSize, inputSize } = model;
    const [epsilon, dreamt, ...pair] = tf.split(noise, [latentSize, latentSize, inputSize, inputSize], 2);
    const drawn = draw(model, weights, x, epsilon as tf.Tensor3D, constant);
    const wake = negativeLogLikelihood(model, drawn.output, x.expandDims(1)).mean();
    const dreams = batch * latentSamples;
    const z = dreamt.reshape([dreams, latentSize]);
    const heads = headsOf(model, decode(model, weights, z), 1);
    const [a, b] = pair.map((one) => one.reshape([dreams, inputSize]));
    const dream = constant(LIKELIHOODS[model.options.family].sample(heads, [a, b], model.options));
    const sleep = logPosterior({ ...encode(model, weights, dream), z: z.expandDims(1) })
      .mean()
      .neg();
    const kl = divergence(drawn).div(batch);
    // Adds the sleep's gradient and the divergence's value.
    return wake
      .add(sleep.sub(constant(sleep)))
      .add(constant(kl))
      .asScalar();
  },
};

type Drawn = ReturnType<typeof draw>;

/**
 * The encoder's heads [batch, latentSize], draws of z [batch, latentSamples, latentSize], through which gradients flow or not,
 * and what they are decoded to.
 */
function draw(
  model: VariationalAutoencoder,
  weights: Weights,
  x: tf.Tensor2D,
  noise: tf.Tensor3D,
  draws: (moved: tf.Tensor) => tf.Tensor,
) {
  const [batch, latentSamples, latentSize] = noise.shape;
  const { mean, logVariance } = encode(model, weights, x);
  const moved = logVariance.mul(0.5).exp().expandDims(1).mul(noise).add(mean.expandDims(1));
  const z = draws(moved);
  const decoded = decode(model, weights, z.reshape([batch * latentSamples, latentSize]));
  return { mean, logVariance, z, output: decoded.reshape([batch, latentSamples, -1]) };
}

/** μ and log σ² of q(z|x), [rows, latentSize]. */
function encode({ encoder }: VariationalAutoencoder, weights: Weights, x: tf.Tensor) {
  const output = mlp(encoder, weights.slice(0, 2 * encoder.layers.length), x as tf.Tensor2D);
  const [mean, head] = tf.split(output, 2, 1);
  return { mean, logVariance: limited(head) };
}

/** The decoder's output for z [rows, latentSize]. */
const decode = ({ encoder, decoder }: VariationalAutoencoder, weights: Weights, z: tf.Tensor): tf.Tensor =>
  mlp(decoder, weights.slice(2 * encoder.layers.length), z as tf.Tensor2D);

/** KL(q(z|x)‖p(z)), the sum over all points. */
const divergence = ({ mean, logVariance }: Pick<Drawn, "mean" | "logVariance">): tf.Tensor =>
  mean.square().add(logVariance.exp()).sub(logVariance).sub(1).sum().mul(0.5);

/** log q(z|x) of each draw, [batch, latentSamples], up to a constant. */
function logPosterior({ z, mean, logVariance }: Pick<Drawn, "z" | "mean" | "logVariance">): tf.Tensor {
  const head = logVariance.expandDims(1);
  return z.sub(mean.expandDims(1)).square().mul(head.neg().exp()).add(head).sum(2).mul(-0.5);
}

/** How each estimator gets the gradient of the mean of −log p(x|z). */
const ESTIMATORS: Record<
  Gradient,
  {
    /** The draws of z, through which gradients flow or not. */
    draws(moved: tf.Tensor): tf.Tensor;
    /** The mean of −log p(x|z) [batch, latentSamples]. */
    mean(surprise: tf.Tensor, drawn: Drawn, baseline: Baseline): tf.Tensor;
  }
> = {
  pathwise: { draws: (moved) => moved, mean: (surprise) => surprise.mean() },
  scoreFunction: {
    draws: (moved) => constant(moved),
    mean(surprise, drawn, baseline) {
      const surrogate = logPosterior(drawn)
        .mul(constant(REWARDS[baseline](surprise)))
        .mean();
      // Adds the gradient through the distribution of the draws, and nothing to the value.
      return surprise.mean().add(surrogate.sub(constant(surrogate)));
    },
  },
};

/** −log p(x|z) less each baseline. */
const REWARDS: Record<Baseline, (surprise: tf.Tensor) => tf.Tensor> = {
  0: (surprise) => surprise,
  leaveOneOut: aboveOthers,
};

/** −log Σ_k w_k N(z_k; 0, 1) p(x|z_k), mean over the points of x: the decoder alone, for a latent of one dimension. */
function negativeLogEvidence(model: VariationalAutoencoder, weights: Weights, x: tf.Tensor2D): tf.Scalar {
  const output = decode(model, weights, tf.tensor2d(NODES, [NODES.length, 1]));
  const terms = tf
    .tensor1d(LOG_MASSES)
    .sub(negativeLogLikelihood(model, output.expandDims(0), x.expandDims(1)));
  return tf.logSumExp(terms, 1).mean().neg().asScalar();
}

/** Returns the same value but stops the gradient. */
const constant = tf.customGrad((x) => ({
  value: (x as tf.Tensor).clone(),
  gradFunc: (given) => tf.zerosLike(given),
}));

/** Each draw's value minus the mean of the same point's other draws: values [batch, latentSamples]. */
function aboveOthers(values: tf.Tensor): tf.Tensor {
  const draws = values.shape[1]!;
  return values.sub(values.mean(1, true)).mul(draws / (draws - 1));
}

/** −log p(x|z), [batch, latentSamples], from the decoder's output [batch or 1, latentSamples, …] and x [batch, 1, inputSize]. */
function negativeLogLikelihood(model: VariationalAutoencoder, output: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return LIKELIHOODS[model.options.family].surprise(x, headsOf(model, output, 2), model.options).sum(2);
}

/** The decoder's heads, which lie side by side along an axis of its output. */
export function headsOf({ options }: VariationalAutoencoder, output: tf.Tensor, axis: number): tf.Tensor[] {
  const count = LIKELIHOODS[options.family].heads(options);
  // tf.split(output, 1) has no gradient.
  return count === 1 ? [output] : tf.split(output, count, axis);
}

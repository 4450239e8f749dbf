import * as tf from "@tensorflow/tfjs";
import type { Autoencoder } from "../../models/autoencoder";
import type { Mlp } from "../../models/mlp";
import { LOG_VARIANCE_LIMIT, type VariationalAutoencoder } from "../../models/variational-autoencoder";

/** A network's weights and biases as tensors, in the order of its layers. */
export type Weights = readonly tf.Tensor[];

/** Mlp.forward on tensors: [rows, inputs] → [rows, outputs]. */
export function mlp({ layers, activation }: Mlp, weights: Weights, x: tf.Tensor2D): tf.Tensor2D {
  let values: tf.Tensor = x;
  for (let l = 0; l < layers.length; l++) {
    const dense = { a: values as tf.Tensor2D, b: weights[2 * l] as tf.Tensor2D, bias: weights[2 * l + 1] };
    if (l === layers.length - 1) values = tf.fused.matMul(dense);
    else if (activation === "relu") values = tf.fused.matMul({ ...dense, activation });
    else values = activations[activation](tf.fused.matMul(dense));
  }
  return values as tf.Tensor2D;
}

const activations = { tanh: tf.tanh, softplus: tf.softplus };

/** Mean over points and dimensions of (x − decode(encode(x)))² (post, interlude). */
export function meanSquaredError(model: Autoencoder, weights: Weights, x: tf.Tensor2D): tf.Scalar {
  const split = 2 * model.encoder.layers.length;
  const codes = mlp(model.encoder, weights.slice(0, split), x);
  const reconstruction = mlp(model.decoder, weights.slice(split), codes);
  return tf.losses.meanSquaredError(x, reconstruction) as tf.Scalar;
}

/**
 * −ELBO, mean over the points of x [batch, inputSize], in nats (paper, equation 10), with the draws
 * z = μ_z + σ_z ε made of the given noise ε [batch, latentSamples, latentSize] and the divergence weighted by klWeight.
 */
export function negativeElbo(
  model: VariationalAutoencoder,
  weights: Weights,
  x: tf.Tensor2D,
  noise: tf.Tensor3D,
  klWeight: number,
): tf.Scalar {
  const split = 2 * model.encoder.layers.length;
  const [batch, latentSamples, latentSize] = noise.shape;
  const [mean, rawLogVariance] = tf.split(mlp(model.encoder, weights.slice(0, split), x), 2, 1);
  const logVariance = clamp(rawLogVariance);
  const deviation = logVariance.mul(0.5).exp();
  const z = deviation.expandDims(1).mul(noise).add(mean.expandDims(1));

  const output = mlp(model.decoder, weights.slice(split), z.reshape([batch * latentSamples, latentSize]));
  const surprise = negativeLogLikelihood(model, output.reshape([batch, latentSamples, -1]), x.expandDims(1));
  const kl = mean.square().add(deviation.square()).sub(logVariance).sub(1).sum().mul(0.5);
  return surprise
    .div(batch * latentSamples)
    .add(kl.mul(klWeight / batch))
    .asScalar();
}

/** −Σ log p(x|z) over all entries, from the decoder's output [batch, latentSamples, …] and x [batch, 1, inputSize]. */
function negativeLogLikelihood(model: VariationalAutoencoder, output: tf.Tensor, x: tf.Tensor): tf.Tensor {
  if (model.family === "bernoulli") return tf.softplus(output).sub(x.mul(output)).sum();
  const [batch, latentSamples] = output.shape;
  const constant = batch * latentSamples * model.inputSize * Math.log(2 * Math.PI);
  if (model.scale !== "learned") {
    const logVariances = batch * latentSamples * model.inputSize * 2 * Math.log(model.scale);
    return x
      .sub(output)
      .square()
      .sum()
      .div(model.scale ** 2)
      .add(logVariances + constant)
      .mul(0.5);
  }
  const [mean, rawLogVariance] = tf.split(output, 2, 2);
  const logVariance = clamp(rawLogVariance);
  const weighted = x.sub(mean).square().mul(logVariance.neg().exp());
  return weighted.add(logVariance).sum().add(constant).mul(0.5);
}

const clamp = (logVariance: tf.Tensor) =>
  tf.clipByValue(logVariance, -LOG_VARIANCE_LIMIT, LOG_VARIANCE_LIMIT);

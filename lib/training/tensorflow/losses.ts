import * as tf from "@tensorflow/tfjs";
import type { Autoencoder } from "../../models/autoencoder";
import type { Mlp } from "../../models/mlp";
import type { VariationalAutoencoder } from "../../models/variational-autoencoder";

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
 * z = μ_z + σ_z ε made of the given noise ε [batch, latentSamples, latentSize].
 */
export function negativeElbo(
  model: VariationalAutoencoder,
  weights: Weights,
  x: tf.Tensor2D,
  noise: tf.Tensor3D,
): tf.Scalar {
  const split = 2 * model.encoder.layers.length;
  const [batch, latentSamples, latentSize] = noise.shape;
  const [mean, logVariance] = tf.split(mlp(model.encoder, weights.slice(0, split), x), 2, 1);
  const deviation = logVariance.mul(0.5).exp();
  const z = deviation.expandDims(1).mul(noise).add(mean.expandDims(1));

  const heads = mlp(model.decoder, weights.slice(split), z.reshape([batch * latentSamples, latentSize]));
  const perDraw = heads.reshape([batch, latentSamples, -1]);
  const data = x.expandDims(1);
  const dimensions = model.inputSize;
  let reconstruction: tf.Tensor; // Σ over draws of log p(x|z), up to its constant
  if (model.scale === "learned") {
    const [xMean, xLogVariance] = tf.split(perDraw, 2, 2);
    const weighted = data.sub(xMean).square().mul(xLogVariance.neg().exp());
    reconstruction = weighted.add(xLogVariance).sum().mul(-0.5);
  } else {
    const logVarianceTotal = 2 * Math.log(model.scale) * batch * latentSamples * dimensions;
    reconstruction = data
      .sub(perDraw)
      .square()
      .sum()
      .div(model.scale ** 2)
      .add(logVarianceTotal)
      .mul(-0.5);
  }
  const kl = mean.square().add(deviation.square()).sub(logVariance).sub(1).sum().mul(0.5);
  const constant = (dimensions / 2) * Math.log(2 * Math.PI);
  return kl
    .div(batch)
    .sub(reconstruction.div(batch * latentSamples))
    .add(constant)
    .asScalar();
}

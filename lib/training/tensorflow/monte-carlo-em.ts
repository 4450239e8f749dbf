import * as tf from "@tensorflow/tfjs";
import { LIKELIHOODS } from "../../likelihoods/likelihoods";
import type { VariationalAutoencoder } from "../../models/variational-autoencoder";
import { broadcast, NDArray } from "../../ndarray";
import {
  advance,
  type LogDensity,
  placed,
  type Transition,
  type TransitionOptions,
} from "../../sampling/leapfrog";
import { loadBackend } from "./backend";
import { headsOf, mlp, type Weights } from "./losses";

export const prepare = loadBackend;

/** One transition of the chains that draw z ~ p(z|x) for each point of x [rows, inputSize], from z [rows, latentSize]. */
export function eStep(
  model: VariationalAutoencoder,
  x: NDArray,
  z: NDArray,
  options: TransitionOptions,
): Transition {
  return within(() => {
    const density = logJoint(model, x);
    return advance(density, placed(density, z), options);
  });
}

/** The gradient in the decoder's parameters of −log p(x|z), mean over the points: what an update of the M-step goes against. */
export function mStepGradient(model: VariationalAutoencoder, x: NDArray, z: NDArray): Float32Array {
  return within(() => {
    const [points, place] = [matrix(x), matrix(z)];
    return valueAndGradient(tf.tensor1d(model.decoder.parameters), (parameters) =>
      logLikelihood(model, unflatten(model, parameters), points, place).mean().neg(),
    ).gradient;
  });
}

/**
 * log p(x, z) of each point of x [rows, inputSize] at its z [rows, latentSize], in nats, and its gradient in z, for the decoder as
 * it is now. The tensors of x and of the weights belong to the `within` or the tf.tidy in which it is called.
 */
export function logJoint(model: VariationalAutoencoder, x: NDArray): LogDensity {
  const points = matrix(x);
  const weights = unflatten(model, tf.tensor1d(model.decoder.parameters));
  return (z) => {
    const place = tf.tensor2d(Float32Array.from(z.data), z.shape as [number, number]);
    const { value, gradient } = valueAndGradient(place, (z) => logLikelihood(model, weights, points, z));
    const logPrior = model.prior.logProb(z).sum(1);
    return {
      logProb: broadcast((p, l) => p + l, logPrior, NDArray.from(value)),
      // The slope of log N(z; 0, I) is −z.
      gradient: broadcast((slope, at) => slope - at, new NDArray(Float64Array.from(gradient), z.shape), z),
    };
  };
}

/** Disposes of the tensors that `compute` makes; returning from tidy itself would look for tensors in every entry of an array. */
export function within<T>(compute: () => T): T {
  let result: T | undefined;
  tf.tidy(() => {
    result = compute();
  });
  return result as T;
}

/** Values of a function, and the gradient of their sum. */
const valueAndGradient = <T extends tf.Tensor>(at: T, f: (at: T) => tf.Tensor) =>
  within(() => {
    const { value, grad } = tf.valueAndGrad(f)(at);
    return { value: value.dataSync<"float32">(), gradient: grad.dataSync<"float32">() };
  });

/** log p(x|z), [rows]. */
function logLikelihood(model: VariationalAutoencoder, weights: Weights, x: tf.Tensor2D, z: tf.Tensor2D) {
  const heads = headsOf(model, mlp(model.decoder, weights, z), 1);
  return LIKELIHOODS[model.options.family]
    .surprise(x as tf.Tensor, heads, model.options)
    .sum(1)
    .neg();
}

const matrix = ({ data, shape }: NDArray) => tf.tensor2d(Float32Array.from(data), shape as [number, number]);

/** The decoder's weights and biases from its flat parameters. */
function unflatten({ decoder }: VariationalAutoencoder, parameters: tf.Tensor1D): Weights {
  const shapes = decoder.layers.flatMap(({ inputs, outputs }) => [[inputs, outputs], [outputs]]);
  const sizes = shapes.map((shape) => shape.reduce((a, b) => a * b));
  return tf.split(parameters, sizes).map((part, i) => part.reshape(shapes[i]));
}

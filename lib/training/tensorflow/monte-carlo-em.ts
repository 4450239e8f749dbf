import * as tf from "@tensorflow/tfjs";
import { LIKELIHOODS } from "../../likelihoods/likelihoods";
import type { VariationalAutoencoder } from "../../models/variational-autoencoder";
import { NDArray } from "../../ndarray";
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
    return valueAndGradient(model.decoder.parameters, (parameters) =>
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
    const { value, gradient } = valueAndGradient(Float32Array.from(z.data), (flat) => {
      const place = flat.reshape([-1, model.latentSize]) as tf.Tensor2D;
      return logLikelihood(model, weights, points, place).add(logPrior(place));
    });
    return { logProb: NDArray.from(value), gradient: new NDArray(Float64Array.from(gradient), z.shape) };
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

/** Values of a function of a vector, and the gradient of their sum. */
const valueAndGradient = (at: Float32Array, f: (vector: tf.Tensor1D) => tf.Tensor) =>
  within(() => {
    const { value, grad } = tf.valueAndGrad(f)(tf.tensor1d(at));
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

/** log p(z) = log N(z; 0, I), [rows]. */
const logPrior = (z: tf.Tensor2D) =>
  z
    .square()
    .add(Math.log(2 * Math.PI))
    .sum(1)
    .mul(-0.5);

const matrix = ({ data, shape }: NDArray) => tf.tensor2d(Float32Array.from(data), shape as [number, number]);

/** The decoder's weights and biases from its flat parameters. */
function unflatten({ decoder }: VariationalAutoencoder, parameters: tf.Tensor1D): Weights {
  const shapes = decoder.layers.flatMap(({ inputs, outputs }) => [[inputs, outputs], [outputs]]);
  const sizes = shapes.map((shape) => shape.reduce((a, b) => a * b));
  return tf.split(parameters, sizes).map((part, i) => part.reshape(shapes[i]));
}

import * as tf from "@tensorflow/tfjs";
import type { Model } from "../../models/model";
import { namedParameters } from "../../models/parameters";
import { Random } from "../../random";
import { Adam } from "../adam";
import { batches } from "../batches";
import {
  DivergenceError,
  NEGATIVE_ELBO,
  type Trainer,
  type TrainerOptions,
  type TrainingJob,
  type VariationalLoss,
} from "../engine";
import { loadBackend } from "./backend";
import { meanSquaredError, variationalLoss } from "./losses";

/** TensorFlow.js and its automatic differentiation train every model: losses.ts has the formulas. */
export function unsupported(): undefined {
  return undefined;
}

export async function describe(): Promise<string> {
  const { name, notTaken } = await loadBackend();
  return notTaken.length === 0 ? name : `${name} (${notTaken.join("; ")})`;
}

export async function createTrainer(job: TrainingJob, options: TrainerOptions = {}): Promise<Trainer> {
  await loadBackend();
  const { model, batchSize, latentSamples, seed } = job;
  const [rows, width] = job.points.shape;
  const points = Float32Array.from(job.points.data);
  const adam = new Adam(model.parameters.length, job.learningRate, options.adam);
  const lastGood = model.parameters.slice();
  const stepsPerEpoch = Math.ceil(rows / batchSize);
  let epochBatches: Uint32Array[] = [];

  /** The minibatch of the next step; an epoch's batches are made once. */
  function nextBatch(): Uint32Array {
    const position = adam.step % stepsPerEpoch;
    if (position === 0 || epochBatches.length === 0)
      epochBatches = [...batches(rows, batchSize, seed, Math.floor(adam.step / stepsPerEpoch))];
    return epochBatches[position];
  }

  function step(batch: Uint32Array): number {
    const x = new Float32Array(batch.length * width);
    for (let i = 0; i < batch.length; i++)
      x.set(points.subarray(batch[i] * width, (batch[i] + 1) * width), i * width);
    const noise = drawNoise(model, batch.length, latentSamples, new Random(seed, "noise", adam.step));
    const { loss, gradient } = lossAndGradient(model, x, noise, job.loss);
    if (!Number.isFinite(loss)) {
      model.parameters.set(lastGood);
      throw new DivergenceError(adam.step + 1, loss);
    }
    lastGood.set(model.parameters);
    adam.update(model.parameters, gradient);
    return loss;
  }

  return {
    async advance(steps) {
      return Float64Array.from({ length: steps }, () => step(nextBatch()));
    },
    adam: () => adam.state(),
    dispose() {},
  };
}

/** ε for one step, [batch, latentSamples, latentSize]; none for an autoencoder. */
function drawNoise(model: Model, batch: number, latentSamples: number, random: Random): Float32Array {
  if (model.kind === "autoencoder") return new Float32Array(0);
  return random.normals(new Float32Array(batch * latentSamples * model.latentSize));
}

/**
 * The loss of `model` on x [batch, inputSize] with the given noise, and its gradient in the parameters' order.
 * Leaves no tensor behind.
 */
export function lossAndGradient(
  model: Model,
  x: Float32Array,
  noise: Float32Array,
  variational: VariationalLoss = NEGATIVE_ELBO,
): { loss: number; gradient: Float32Array } {
  const batch = x.length / model.inputSize;
  let loss = Number.NaN;
  let gradient: Float32Array = new Float32Array(0);
  // Nothing is returned from tidy: it would look for tensors in every entry of the gradient.
  tf.tidy(() => {
    const data = tf.tensor2d(x, [batch, model.inputSize]);
    // One flat vector: its gradient comes back as one tensor, and Adam is one loop over it.
    const { value, grad } = tf.valueAndGrad((parameters: tf.Tensor1D) => {
      const weights = unflatten(model, parameters);
      if (model.kind === "autoencoder") return meanSquaredError(model, weights, data);
      const epsilon = tf.tensor3d(noise, [batch, noise.length / batch / model.latentSize, model.latentSize]);
      return variationalLoss(model, weights, data, epsilon, variational);
    })(tf.tensor1d(model.parameters));
    loss = value.dataSync()[0];
    gradient = grad.dataSync<"float32">();
  });
  return { loss, gradient };
}

/** The flat parameters as one tensor for each weight and bias. */
function unflatten(model: Model, parameters: tf.Tensor1D): tf.Tensor[] {
  const shapes = namedParameters(model).map(({ shape }) => shape as number[]);
  const sizes = shapes.map((shape) => shape.reduce((a, b) => a * b, 1));
  return tf.split(parameters, sizes).map((part, i) => part.reshape(shapes[i]));
}

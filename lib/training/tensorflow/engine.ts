import * as tf from "@tensorflow/tfjs";
import type { Model } from "../../models/model";
import { parameterTensors } from "../../models/model-file";
import { Random } from "../../random";
import { Adam, type AdamState } from "../adam";
import { DivergenceError } from "../divergence-error";
import type { Trainer, Training } from "../engine";
import { epochOrder, stepsPerEpoch } from "../minibatches";
import { valueAt } from "../schedule";
import { loadBackend } from "./backend";
import { meanSquaredError, noiseSize, type VariationalLoss, variationalLoss } from "./losses";

/** Every model is supported, by automatic differentiation of the formulas in losses.ts, but not a given number of threads. */
export function unsupported({ threads }: Training): string | undefined {
  return threads === undefined ? undefined : "its number of threads cannot be set; omit threads";
}

export async function describe(): Promise<string> {
  const { name, notTaken } = await loadBackend();
  return notTaken.length === 0 ? name : `${name} (${notTaken.join("; ")})`;
}

export async function createTrainer(
  { model, points: data, settings }: Training,
  state?: AdamState,
): Promise<Trainer> {
  await loadBackend();
  const { batchSize, optimizer, learningRate, parameters, latentSamples, klWeight, objective, seed } =
    settings;
  const [rows, width] = data.shape;
  const points = Float32Array.from(data.data);
  const adam = new Adam(model.parameters.length, state, optimizer);
  const lastGood = model.parameters.slice();
  const epochSteps = stepsPerEpoch(rows, batchSize);
  let ordered: { epoch: number; rows: Uint32Array } = { epoch: -1, rows: new Uint32Array(0) };

  /** The rows of the next step's minibatch. */
  function nextBatch(): Uint32Array {
    const epoch = Math.floor(adam.step / epochSteps);
    if (epoch !== ordered.epoch) ordered = { epoch, rows: epochOrder(rows, batchSize, seed, epoch) };
    const start = (adam.step % epochSteps) * batchSize;
    return ordered.rows.subarray(start, start + batchSize);
  }

  function step(): number {
    const batch = nextBatch();
    const epoch = adam.step / epochSteps;
    const x = new Float32Array(batch.length * width);
    for (let i = 0; i < batch.length; i++)
      x.set(points.subarray(batch[i] * width, (batch[i] + 1) * width), i * width);
    const size = model.kind === "autoencoder" ? 0 : noiseSize(model, objective);
    const noise = new Float32Array(batch.length * latentSamples * size);
    new Random(seed, "noise", adam.step).normals(noise);
    const variational = { ...settings, klWeight: valueAt(klWeight, epoch) };
    const { loss, gradient } = lossAndGradient(model, x, noise, variational);
    if (!Number.isFinite(loss)) {
      model.parameters.set(lastGood);
      throw new DivergenceError(adam.step + 1, loss);
    }
    if (parameters === "encoder") gradient.fill(0, model.encoder.parameters.length);
    lastGood.set(model.parameters);
    adam.update(model.parameters, gradient, valueAt(learningRate, epoch));
    return loss;
  }

  return {
    async advance(steps) {
      return Float64Array.from({ length: steps }, step);
    },
    adam: () => adam.state(),
    dispose() {},
  };
}

/**
 * The loss of `model` on x [batch, inputSize] with the given noise, and its gradient in the parameters' order.
 * Disposes of its tensors.
 */
export function lossAndGradient(
  model: Model,
  x: Float32Array,
  noise: Float32Array,
  variational: VariationalLoss,
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
      const size = noiseSize(model, variational.objective);
      const epsilon = tf.tensor3d(noise, [batch, noise.length / batch / size, size]);
      return variationalLoss(model, weights, data, epsilon, variational);
    })(tf.tensor1d(model.parameters));
    loss = value.dataSync()[0];
    gradient = grad.dataSync<"float32">();
  });
  return { loss, gradient };
}

/** Splits the flat parameters into one tensor for each weight and bias. */
function unflatten(model: Model, parameters: tf.Tensor1D): tf.Tensor[] {
  const shapes = Array.from(parameterTensors(model).values(), ({ shape }) => shape as number[]);
  const sizes = shapes.map((shape) => shape.reduce((a, b) => a * b, 1));
  return tf.split(parameters, sizes).map((part, i) => part.reshape(shapes[i]));
}

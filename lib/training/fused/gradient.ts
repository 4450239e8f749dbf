import { makePass } from "../../engine/pass";
import type { Kernels } from "../../kernels/kernels";
import { gradientPanels, type TrainingPlan } from "./plan";

export interface Tile {
  /** Where the tile's points begin in the order of the epoch, and how many they are. */
  readonly first: number;
  readonly count: number;
  /** Points in the batch, over which the loss is the mean. */
  readonly batch: number;
  /** β as it is in this step. */
  readonly klWeight: number;
  /** Which step of the training and which tile of the batch: they fix the noise. */
  readonly step: number;
  readonly index: number;
  /** The part of the batch that the tile belongs to. */
  readonly shard: number;
}

/** Forward and backward through the model for the points of one tile: adds to the shard's gradient, returns the loss. */
export function makeGradient(
  plan: TrainingPlan,
  kernels: Kernels,
  thread: number,
  memory: ArrayBufferLike,
): (tile: Tile) => number {
  const { inputSize, latentSize, draws, vectors, variational, likelihood } = plan;
  const layout = gradientPanels(plan, plan.workspaces + thread * plan.workspaceStride);
  const { x, encoded, noise, deviation, z, decoded, gradients } = layout;
  const { encoder, decoder, encode, decode } = makePass(plan, layout, kernels, memory);
  const heads = encoded[encoded.length - 1];
  const output = decoded[decoded.length - 1];
  const [ping, pong] = gradients;
  const swapped = [pong, ping] as const;
  const row = draws * vectors;
  // The generator fills pairs of vectors; each panel's place has room for whole ones.
  const noiseVectors = 2 * Math.ceil((latentSize * row) / 2);
  const [key0, key1] = plan.noiseKey;
  const { code } = likelihood;
  const [first, second] = likelihood.parameters;

  return (tile) => {
    const { count, batch, klWeight } = tile;
    const gradient = plan.gradients + tile.shard * plan.vectorStride;
    const trained = plan.settings.parameters === "all" ? gradient : 0;
    const mask = plan.mask + 4 * (4 * vectors - count);
    const codes = variational ? z : heads;
    const weight = variational ? 1 / (batch * draws) : 2 / (batch * inputSize);
    encode(plan.indices + 4 * tile.first, count);
    if (variational) {
      kernels.normals(noise, noiseVectors, key0, key1, tile.step, tile.index);
      decode(draws);
    } else decoder.forward(heads, decoded, vectors);
    const loss =
      weight *
      kernels.surprise(code, x, output, ping, mask, inputSize, draws, vectors, weight, first, second);
    const given = decoder.backward(codes, decoded, row, gradients, trained, true);
    const headsGradient = variational === (given === ping) ? pong : ping;
    const panels = headsGradient === ping ? gradients : swapped;
    if (!variational) {
      encoder.backward(x, encoded, vectors, panels, gradient, false);
      return loss;
    }
    const kl = kernels.latentGradient(
      heads,
      noise,
      deviation,
      given,
      headsGradient,
      mask,
      latentSize,
      draws,
      vectors,
      klWeight / batch,
    );
    encoder.backward(x, encoded, vectors, panels, gradient, false);
    return loss + (klWeight * kl - likelihood.constant * inputSize * count) / batch;
  };
}

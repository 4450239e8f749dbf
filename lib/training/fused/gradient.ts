import { makePass } from "../../engine/pass";
import type { Blas } from "../../kernels/blas-interface";
import type { Kernels } from "../../kernels/kernels";
import { gradientPanels, type TrainingPlan } from "./plan";

/** Forward and backward through the model for the points of one tile: adds to the shard's gradient, returns the loss. */
export type AddGradient = (tile: Tile) => number;

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

/** Strings together what one thread does for a tile. */
export function makeGradient(
  plan: TrainingPlan,
  kernels: Kernels,
  thread: number,
  memory: ArrayBufferLike,
  blas: Blas | undefined,
): AddGradient {
  const { inputSize, latentSize, draws, vectors, variational, likelihood } = plan;
  const layout = gradientPanels(plan, plan.workspaces + thread * plan.workspaceStride);
  const { x, encoded, noise, deviation, z, decoded, gradients } = layout;
  const { encoder, decoder, encode, decode } = makePass(plan, layout, kernels, memory, blas);
  const heads = encoded[encoded.length - 1];
  const output = decoded[decoded.length - 1];
  const [ping, pong] = gradients;
  const row = draws * vectors;

  /** The loss of the tile's points and draws, with weight w; leaves the gradient of the decoder's input in a panel. */
  function compare(mask: number, weight: number, codes: number, gradient: number): [number, number] {
    const surprise = kernels.surprise(
      likelihood.code,
      x,
      output,
      ping,
      mask,
      inputSize,
      draws,
      vectors,
      weight,
      ...likelihood.parameters,
    );
    const trained = plan.trainsDecoder ? gradient : 0;
    return [weight * surprise, decoder.backward(codes, decoded, row, gradients, trained, true)];
  }

  return ({ first, count, batch, klWeight, step, index, shard }) => {
    const gradient = plan.gradients + shard * plan.vectorStride;
    const mask = plan.mask + 4 * (4 * vectors - count);
    encode(plan.indices + 4 * first, count);
    if (!variational) {
      decoder.forward(heads, decoded, vectors);
      const [loss, given] = compare(mask, 2 / (batch * inputSize), heads, gradient);
      encoder.backward(x, encoded, vectors, given === ping ? [ping, pong] : [pong, ping], gradient, false);
      return loss;
    }
    // The generator fills pairs of vectors; each panel's place has room for whole ones.
    const vectorsOfNoise = 2 * Math.ceil((latentSize * row) / 2);
    kernels.normals(noise, vectorsOfNoise, plan.noiseKey[0], plan.noiseKey[1], step, index);
    decode(draws);
    const [loss, zGradient] = compare(mask, 1 / (batch * draws), z, gradient);
    const headsGradient = zGradient === ping ? pong : ping;
    const kl = kernels.latentGradient(
      heads,
      noise,
      deviation,
      zGradient,
      headsGradient,
      mask,
      latentSize,
      draws,
      vectors,
      klWeight / batch,
    );
    encoder.backward(x, encoded, vectors, [headsGradient, zGradient], gradient, false);
    return loss + (klWeight * kl - likelihood.constant * inputSize * count) / batch;
  };
}

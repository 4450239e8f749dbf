import { ACTIVATION_KERNELS } from "../../kernels/activations";
import type { Blas } from "../../kernels/blas-interface";
import type { Kernels } from "../../kernels/kernels";
import { blasDense } from "./blas-dense";
import { type NetworkPlan, type Plan, panels } from "./plan";

/** Forward and backward through the model for the points of one tile: adds to the shard's gradient, returns the loss. */
export type Pass = (tile: Tile) => number;

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

/** Combines the kernels into the pass of one thread. */
export function makePass(
  plan: Plan,
  kernels: Kernels,
  thread: number,
  memory: ArrayBufferLike,
  blas: Blas | undefined,
): Pass {
  const { inputSize, latentSize, samples, vectors, kind, comparison } = plan;
  const workspace = plan.workspaces + thread * plan.workspaceStride;
  /** Where the gradient of the tile's shard begins. */
  let gradient = plan.gradients;
  const at = (panel: number) => workspace + panel;
  const layout = panels(plan, vectors);
  const { encoder, decoder } = plan;
  const blasLayers = new Map(
    [...encoder.layers, ...decoder.layers]
      .filter(({ usesBlas }) => usesBlas)
      .map((layer) => [layer, blasDense(layer, plan.parameters, kernels, blas!, memory)]),
  );
  const x = at(layout.x);
  const noise = at(layout.noise);
  const deviation = at(layout.deviation);
  const z = at(layout.z);
  const encoded = layout.encoder.map(at);
  const decoded = layout.decoder.map(at);
  const [ping, pong] = layout.gradients.map(at);
  const heads = encoded[encoded.length - 1];
  const output = decoded[decoded.length - 1];
  const draws = samples * vectors;
  const ofEncoder = { trained: true, wantsInput: false };
  const ofDecoder = { trained: plan.trainsDecoder, wantsInput: true };
  const variational = kind === "variational autoencoder";
  const compare = {
    "squared error": kernels.squaredError,
    gaussian: kernels.gaussian,
    bernoulli: kernels.bernoulli,
    published: kernels.published,
  }[comparison];
  const halfLogTwoPi = Math.log(2 * Math.PI) / 2;
  const constant = !variational
    ? 0
    : {
        bernoulli: 0,
        gaussian: inputSize * halfLogTwoPi,
        published: inputSize * halfLogTwoPi,
        "squared error": inputSize * (halfLogTwoPi + Math.log(plan.scale)),
      }[comparison];

  function forward(
    { layers, activation }: NetworkPlan,
    input: number,
    outputs: readonly number[],
    width: number,
  ): void {
    const own = ACTIVATION_KERNELS[activation];
    for (let l = 0; l < layers.length; l++) {
      const { inputs, outputs: units, weight, bias, usesBlas } = layers[l];
      const source = l === 0 ? input : outputs[l - 1];
      const last = l === layers.length - 1;
      const rectify = !last && own === "in dense";
      if (usesBlas) blasLayers.get(layers[l])!.forward(source, outputs[l], width, rectify);
      else
        kernels.dense(
          source,
          outputs[l],
          plan.parameters + 4 * weight,
          plan.parameters + 4 * bias,
          inputs,
          units,
          width,
          rectify,
        );
      if (!last && own !== "in dense") kernels[own.apply](outputs[l], units * width);
    }
  }

  /**
   * Takes the gradient of the network's output at `from` back through the layers, and adds to that of its parameters if
   * it is trained; returns where its input's gradient is.
   */
  function backward(
    { layers, activation }: NetworkPlan,
    input: number,
    outputs: readonly number[],
    width: number,
    from: number,
    { trained, wantsInput }: { trained: boolean; wantsInput: boolean },
  ): number {
    const own = ACTIVATION_KERNELS[activation];
    let given = from;
    let other = from === ping ? pong : ping;
    for (let l = layers.length - 1; l >= 0; l--) {
      const { inputs, outputs: units, weight, bias } = layers[l];
      const blasLayer = layers[l].usesBlas ? blasLayers.get(layers[l]) : undefined;
      const source = l === 0 ? input : outputs[l - 1];
      if (trained && blasLayer) blasLayer.addGradient(source, given, gradient, width);
      else if (trained)
        kernels.denseGradient(
          source,
          given,
          gradient + 4 * weight,
          gradient + 4 * bias,
          inputs,
          units,
          width,
        );
      if (l === 0 && !wantsInput) break;
      const gate = l > 0 && own === "in dense" ? source : 0;
      if (blasLayer) blasLayer.inputGradient(given, other, gate, width);
      else kernels.denseInputGradient(given, other, plan.parameters + 4 * weight, gate, inputs, units, width);
      if (l > 0 && own !== "in dense") kernels[own.gradient](source, other, inputs * width);
      [given, other] = [other, given];
    }
    return given;
  }

  return ({ first, count, batch, klWeight, step, index, shard }) => {
    gradient = plan.gradients + shard * plan.vectorStride;
    const mask = plan.mask + 4 * (4 * vectors - count);
    kernels.gather(plan.points, plan.indices + 4 * first, x, count, inputSize, vectors);
    forward(encoder, x, encoded, vectors);
    if (!variational) {
      forward(decoder, heads, decoded, vectors);
      const weight = 2 / (batch * inputSize);
      const error = kernels.squaredError(x, output, ping, mask, inputSize, 1, vectors, weight);
      const codes = backward(decoder, heads, decoded, vectors, ping, ofDecoder);
      backward(encoder, x, encoded, vectors, codes, ofEncoder);
      return weight * error;
    }
    // The generator fills pairs of vectors; each panel's place has room for whole ones.
    kernels.normals(
      noise,
      2 * Math.ceil((latentSize * draws) / 2),
      plan.noiseKey[0],
      plan.noiseKey[1],
      step,
      index,
    );
    kernels.reparameterize(heads, noise, z, deviation, latentSize, samples, vectors);
    forward(decoder, z, decoded, draws);
    const weight = 1 / (batch * samples * plan.scale ** 2);
    const surprise = compare(x, output, ping, mask, inputSize, samples, vectors, weight);
    const zGradient = backward(decoder, z, decoded, draws, ping, ofDecoder);
    const headsGradient = zGradient === ping ? pong : ping;
    const kl = kernels.latentGradient(
      heads,
      noise,
      deviation,
      zGradient,
      headsGradient,
      mask,
      latentSize,
      samples,
      vectors,
      klWeight / batch,
    );
    backward(encoder, x, encoded, vectors, headsGradient, ofEncoder);
    return weight * surprise + (klWeight * kl + constant * count) / batch;
  };
}

import type { Blas } from "../kernels/blas-interface";
import type { Kernels } from "../kernels/kernels";
import type { Activation } from "../numerics/activation";
import { type NetworkPlan, type Plan, panels, RESULTS } from "./plan";

const ACTIVATIONS = {
  relu: "applyRelu",
  tanh: "applyTanh",
  softplus: "applySoftplus",
  sigmoid: "applySigmoid",
} as const satisfies Record<Activation, keyof Kernels>;

/**
 * The forward pass for one tile: encode, draw, decode, compare, chunk by chunk of the draws. Writes the heads and the
 * results of the tile's points. Calls `onChunk` before each chunk, with the share of the draws that is done.
 */
export type Pass = (tile: number, onChunk?: (share: number) => void) => void;

/** Strings the kernels together for one thread. */
export function makePass(
  plan: Plan,
  memory: ArrayBufferLike,
  kernels: Kernels,
  blas: Blas | undefined,
  thread: number,
): Pass {
  const { inputSize, latentSize, samples, chunk, vectors, terms, rows } = plan;
  const workspace = plan.workspaces + thread * plan.workspaceStride;
  const layout = panels(plan);
  const at = (panel: number) => workspace + panel;
  const [x, heads, noise, z] = [layout.x, layout.heads, layout.noise, layout.z].map(at);
  const hidden = layout.hidden.map(at);
  const sums = layout.sums.map(at);
  const wantsAll = terms === "all";
  const width = 4 * vectors;
  const headRows = new Float32Array(memory, heads, 2 * latentSize * width);
  const totals = layout.totals.map(at);
  const [likelihoods, priors, noises] = sums.map((from) => new Float64Array(memory, from, chunk * width));
  const means = totals.map((from) => new Float64Array(memory, from, width));
  const allHeads = new Float32Array(memory, plan.heads, rows * 2 * latentSize);
  const results = new Float64Array(memory, plan.results, rows * RESULTS);
  const floats = (from: number, count: number) => new Float32Array(memory, from, count);

  /** Leaves the network's output in the panel that it returns: one of the hidden ones, or `last` for the last layer. */
  function forward({ layers, activation }: NetworkPlan, input: number, row: number, last = 0): number {
    layers.forEach((layer, l) => {
      const { inputs, outputs } = layer;
      const final = l === layers.length - 1;
      const output = final && last > 0 ? last : hidden[l % 2];
      const weight = plan.parameters + 4 * layer.weight;
      if (layer.blas) {
        const columns = 4 * row;
        // The bias follows the weight: it is the weight of a row of ones that follows the input.
        floats(input + 4 * inputs * columns, columns).fill(1);
        blas!.sgemm(
          true,
          false,
          outputs,
          columns,
          inputs + 1,
          1,
          floats(weight, (inputs + 1) * outputs),
          outputs,
          floats(input, (inputs + 1) * columns),
          columns,
          0,
          floats(output, outputs * columns),
          columns,
        );
      } else {
        const bias = weight + 4 * inputs * outputs;
        kernels.dense(input, output, weight, bias, inputs, outputs, row, !final && activation === "relu");
      }
      if (!final && (layer.blas || activation !== "relu"))
        kernels[ACTIVATIONS[activation]](output, outputs * row);
      input = output;
    });
    return input;
  }

  return (tile, onChunk) => {
    const first = tile * width;
    const count = Math.min(width, rows - first);
    const points = plan.points + 4 * first * inputSize;
    kernels.gather(points, plan.order, x, count, inputSize, vectors);
    forward(plan.encoder, x, vectors, heads);
    for (let i = 0; i < count; i++)
      for (let k = 0; k < 2 * latentSize; k++)
        allHeads[(first + i) * 2 * latentSize + k] = headRows[k * width + i];
    kernels.deviations(heads + 4 * latentSize * width, latentSize * vectors, plan.absolute);
    for (const mean of means) mean.fill(0);
    const largest = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
    const weights = new Float64Array(count);

    for (let start = 0; start < samples; start += chunk) {
      onChunk?.(start / samples);
      const draws = Math.min(chunk, samples - start);
      const row = draws * vectors;
      const [key0, key1] = plan.noiseKey;
      kernels.drawNoise(noise, latentSize, draws, vectors, key0, key1, start, (plan.firstRow + first) / 4);
      kernels.drawLatents(heads, noise, z, latentSize, draws, vectors);
      const output = forward(plan.decoder, z, row);
      const { kernel, precision } = plan.comparison;
      kernels.logLikelihoods(kernel, x, output, sums[0], inputSize, draws, vectors, precision);
      kernels.addDraws(sums[0], totals[0], draws, vectors);
      if (!wantsAll) continue;
      kernels.negativeHalfSquares(z, sums[1], latentSize, draws, vectors);
      kernels.negativeHalfSquares(noise, sums[2], latentSize, draws, vectors);
      kernels.addDraws(sums[1], totals[1], draws, vectors);
      kernels.addDraws(sums[2], totals[2], draws, vectors);
      for (let s = 0; s < draws; s++)
        for (let i = 0; i < count; i++) {
          const of = s * width + i;
          const logWeight = likelihoods[of] + priors[of] - noises[of];
          if (logWeight > largest[i]) {
            weights[i] = weights[i] * Math.exp(largest[i] - logWeight) + 1;
            largest[i] = logWeight;
          } else weights[i] += Math.exp(logWeight - largest[i]);
        }
    }
    for (let i = 0; i < count; i++) {
      for (let term = 0; term < 3; term++) results[term * rows + first + i] = means[term][i] / samples;
      results[3 * rows + first + i] = largest[i] + Math.log(weights[i] / samples);
    }
  };
}

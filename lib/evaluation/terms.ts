import { makePass } from "../engine/pass";
import type { Kernels } from "../kernels/kernels";
import { type EvaluationPlan, RESULTS, termPanels } from "./plan";

/**
 * Encodes the points of one tile, draws, decodes and compares, chunk by chunk of the draws; writes the heads and the results
 * of its points. Calls `onChunk` before each chunk, with the share of the draws that is done.
 */
export type EvaluateTile = (tile: number, onChunk?: (share: number) => void) => void;

/** Strings together what one thread does for a tile. */
export function makeTerms(
  plan: EvaluationPlan,
  kernels: Kernels,
  thread: number,
  memory: ArrayBufferLike,
): EvaluateTile {
  const { inputSize, latentSize, latentSamples, draws: most, vectors, terms, rows, likelihood } = plan;
  const layout = termPanels(plan, plan.workspaces + thread * plan.workspaceStride);
  const { x, encoded, noise, z, decoded, sums, totals } = layout;
  const { encode, decode } = makePass(plan, layout, kernels, memory);
  const output = decoded[decoded.length - 1];
  const wantsAll = terms === "all";
  const width = 4 * vectors;
  const headRows = new Float32Array(memory, encoded[encoded.length - 1], 2 * latentSize * width);
  const [likelihoods, priors, noises] = sums.map((from) => new Float64Array(memory, from, most * width));
  const means = totals.map((from) => new Float64Array(memory, from, width));
  const allHeads = new Float32Array(memory, plan.heads, rows * 2 * latentSize);
  const results = new Float64Array(memory, plan.results, rows * RESULTS);

  return (tile, onChunk) => {
    const first = tile * width;
    const count = Math.min(width, rows - first);
    encode(plan.order + 4 * first, count);
    for (let i = 0; i < count; i++)
      for (let k = 0; k < 2 * latentSize; k++)
        allHeads[(first + i) * 2 * latentSize + k] = headRows[k * width + i];
    for (const mean of means) mean.fill(0);
    const largest = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
    const weights = new Float64Array(count);

    for (let start = 0; start < latentSamples; start += most) {
      onChunk?.(start / latentSamples);
      const draws = Math.min(most, latentSamples - start);
      const [key0, key1] = plan.noiseKey;
      kernels.drawNoise(noise, latentSize, draws, vectors, key0, key1, start, (plan.firstRow + first) / 4);
      decode(draws);
      const { code, parameters } = likelihood;
      kernels.logProbs(code, x, output, sums[0], inputSize, draws, vectors, ...parameters);
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
      for (let term = 0; term < 3; term++) results[term * rows + first + i] = means[term][i] / latentSamples;
      results[3 * rows + first + i] = largest[i] + Math.log(weights[i] / latentSamples);
    }
  };
}

import { makePass } from "../../engine/pass";
import { gradientPanels } from "./plan";
import { drawNormals, type MakeGradient, maskOf } from "./tile";

/** −log (1/K) Σ_k p(x|z_k) p(z_k)/q(z_k|x) (Burda et al. 2016, equation 8). */
export const iwae: MakeGradient = (plan, kernels, thread, memory) => {
  const { inputSize, latentSize, draws, vectors, likelihood, settings } = plan;
  const layout = gradientPanels(plan, plan.workspaces + thread * plan.workspaceStride);
  const { x, encoded, noise, deviation, z, decoded, gradients, weights } = layout;
  const { encoder, decoder, encode, decode } = makePass(plan, layout, kernels, memory);
  const heads = encoded[encoded.length - 1];
  const output = decoded[decoded.length - 1];
  const outputs = plan.decoder.layers[decoded.length - 1].outputs;
  const [ping, pong] = gradients;
  const swapped = [pong, ping] as const;
  const row = draws * vectors;
  const { code, parameters } = likelihood;

  return (tile) => {
    const { count, batch, gradient } = tile;
    const mask = maskOf(plan, count);
    encode(plan.indices + 4 * tile.first, count);
    drawNormals(kernels, noise, latentSize * row, plan.noiseKey, tile);
    decode(draws);
    kernels.surprises(code, x, output, ping, weights, mask, inputSize, draws, vectors, ...parameters);
    const logWeights = kernels.importanceWeights(
      weights,
      heads,
      noise,
      z,
      mask,
      latentSize,
      draws,
      vectors,
      1 / batch,
    );
    kernels.weighDraws(ping, weights, outputs, row);
    const trained = settings.parameters === "all" ? gradient : 0;
    const given = decoder.backward(z, decoded, row, gradients, trained, true);
    const panels = given === ping ? swapped : gradients;
    kernels.importanceGradient(
      heads,
      noise,
      deviation,
      z,
      weights,
      given,
      panels[0],
      mask,
      latentSize,
      draws,
      vectors,
      1 / batch,
    );
    encoder.backward(x, encoded, vectors, panels, gradient, false);
    const constant = likelihood.constant * inputSize - Math.log(draws);
    return -(logWeights + constant * count) / batch;
  };
};

import { makePass } from "../../engine/pass";
import { GAUSSIAN } from "../../kernels/likelihood-codes";
import { gradientPanels } from "./plan";
import { drawNormals, type MakeGradient, maskOf } from "./tile";

/**
 * Awake, −log p(x|z) of z ~ q(z|x) for the decoder alone; asleep, −log q(z|x) of z ~ p(z) and x ~ p(x|z) for the encoder alone
 * (Hinton et al. 1995). The loss is −ELBO.
 */
export const wakeSleep: MakeGradient = (plan, kernels, thread, memory) => {
  const { inputSize, latentSize, draws, vectors, likelihood, settings } = plan;
  const layout = gradientPanels(plan, plan.workspaces + thread * plan.workspaceStride);
  const { x, encoded, noise, deviation, z, decoded, gradients, dreamt, dream, dreamEncoded } = layout;
  const { encoder, decoder, encode, decode } = makePass(plan, layout, kernels, memory);
  const heads = encoded[encoded.length - 1];
  const dreamHeads = dreamEncoded[dreamEncoded.length - 1];
  const output = decoded[decoded.length - 1];
  const [ping, pong] = gradients;
  const row = draws * vectors;
  const { code, parameters } = likelihood;

  return (tile) => {
    const { count, batch, gradient } = tile;
    const mask = maskOf(plan, count);
    const weight = 1 / (batch * draws);
    encode(plan.indices + 4 * tile.first, count);
    drawNormals(kernels, noise, latentSize * row, plan.noiseKey, tile);
    decode(draws);
    const surprise = kernels.surprise(
      code,
      x,
      output,
      ping,
      mask,
      inputSize,
      draws,
      vectors,
      weight,
      ...parameters,
    );
    if (settings.parameters === "all") decoder.backward(z, decoded, row, gradients, gradient, false);
    // Its value alone: no draw passes a gradient on, and what it writes is not used.
    const kl = kernels.latentGradient(heads, noise, deviation, ping, pong, mask, latentSize, 0, vectors, 0);

    drawNormals(kernels, dreamt, (latentSize + 2 * inputSize) * row, plan.dreamKey, tile);
    decoder.forward(dreamt, decoded, row);
    kernels.sample(code, output, dreamt + 16 * latentSize * row, dream, inputSize, row, ...parameters);
    encoder.forward(dream, dreamEncoded, row);
    // log q(z|x) is a Gaussian of z as log p(x|z) can be one of x.
    kernels.surprise(
      GAUSSIAN,
      dreamt,
      dreamHeads,
      ping,
      maskOf(plan, count * draws),
      latentSize,
      1,
      row,
      weight,
      0,
      0,
    );
    encoder.backward(dream, dreamEncoded, row, gradients, gradient, false);
    return weight * surprise + (kl - likelihood.constant * inputSize * count) / batch;
  };
};

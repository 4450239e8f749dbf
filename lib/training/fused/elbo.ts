import { makePass } from "../../engine/pass";
import { gradientPanels } from "./plan";
import { drawNormals, type MakeGradient, maskOf } from "./tile";

/** −E_q[log p(x|z)] + β KL(q(z|x)‖p(z)), or the mean squared error of an autoencoder. */
export const elbo: MakeGradient = (plan, kernels, thread, memory) => {
  const { inputSize, latentSize, draws, vectors, variational, likelihood } = plan;
  const layout = gradientPanels(plan, plan.workspaces + thread * plan.workspaceStride);
  const { x, encoded, noise, deviation, z, decoded, gradients } = layout;
  const { encoder, decoder, encode, decode } = makePass(plan, layout, kernels, memory);
  const heads = encoded[encoded.length - 1];
  const output = decoded[decoded.length - 1];
  const [ping, pong] = gradients;
  const swapped = [pong, ping] as const;
  const row = draws * vectors;
  const { code } = likelihood;
  const [first, second] = likelihood.parameters;

  return (tile) => {
    const { count, batch, klWeight, gradient } = tile;
    const trained = plan.settings.parameters === "all" ? gradient : 0;
    const mask = maskOf(plan, count);
    const codes = variational ? z : heads;
    const weight = variational ? 1 / (batch * draws) : 2 / (batch * inputSize);
    encode(plan.indices + 4 * tile.first, count);
    if (variational) {
      drawNormals(kernels, noise, latentSize * row, plan.noiseKey, tile);
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
};

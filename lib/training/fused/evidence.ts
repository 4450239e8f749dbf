import { makePass } from "../../engine/pass";
import { LOG_MASSES, NODES } from "../evidence-rule";
import { gradientPanels } from "./plan";
import type { MakeGradient } from "./tile";

/** −log Σ_k w_k N(z_k; 0, 1) p(x|z_k) over the nodes of a rule, which are decoded once for all points of a tile. */
export const evidence: MakeGradient = (plan, kernels, thread, memory) => {
  const { inputSize, vectors, likelihood } = plan;
  const layout = gradientPanels(plan, plan.workspaces + thread * plan.workspaceStride);
  const { z, decoded, gradients, weights, own } = layout;
  const { decoder } = makePass(plan, layout, kernels, memory);
  const output = decoded[decoded.length - 1];
  const outputs = plan.decoder.layers[decoded.length - 1].outputs;
  const outputGradient = new Float32Array(memory, gradients[0], 4 * vectors * outputs);
  const { code, parameters } = likelihood;
  new Float32Array(memory, z).set(NODES);
  new Float32Array(memory, weights).set(LOG_MASSES);

  return ({ first, count, batch, gradient }) => {
    decoder.forward(z, decoded, vectors);
    outputGradient.fill(0);
    const logEvidence = kernels.evidence(
      code,
      plan.points,
      plan.indices + 4 * first,
      count,
      output,
      weights,
      gradients[0],
      own,
      plan.mask,
      inputSize,
      outputs,
      vectors,
      1 / batch,
      ...parameters,
    );
    decoder.backward(z, decoded, vectors, gradients, gradient, false);
    return -(logEvidence + likelihood.constant * inputSize * count) / batch;
  };
};

import type { Kernels } from "../kernels/kernels";
import type { Allocator } from "../kernels/memory";
import { type ModelPlan, makeNetwork } from "./network";

/**
 * What a pass through a model depends on, as plain data. A tile is `vectors` vectors of four points; a panel has one row of a
 * tile for each unit. Offsets are in bytes.
 */
export interface PassPlan extends ModelPlan {
  readonly inputSize: number;
  readonly latentSize: number;
  /** Draws of z for each point that are decoded at once. */
  readonly draws: number;
  readonly vectors: number;
  readonly parameters: number;
  readonly points: number;
  /** A workspace for each thread begins here, `workspaceStride` bytes apart. */
  readonly workspaces: number;
  readonly workspaceStride: number;
}

/** Takes the places of a pass's panels from a workspace. */
export function passPanels(
  memory: Allocator,
  { encoder, decoder, inputSize, latentSize, draws, vectors }: Omit<PassPlan, keyof Places>,
) {
  const panel = (units: number, draws: number) => memory.take(units * draws * vectors * 16);
  return {
    x: panel(inputSize, 1),
    /** The outputs of the encoder's layers, of which the last is the heads of q(z|x). */
    encoded: encoder.layers.map(({ outputs }) => panel(outputs, 1)),
    noise: panel(latentSize, draws),
    deviation: panel(latentSize, 1),
    z: panel(latentSize, draws),
    decoded: decoder.layers.map(({ outputs }) => panel(outputs, draws)),
  };
}

/** What is known only once the panels are laid out. */
type Places = Pick<PassPlan, "parameters" | "points" | "workspaces" | "workspaceStride">;

/** The forward pass of one thread through a model, for one tile after another. */
export function makePass(
  plan: PassPlan,
  { x, encoded, noise, deviation, z, decoded }: ReturnType<typeof passPanels>,
  kernels: Kernels,
  memory: ArrayBufferLike,
) {
  const { inputSize, latentSize, vectors } = plan;
  const encoder = makeNetwork(plan.encoder, plan.parameters, kernels, memory);
  const decoder = makeNetwork(plan.decoder, plan.parameters, kernels, memory);
  const heads = encoded[encoded.length - 1];
  return {
    encoder,
    decoder,
    /** Gathers `count` points, which `indices` names, and encodes them. */
    encode(indices: number, count: number): void {
      kernels.gather(plan.points, indices, x, count, inputSize, vectors);
      encoder.forward(x, encoded, vectors);
    },
    /** Decodes z = μ + σ ε for so many draws of the noise in its panel. */
    decode(draws: number): void {
      kernels.reparameterize(heads, noise, z, deviation, latentSize, draws, vectors);
      decoder.forward(z, decoded, draws * vectors);
    },
  };
}

import type { Allocator } from "../kernels/allocator";
import type { Blas } from "../kernels/blas-interface";
import type { Kernels } from "../kernels/kernels";
import { type ModelPlan, makeNetwork, type Network } from "./network";

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

/** Where the panels of a pass are. */
export interface PassPanels {
  readonly x: number;
  /** The outputs of the encoder's layers, of which the last is the heads of q(z|x). */
  readonly encoded: readonly number[];
  readonly noise: number;
  readonly deviation: number;
  readonly z: number;
  readonly decoded: readonly number[];
}

/** Takes the panels' places from a workspace. */
export function passPanels(
  memory: Allocator,
  { encoder, decoder, inputSize, latentSize, draws, vectors }: Omit<PassPlan, keyof Places>,
): PassPanels {
  const panel = (units: number, draws: number) => memory.take(units * draws * vectors * 16);
  return {
    x: panel(inputSize, 1),
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
export interface Pass {
  readonly encoder: Network;
  readonly decoder: Network;
  /** Gathers `count` points, which `indices` names, and encodes them. */
  encode(indices: number, count: number): void;
  /** Decodes z = μ + σ ε for so many draws of the noise in its panel. */
  decode(draws: number): void;
}

/** Strings the kernels together. */
export function makePass(
  plan: PassPlan,
  { x, encoded, noise, deviation, z, decoded }: PassPanels,
  kernels: Kernels,
  memory: ArrayBufferLike,
  blas: Blas | undefined,
): Pass {
  const { inputSize, latentSize, vectors } = plan;
  const encoder = makeNetwork(plan.encoder, plan.parameters, kernels, memory, blas);
  const decoder = makeNetwork(plan.decoder, plan.parameters, kernels, memory, blas);
  const heads = encoded[encoded.length - 1];
  return {
    encoder,
    decoder,
    encode(indices, count) {
      kernels.gather(plan.points, indices, x, count, inputSize, vectors);
      encoder.forward(x, encoded, vectors);
    },
    decode(draws) {
      kernels.reparameterize(heads, noise, z, deviation, latentSize, draws, vectors);
      decoder.forward(z, decoded, draws * vectors);
    },
  };
}

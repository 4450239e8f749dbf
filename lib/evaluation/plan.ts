import { Team } from "../engine/team";
import { Allocator, LINE } from "../kernels/allocator";
import type { Mlp } from "../models/mlp";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import type { Activation } from "../numerics/activation";
import type { Comparison } from "./comparison";

/** One dense layer; the offset counts from the first parameter, and the bias follows the weight. */
export interface LayerPlan {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: number;
  /** Whether the BLAS multiplies. */
  readonly blas: boolean;
}

export interface NetworkPlan {
  readonly layers: readonly LayerPlan[];
  readonly activation: Activation;
}

/** What is summed over the draws: the likelihood alone, or the densities of z and the importance weights too. */
export type Terms = "likelihood" | "all";

/**
 * The evaluation of some points as numbers: what the threads need to know, and where everything lies in the memory that
 * they share. Offsets are in bytes. A tile is `vectors` vectors of four points; a panel has one row of a tile for each unit.
 */
export interface Plan {
  readonly encoder: NetworkPlan;
  readonly decoder: NetworkPlan;
  readonly comparison: Comparison;
  /** Whether the encoder's second heads are |σ|, and not log σ². */
  readonly absolute: boolean;
  readonly terms: Terms;
  readonly inputSize: number;
  readonly latentSize: number;
  /** n_z, of which `chunk` are decoded at once. */
  readonly samples: number;
  readonly chunk: number;
  readonly rows: number;
  /** The number of the first row among all the points of the evaluation, which the noise depends on. */
  readonly firstRow: number;
  readonly vectors: number;
  readonly tiles: number;
  readonly noiseKey: readonly [number, number];
  readonly parameters: number;
  readonly points: number;
  /** 0, 1, …: the order in which a tile gathers its points. */
  readonly order: number;
  /** The encoder's heads of each row, float32, and `RESULTS` lists of a number for each row, float64. */
  readonly heads: number;
  readonly results: number;
  /** Where the plan itself is for the helpers to read. */
  readonly text: number;
  readonly workspaces: number;
  readonly workspaceStride: number;
}

/**
 * Without their constants: the means over the draws of log p(x|z), of log p(z) and of the noise's log N(ε; 0, I), and the
 * log-mean-exp of the first plus the second less the third.
 */
export const RESULTS = 4;

/** Panels of one thread, in bytes from its workspace's start. */
export interface Panels {
  readonly x: number;
  readonly heads: number;
  readonly noise: number;
  readonly z: number;
  /** Where the layers' outputs change places. */
  readonly hidden: readonly [number, number];
  /** Three panels of sums for each draw: log p(x|z), log p(z), log q(z|x). */
  readonly sums: readonly [number, number, number];
  /** A row of each of the three, summed over the draws. */
  readonly totals: readonly [number, number, number];
  readonly size: number;
}

/** The first page belongs to the compiler; what the threads agree on follows. */
export const TEAM = 65536;
/** More than the text of a plan takes, besides its layers. */
const TEXT_BYTES = 4096;
const LAYER_BYTES = 256;

/** Lays out a thread's panels. Where the BLAS multiplies, a row of ones for the bias follows a layer's input. */
export function panels(
  plan: Pick<Plan, "encoder" | "decoder" | "inputSize" | "latentSize" | "chunk" | "vectors">,
): Panels {
  const { encoder, decoder, inputSize, latentSize, chunk, vectors } = plan;
  const memory = new Allocator();
  const panel = (units: number, draws: number) => memory.take((units + 1) * draws * vectors * 16);
  const widest = ({ layers }: NetworkPlan) => Math.max(...layers.map(({ outputs }) => outputs)) + 1;
  const hidden = () => memory.take(Math.max(widest(encoder), widest(decoder) * chunk) * vectors * 16);
  // float64 takes twice the room.
  const sums = () => memory.take(2 * chunk * vectors * 16);
  const totals = () => memory.take(2 * vectors * 16);
  return {
    x: panel(inputSize, 1),
    heads: panel(2 * latentSize, 1),
    noise: panel(latentSize, chunk),
    z: panel(latentSize, chunk),
    hidden: [hidden(), hidden()],
    sums: [sums(), sums(), sums()],
    totals: [totals(), totals(), totals()],
    size: memory.top,
  };
}

/** Bytes of a thread's widest panel: more leaves the processor's second-level cache. */
const PANEL_BYTES = 2 ** 20;
/** Numbers of the points that are in the shared memory at once. */
const BLOCK_NUMBERS = 2 ** 22;
/** Measured with OpenBLAS: smaller layers, and those with a short side, are faster in the SIMD kernels. */
const suitsBlas = ({ inputs, outputs }: { inputs: number; outputs: number }) =>
  Math.min(inputs, outputs) >= 16 && inputs * outputs >= 4096;

/** What the plans of an evaluation's blocks have in common. */
export interface Evaluation {
  readonly model: VariationalAutoencoder;
  readonly samples: number;
  readonly noiseKey: readonly [number, number];
  readonly comparison: Comparison;
  readonly terms: Terms;
  readonly blas: boolean;
}

/** How many rows of this model are evaluated at once: a multiple of a tile's. */
export function blockRows({ inputSize }: VariationalAutoencoder): number {
  return Math.max(64, 64 * Math.floor(BLOCK_NUMBERS / 64 / inputSize));
}

/** Plans the evaluation of `rows` rows from `firstRow` on. */
export function planEvaluation(
  { model, samples, noiseKey, comparison, terms, blas }: Evaluation,
  firstRow: number,
  rows: number,
): Plan {
  const { inputSize, latentSize, options } = model;
  const encoder = networkPlan(model.encoder, blas);
  const decoder = networkPlan(model.decoder, blas);
  // The same for every number of threads, so that the results are too.
  let vectors = 16;
  while (vectors > 4 && rows <= 8 * vectors) vectors /= 2;
  const fitting = Math.floor(PANEL_BYTES / (16 * vectors * Math.max(...model.decoder.sizes)));
  const chunk = Math.min(samples, Math.max(2, 2 * Math.floor(fitting / 2)));
  const shape = { encoder, decoder, inputSize, latentSize, chunk, vectors };
  const workspaceStride = Math.ceil(panels(shape).size / LINE) * LINE;
  const memory = new Allocator(TEAM + Team.BYTES);
  return {
    ...shape,
    comparison,
    absolute: options.deviationHead === "absolute",
    terms,
    samples,
    rows,
    firstRow,
    tiles: Math.ceil(rows / (4 * vectors)),
    noiseKey,
    parameters: memory.take(4 * model.parameters.length),
    points: memory.take(4 * rows * inputSize),
    order: memory.take(16 * vectors),
    heads: memory.take(4 * rows * 2 * latentSize),
    results: memory.take(8 * rows * RESULTS),
    text: memory.take(TEXT_BYTES + LAYER_BYTES * (encoder.layers.length + decoder.layers.length)),
    workspaceStride,
    workspaces: memory.top,
  };
}

/** Whether the BLAS is of use to a model. */
export function isWide({ encoder, decoder }: VariationalAutoencoder): boolean {
  return [...encoder.layers, ...decoder.layers].some(suitsBlas);
}

/** The layers' parameters are views into the model's one vector, whose buffer holds nothing else. */
function networkPlan({ layers, activation }: Mlp, blas: boolean): NetworkPlan {
  return {
    layers: layers.map((layer) => ({
      inputs: layer.inputs,
      outputs: layer.outputs,
      weight: layer.weight.byteOffset / layer.weight.BYTES_PER_ELEMENT,
      blas: blas && suitsBlas(layer),
    })),
    activation,
  };
}

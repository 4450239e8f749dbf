import { Team } from "../../engine/team";
import { Allocator, LINE } from "../../kernels/allocator";
import type { Mlp } from "../../models/mlp";
import type { VariationalAutoencoder } from "../../models/variational-autoencoder";
import type { Activation } from "../../numerics/activation";
import { Random } from "../../random";
import type { OptimizerName } from "../adam";
import type { TrainingJob } from "../engine";
import { stepsPerEpoch } from "../minibatches";
import type { Schedule } from "../schedule";
import type { Objective } from "../settings";

/** One dense layer; offsets count from the first parameter. */
export interface LayerPlan {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: number;
  readonly bias: number;
  /** Whether a BLAS library multiplies the matrices, else the SIMD kernels. */
  readonly usesBlas: boolean;
}

export interface NetworkPlan {
  readonly layers: readonly LayerPlan[];
  readonly activation: Activation;
}

/** How the decoder's output is compared with the data. */
export type Comparison = "squared error" | "gaussian" | "bernoulli" | "published";

/**
 * A training job as numbers: what the threads need to know, and where everything lies in the memory that they share.
 * Offsets are in bytes. A tile is `vectors` vectors of four points; a panel has one row of a tile for each unit.
 */
export interface Plan {
  readonly kind: TrainingJob["model"]["kind"];
  readonly encoder: NetworkPlan;
  readonly decoder: NetworkPlan;
  readonly comparison: Comparison;
  /** The fixed deviation of a Gaussian likelihood; 1 if it is learned or the likelihood is not Gaussian. */
  readonly scale: number;
  readonly inputSize: number;
  readonly latentSize: number;
  /** n_z; 1 for an autoencoder. */
  readonly samples: number;
  readonly klWeight: number | Schedule;
  readonly rows: number;
  readonly batchSize: number;
  readonly epochSteps: number;
  readonly optimizer: OptimizerName;
  readonly learningRate: number | Schedule;
  /** Whether the decoder is trained too. */
  readonly trainsDecoder: boolean;
  readonly seed: number;
  readonly noiseKey: readonly [number, number];
  readonly vectors: number;
  /** Parts of a batch, each of whole tiles and with a gradient of its own; the threads share them. */
  readonly shards: number;
  /** The same for the step of the optimizer: ranges of parameters; 1 if sharing it does not pay. */
  readonly ranges: number;
  /** Numbers in each vector of parameters, a multiple of 4. */
  readonly parameterCount: number;
  /** What the threads agree on. */
  readonly team: number;
  /** A loss for each shard. */
  readonly losses: number;
  readonly points: number;
  readonly indices: number;
  /** All bits set for each point of a tile, then as many zeros: read from a later start, it masks what a last tile lacks. */
  readonly mask: number;
  /** The parameters, their previous values, both moments and a gradient for each shard, `vectorStride` apart. */
  readonly parameters: number;
  readonly previous: number;
  readonly firstMoment: number;
  readonly secondMoment: number;
  readonly gradients: number;
  readonly vectorStride: number;
  /** A workspace for each thread begins here, `workspaceStride` bytes apart. */
  readonly workspaces: number;
  readonly workspaceStride: number;
}

/** Panels of one thread, in bytes from its workspace's start. */
export interface Panels {
  readonly x: number;
  readonly encoder: readonly number[];
  readonly noise: number;
  readonly deviation: number;
  readonly z: number;
  readonly decoder: readonly number[];
  /** Two gradients, swapped from layer to layer. */
  readonly gradients: readonly [number, number];
  readonly size: number;
}

/** The first page belongs to the compiler. */
const RESERVED = 65536;

/** Parts of a batch that have work for a thread, and yet cost one thread little. */
const MOST_SHARDS = 16;

/**
 * How many vectors of four points make a tile. Measured: 32 serve small and wide layers alike; a small batch is cut finer
 * for several threads to have work. The dense layer takes multiples of 4, the benchmark found less than 8 slower throughout.
 */
function simdTileVectors(batchSize: number): number {
  let vectors = 32;
  while (vectors > 8 && batchSize < 16 * vectors) vectors /= 2;
  return vectors;
}

/** Columns, points times draws, of a shard whose layers a BLAS library multiplies. */
const BLAS_COLUMNS = 64;
const MOST_BLAS_SHARDS = 4;

/** In how many shards a batch is cut where a BLAS library multiplies: each has a gradient of the wide layers to add up. */
function blasShards(batchSize: number, samples: number): number {
  const shards = Math.ceil((batchSize * samples) / BLAS_COLUMNS);
  return Math.max(1, Math.min(shards, MOST_BLAS_SHARDS, Math.ceil(batchSize / 16)));
}

/**
 * How many vectors make a tile where a BLAS library multiplies: as few tiles as a shard allows, all equally long, since
 * long rows multiply best. Measured: rows of more than 512 points gain nothing and take more memory.
 */
function blasTileVectors(batchSize: number, samples: number, shards: number): number {
  const share = Math.ceil(batchSize / shards);
  const tiles = Math.ceil((share * samples) / 512);
  return Math.max(4, Math.ceil(share / tiles / 4));
}

/** Parameters from which the optimizer's step is shared, and the least that a range has. */
const SHARED_PARAMETERS = 2 ** 14;
const MOST_RANGES = 64;

/**
 * Whether BLAS multiplies the matrices of a layer faster than the SIMD kernels. Measured with OpenBLAS: from 60 × 70 on
 * it always does, but not where one side is short.
 */
function suitsBlas(inputs: number, outputs: number, points: number): boolean {
  return Math.min(inputs, outputs) >= 16 && inputs * outputs * points >= 2 ** 16;
}

/** Whether a BLAS library multiplies the matrices of any layer. */
export function usesBlas({ encoder, decoder }: Pick<Plan, "encoder" | "decoder">): boolean {
  return [...encoder.layers, ...decoder.layers].some((layer) => layer.usesBlas);
}

/** Lays out a thread's panels for tiles of `vectors` vectors. */
export function panels(
  plan: Pick<Plan, "encoder" | "decoder" | "inputSize" | "latentSize" | "samples">,
  vectors: number,
): Panels {
  const { encoder, decoder, inputSize, latentSize, samples } = plan;
  const memory = new Allocator();
  const panel = (units: number, draws: number) => memory.take(units * draws * vectors * 16);
  const widest = Math.max(
    ...encoder.layers.map(({ outputs }) => outputs),
    ...decoder.layers.map(({ inputs, outputs }) => Math.max(inputs, outputs) * samples),
  );
  return {
    x: panel(inputSize, 1),
    encoder: encoder.layers.map(({ outputs }) => panel(outputs, 1)),
    noise: panel(latentSize, samples),
    deviation: panel(latentSize, 1),
    z: panel(latentSize, samples),
    decoder: decoder.layers.map(({ outputs }) => panel(outputs, samples)),
    gradients: [panel(widest, 1), panel(widest, 1)],
    size: memory.top,
  };
}

/** Plans a job for threads that have a BLAS library, or not; how many they are changes nothing. */
export function planTraining(job: TrainingJob, hasBlas: boolean): Plan {
  const { model, settings } = job;
  const { batchSize, optimizer, learningRate, parameters, klWeight, objective, seed } = settings;
  const variational = model.kind === "variational autoencoder";
  const samples = variational ? settings.latentSamples : 1;
  const wideShards = blasShards(batchSize, samples);
  const blasVectors = hasBlas ? blasTileVectors(batchSize, samples, wideShards) : 0;
  const encoder = networkPlan(model.encoder, 4 * blasVectors);
  const decoder = networkPlan(model.decoder, 4 * blasVectors * samples);
  const { inputSize, latentSize } = model;
  const shape = { encoder, decoder, inputSize, latentSize, samples };
  const [rows] = job.points.shape;
  const wide = usesBlas(shape);
  const vectors = wide ? blasVectors : simdTileVectors(batchSize);
  const tiles = Math.ceil(batchSize / (4 * vectors));
  const shards = Math.min(tiles, wide ? wideShards : MOST_SHARDS);
  const parameterCount = Math.ceil(model.parameters.length / 4) * 4;
  const random = new Random(seed, "fused noise");
  const memory = new Allocator(RESERVED);
  const floats = (count: number) => memory.take(4 * count);
  const vectorStride = Math.ceil((4 * parameterCount) / LINE) * LINE;
  const workspaceStride = Math.ceil(panels(shape, vectors).size / LINE) * LINE;
  return {
    ...shape,
    kind: model.kind,
    comparison: variational ? FUSED_OBJECTIVES[objective]!.comparison(model) : "squared error",
    scale: variational && model.options.scale !== "learned" ? model.options.scale : 1,
    klWeight: variational ? FUSED_OBJECTIVES[objective]!.klWeight(klWeight) : klWeight,
    rows,
    batchSize,
    epochSteps: stepsPerEpoch(rows, batchSize),
    optimizer,
    learningRate,
    trainsDecoder: parameters === "all",
    seed,
    noiseKey: [random.word(), random.word()],
    vectors,
    shards,
    ranges: Math.max(1, Math.min(Math.floor(parameterCount / SHARED_PARAMETERS), MOST_RANGES)),
    parameterCount,
    vectorStride,
    workspaceStride,
    team: memory.take(Team.BYTES),
    losses: memory.take(8 * shards),
    points: floats(rows * inputSize),
    indices: floats(rows),
    mask: memory.take(2 * vectors * 16),
    parameters: floats(parameterCount),
    previous: floats(parameterCount),
    firstMoment: floats(parameterCount),
    secondMoment: floats(parameterCount),
    gradients: memory.take(shards * vectorStride),
    workspaces: memory.top,
  };
}

/** The objectives that the kernels compute: how each compares the output with the data, and its β. Others are not here. */
export const FUSED_OBJECTIVES: {
  readonly [Name in Objective]?: {
    comparison(model: VariationalAutoencoder): Comparison;
    klWeight(beta: number | Schedule): number | Schedule;
  };
} = {
  elbo: {
    comparison: ({ options: { family, scale } }) =>
      family === "bernoulli" ? "bernoulli" : scale === "learned" ? "gaussian" : "squared error",
    klWeight: (beta) => beta,
  },
  published: { comparison: () => "published", klWeight: () => 0 },
};

/**
 * The layers' parameters are views into the model's one vector, whose buffer holds nothing else. `blasPoints`: how many
 * points a BLAS library would take at once, 0 where there is none.
 */
function networkPlan({ layers, activation }: Mlp, blasPoints: number): NetworkPlan {
  const offset = ({ byteOffset, BYTES_PER_ELEMENT }: Float32Array) => byteOffset / BYTES_PER_ELEMENT;
  return {
    layers: layers.map(({ inputs, outputs, weight, bias }) => {
      const place = { weight: offset(weight), bias: offset(bias) };
      return { inputs, outputs, ...place, usesBlas: suitsBlas(inputs, outputs, blasPoints) };
    }),
    activation,
  };
}

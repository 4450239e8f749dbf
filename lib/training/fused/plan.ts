import { modelPlan, usesBlas, widest } from "../../engine/network";
import { passPanels } from "../../engine/pass";
import { Team } from "../../engine/team";
import { FIXED_GAUSSIAN } from "../../kernels/likelihood-codes";
import { Allocator, LINE, PAGE } from "../../kernels/memory";
import type { LikelihoodKernel } from "../../likelihoods/likelihood";
import { LIKELIHOODS } from "../../likelihoods/likelihoods";
import { Random } from "../../random";
import type { Training } from "../engine";
import { NODES } from "../evidence-rule";
import { stepsPerEpoch } from "../minibatches";
import type { TrainingSettings } from "../settings";

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
function blasShards(batchSize: number, draws: number): number {
  const shards = Math.ceil((batchSize * draws) / BLAS_COLUMNS);
  return Math.max(1, Math.min(shards, MOST_BLAS_SHARDS, Math.ceil(batchSize / 16)));
}

/**
 * How many vectors make a tile where a BLAS library multiplies: as few tiles as a shard allows, all equally long, since
 * long rows multiply best. Measured: rows of more than 512 points gain nothing and take more memory.
 */
function blasTileVectors(batchSize: number, draws: number, shards: number): number {
  const share = Math.ceil(batchSize / shards);
  const tiles = Math.ceil((share * draws) / 512);
  return Math.max(4, Math.ceil(share / tiles / 4));
}

/** Parameters from which the optimizer's step is shared, and the least that a range has. */
const SHARED_PARAMETERS = 2 ** 14;
const MOST_RANGES = 64;

/** Points from which a part of a batch is worth decoding the nodes of the evidence's rule once more. */
const EVIDENCE_POINTS = 64;

/** Lays out a thread's panels from `start` on; two gradients are swapped from layer to layer. */
export function gradientPanels(
  plan: Parameters<typeof passPanels>[1] & { readonly settings: Pick<TrainingSettings, "objective"> },
  start = 0,
) {
  const { encoder, decoder, inputSize, latentSize, draws, vectors } = plan;
  const { objective } = plan.settings;
  const memory = new Allocator(start);
  const dreams = objective === "wakeSleep" ? draws : 0;
  const units = Math.max(
    widest(encoder) * Math.max(1, dreams),
    Math.max(widest(decoder), latentSize) * draws,
  );
  const panel = (units: number) => memory.take(units * vectors * 16);
  return {
    ...passPanels(memory, plan),
    gradients: [panel(units), panel(units)] as const,
    /** Of each draw, or the logarithms of the nodes' masses. */
    weights: panel(objective === "iwae" || objective === "evidence" ? draws : 0),
    /** The evidence kernel's own. */
    own: panel(objective === "evidence" ? 2 * (inputSize + widest(decoder)) + 1 : 0),
    /** Dreams: their z and what x is drawn with, x, and the outputs of the encoder's layers. */
    dreamt: panel(dreams * (latentSize + 2 * inputSize)),
    dream: panel(dreams * inputSize),
    dreamEncoded: encoder.layers.map(({ outputs }) => panel(dreams * outputs)),
    end: memory.top,
  };
}

/** A training as numbers: what the threads need to know, and where everything lies in the memory that they share. */
export type TrainingPlan = ReturnType<typeof planTraining>;

/** Plans a training for threads that have a BLAS library, or not; how many they are changes nothing. */
export function planTraining({ model, settings, points }: Training, hasBlas: boolean) {
  const { batchSize, seed } = settings;
  const variational = model.kind === "variational autoencoder";
  const byNodes = settings.objective === "evidence";
  const draws = variational && !byNodes ? settings.latentSamples : 1;
  const { inputSize, latentSize } = model;
  const networks = modelPlan(model, hasBlas);
  const wide = usesBlas(networks);
  const wideShards = blasShards(batchSize, draws);
  const pointVectors = wide ? blasTileVectors(batchSize, draws, wideShards) : simdTileVectors(batchSize);
  const vectors = byNodes ? NODES.length / 4 : pointVectors;
  const shape = { ...networks, settings, inputSize, latentSize, draws, vectors };
  const [rows] = points.shape;
  const mostShards = wide ? wideShards : MOST_SHARDS;
  const tilePoints = byNodes ? Math.max(Math.ceil(batchSize / mostShards), EVIDENCE_POINTS) : 4 * vectors;
  const shards = Math.min(Math.ceil(batchSize / tilePoints), mostShards);
  const parameterCount = Math.ceil(model.parameters.length / 4) * 4;
  const random = new Random(seed, "fused noise");
  const memory = new Allocator(PAGE);
  const floats = (count: number) => memory.take(4 * count);
  const vectorStride = Math.ceil((4 * parameterCount) / LINE) * LINE;
  return {
    ...shape,
    variational,
    /** Points in a tile. */
    tilePoints,
    likelihood: variational ? LIKELIHOODS[model.options.family].kernel(model.options) : SQUARED_ERROR,
    rows,
    epochSteps: stepsPerEpoch(rows, batchSize),
    noiseKey: [random.word(), random.word()] as const,
    dreamKey: [random.word(), random.word()] as const,
    /** Parts of a batch, each of whole tiles and with a gradient of its own; the threads share them. */
    shards,
    /** The same for the step of the optimizer: ranges of parameters; 1 if sharing it does not pay. */
    ranges: Math.max(1, Math.min(Math.floor(parameterCount / SHARED_PARAMETERS), MOST_RANGES)),
    /** Numbers in each vector of parameters, a multiple of 4. */
    parameterCount,
    vectorStride,
    workspaceStride: gradientPanels(shape).end,
    /** What the threads agree on. */
    team: memory.take(Team.BYTES),
    /** A loss for each shard. */
    losses: memory.take(8 * shards),
    points: floats(rows * inputSize),
    indices: floats(rows),
    /** All bits set for each draw of a tile's points, then as many zeros: read from a later start, it masks what a last tile lacks. */
    mask: memory.take(2 * draws * vectors * 16),
    parameters: floats(parameterCount),
    /** After the parameters: their previous values, both moments and a gradient for each shard, `vectorStride` apart. */
    previous: floats(parameterCount),
    firstMoment: floats(parameterCount),
    secondMoment: floats(parameterCount),
    gradients: memory.take(shards * vectorStride),
    workspaces: memory.top,
  };
}

/** Half the squared error, for an autoencoder. */
const SQUARED_ERROR: LikelihoodKernel = { code: FIXED_GAUSSIAN, parameters: [1, 0], constant: 0 };

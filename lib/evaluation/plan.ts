import { modelPlan, widest } from "../engine/network";
import { passPanels } from "../engine/pass";
import { Team } from "../engine/team";
import { Allocator, PAGE } from "../kernels/memory";
import { LIKELIHOODS } from "../likelihoods/likelihoods";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";

/** What is summed over the draws: the likelihood alone, or the densities of z and the importance weights too. */
export type Terms = "likelihood" | "all";

/** The evaluation of a model on points of which some are in the memory at once. */
export interface Evaluation {
  readonly latentSamples: number;
  readonly noiseKey: readonly [number, number];
  readonly terms: Terms;
}

/**
 * Without their constants: the means over the draws of log p(x|z), of log p(z) and of the noise's log N(ε; 0, I), and the
 * log-mean-exp of the first plus the second less the third.
 */
export const RESULTS = 4;

/** More than the text of a plan takes, besides its layers. */
const TEXT_BYTES = 4096;
const LAYER_BYTES = 256;

/** Lays out a thread's panels from `start` on. */
export function termPanels(plan: Parameters<typeof passPanels>[1], start = 0) {
  const memory = new Allocator(start);
  // float64 takes twice the room.
  const sums = (draws: number) => [0, 1, 2].map(() => memory.take(2 * draws * plan.vectors * 16));
  const shared = passPanels(memory, plan);
  return {
    ...shared,
    /** Three panels of sums for each draw: log p(x|z), log p(z), log N(ε; 0, I). */
    sums: sums(plan.draws),
    /** A row of each of the three, summed over the draws. */
    totals: sums(1),
    end: memory.top,
  };
}

/** Bytes of a thread's widest panel: more leaves the processor's second-level cache. */
const PANEL_BYTES = 2 ** 20;
/** Numbers of the points that are in the shared memory at once. */
const BLOCK_NUMBERS = 2 ** 22;

/** How many rows of this model are evaluated at once: a multiple of a tile's. */
export function blockRows({ inputSize }: VariationalAutoencoder): number {
  return Math.max(64, 64 * Math.floor(BLOCK_NUMBERS / 64 / inputSize));
}

/** The evaluation of a block of points as numbers, and where everything lies in the memory that the threads share. */
export type EvaluationPlan = ReturnType<typeof planEvaluation>;

/** Plans the evaluation of `rows` rows from `firstRow` on. */
export function planEvaluation(
  model: VariationalAutoencoder,
  evaluation: Evaluation,
  hasBlas: boolean,
  firstRow: number,
  rows: number,
) {
  const { inputSize, latentSize, options } = model;
  const networks = modelPlan(model, hasBlas);
  // The same for every number of threads, so that the results are too.
  let vectors = 16;
  while (vectors > 4 && rows <= 8 * vectors) vectors /= 2;
  const fitting = PANEL_BYTES / (16 * vectors * Math.max(widest(networks.decoder), latentSize));
  const draws = Math.min(evaluation.latentSamples, Math.max(2, 2 * Math.floor(fitting / 2)));
  const shape = { ...networks, inputSize, latentSize, draws, vectors };
  const memory = new Allocator(PAGE + Team.BYTES);
  return {
    ...shape,
    ...evaluation,
    likelihood: LIKELIHOODS[options.family].kernel(options),
    rows,
    /** The number of the first row among all the points of the evaluation, which the noise depends on. */
    firstRow,
    tiles: Math.ceil(rows / (4 * vectors)),
    parameters: memory.take(4 * model.parameters.length),
    points: memory.take(4 * rows * inputSize),
    /** 0, 1, …: the order in which the points are gathered. */
    order: memory.take(4 * rows),
    /** The encoder's heads of each row, float32, and `RESULTS` lists of a number for each row, float64. */
    heads: memory.take(4 * rows * 2 * latentSize),
    results: memory.take(8 * rows * RESULTS),
    /** Where the plan itself is for the helpers to read. */
    text: memory.take(
      TEXT_BYTES + LAYER_BYTES * (networks.encoder.layers.length + networks.decoder.layers.length),
    ),
    workspaceStride: termPanels(shape).end,
    workspaces: memory.top,
  };
}

import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import { logJoint } from "./latent-grid";

/** The prior outside ±7 in two dimensions weighs 5e-12. */
const REACH = 7;
/** Tiles along each axis. */
const TILES = 28;
const SIDE = (2 * REACH) / TILES;
/** Steps along a tile's side, level after level: .17, .083, .042, .021, .010. */
const STEPS = [3, 6, 12, 24, 48];
/** Change of log p(x) from one level to the next below which a point is resolved: of few dimensions, and of many. */
const RESOLVED = [1e-4, 1e-3];
const MANY_DIMENSIONS = 32;
/** Nats below a point's highest density from which on a tile needs no refinement. */
const NEGLIGIBLE = 25;

/**
 * log p(x) for points [rows, inputSize] and a latent of two dimensions, by the midpoint rule on a grid of tiles. A coarse
 * grid finds the tiles that hold a point's posterior; these are refined together with their neighbours, for the points that
 * need them, until halving the step changes log p(x) by less than 1e-4 nats, or 1e-3 for points of many
 * dimensions, whose decoders take long. Measured against much finer grids: for the post's models after training (ReLU), an
 * error of 4e-5 nats in the mean over points and 7e-4 at the worst one.
 */
export function refinedLogEvidence(model: VariationalAutoencoder, points: NDArray): Float64Array {
  const [rows, size] = points.shape;
  const resolved = RESOLVED[size < MANY_DIMENSIONS ? 0 : 1];
  const total = TILES ** 2;
  const highest = new Float64Array(rows * total);
  const integrals = new Float64Array(rows * total);
  let evidence = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  let unresolved = Array.from({ length: rows }, (_, i) => i);
  for (let level = 0; level < STEPS.length && unresolved.length > 0; level++) {
    for (const [tile, needing] of pointsByTile(highest, unresolved, level === 0)) {
      const nodes = tileNodes(tile, STEPS[level]);
      const count = nodes.shape[0];
      const joint = logJoint(model, rowsOf(points, needing), nodes);
      const logWeight = 2 * Math.log(SIDE / STEPS[level]);
      needing.forEach((row, i) => {
        const values = joint.subarray(i * count, (i + 1) * count);
        highest[row * total + tile] = values.reduce((a, b) => Math.max(a, b));
        integrals[row * total + tile] = logSumExp(values) + logWeight;
      });
    }
    const finer = evidence.slice();
    for (const row of unresolved) finer[row] = logSumExp(integrals.subarray(row * total, (row + 1) * total));
    const previous = evidence;
    evidence = finer;
    // At first the difference is infinite.
    unresolved = unresolved.filter((row) => Math.abs(finer[row] - previous[row]) > resolved);
  }
  return evidence;
}

/** The tiles that need refinement, each with the points that need it. */
function pointsByTile(
  highest: Float64Array,
  rows: readonly number[],
  all: boolean,
): (readonly [number, readonly number[]])[] {
  const total = TILES ** 2;
  const needing = Array.from({ length: total }, (): number[] => []);
  for (const row of rows) {
    const ofRow = highest.subarray(row * total, (row + 1) * total);
    const threshold = ofRow.reduce((a, b) => Math.max(a, b)) - NEGLIGIBLE;
    const needed = new Uint8Array(total).fill(all ? 1 : 0);
    if (!all)
      ofRow.forEach((value, tile) => {
        if (value < threshold) return;
        const [a, b] = [Math.floor(tile / TILES), tile % TILES];
        for (let i = Math.max(a - 1, 0); i <= Math.min(a + 1, TILES - 1); i++)
          for (let j = Math.max(b - 1, 0); j <= Math.min(b + 1, TILES - 1); j++) needed[i * TILES + j] = 1;
      });
    needed.forEach((flag, tile) => {
      if (flag) needing[tile].push(row);
    });
  }
  return needing.flatMap((list, tile) => (list.length > 0 ? [[tile, list] as const] : []));
}

/** The midpoints of steps² squares that cover a tile, [steps², 2]. */
function tileNodes(tile: number, steps: number): NDArray {
  const corner = [Math.floor(tile / TILES), tile % TILES].map((index) => index * SIDE - REACH);
  const step = SIDE / steps;
  const nodes = new Float64Array(2 * steps ** 2);
  for (let k = 0; k < steps ** 2; k++) {
    nodes[2 * k] = corner[0] + (Math.floor(k / steps) + 0.5) * step;
    nodes[2 * k + 1] = corner[1] + ((k % steps) + 0.5) * step;
  }
  return new NDArray(nodes, [steps ** 2, 2]);
}

/** Some rows of a matrix. */
export function rowsOf(points: NDArray, rows: readonly number[]): NDArray {
  const width = points.shape[1];
  const data = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    data.set(points.row(row), i * width);
  });
  return new NDArray(data, [rows.length, width]);
}

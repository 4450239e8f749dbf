import { maximum } from "../numerics/maximum";
import type { Quadrature } from "../numerics/quadrature";

/** Means and standard deviations of a q(z) with independent coordinates. */
export type PlaneGaussian = readonly [mean: readonly number[], scale: readonly number[]];

/** Standard deviations with which the search starts at each peak, and how many peaks it starts at, the highest ones. */
const SCALES = [0.05, 0.1, 0.2, 0.4, 0.8];
const PEAKS = 4;
/** The first change of log σ, and of a mean in its σ; the share of them with which the search ends. */
const FIRST_STEP = 0.35;
const LAST_SHARE = 5e-3;
/** Standard deviations within which q is integrated. */
const REACH = 6;

/**
 * The q(z) = N(mean, diag(scale²)) with the highest ELBO, for a log p(x, z) known on the square grid with the given axis, the
 * first coordinate slowest, by a search from the highest peaks and from `starts`.
 */
export function highestElboInPlane(
  axis: Quadrature,
  logJoint: Float64Array,
  starts: readonly PlaneGaussian[],
): PlaneGaussian {
  const elbo = (q: PlaneGaussian) => elboOf(q, axis, logJoint);
  const atPeaks = peaks(axis, logJoint).map((mean) =>
    best(
      SCALES.map((scale): PlaneGaussian => [mean, [scale, scale]]),
      elbo,
    ),
  );
  return best(
    [...atPeaks, ...starts].map((start) => climb(start, elbo)),
    elbo,
  );
}

const best = (all: readonly PlaneGaussian[], elbo: (q: PlaneGaussian) => number) =>
  all.reduce((one, other) => (elbo(other) > elbo(one) ? other : one));

/** Nodes that are higher than their neighbours, the highest first. */
function peaks({ nodes }: Quadrature, joint: Float64Array): number[][] {
  const side = nodes.length;
  const found: number[] = [];
  for (let i = 1; i < side - 1; i++)
    for (let j = 1; j < side - 1; j++) {
      const at = i * side + j;
      const around = [-side - 1, -side, -side + 1, -1, 1, side - 1, side, side + 1];
      if (joint[at] > maximum(around.map((step) => joint[at + step]))) found.push(at);
    }
  const highest = found.sort((a, b) => joint[b] - joint[a]).slice(0, PEAKS);
  return highest.map((at) => [nodes[Math.floor(at / side)], nodes[at % side]]);
}

/** E_q[log p(x, z)] + the entropy of q, up to a constant; −∞ outside the axis or too narrow for its steps. */
function elboOf([mean, scale]: PlaneGaussian, { nodes, weights }: Quadrature, joint: Float64Array): number {
  const step = nodes[1] - nodes[0];
  if (Math.min(...scale) < step) return Number.NEGATIVE_INFINITY;
  const sides = mean.map((center, k) => {
    const first = Math.max(Math.ceil((center - REACH * scale[k] - nodes[0]) / step), 0);
    const end = Math.min(Math.floor((center + REACH * scale[k] - nodes[0]) / step) + 1, nodes.length);
    const masses = Array.from({ length: Math.max(end - first, 0) }, (_, i) => {
      const standardized = (nodes[first + i] - center) / scale[k];
      return weights[first + i] * Math.exp(-0.5 * standardized ** 2);
    });
    return { first, masses, total: masses.reduce((sum, mass) => sum + mass, 0) };
  });
  const [rows, columns] = sides;
  if (!(rows.total > 0 && columns.total > 0)) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  rows.masses.forEach((mass, i) => {
    const from = (rows.first + i) * nodes.length + columns.first;
    let row = 0;
    for (let j = 0; j < columns.masses.length; j++) row += columns.masses[j] * joint[from + j];
    sum += mass * row;
  });
  return sum / (rows.total * columns.total) + Math.log(scale[0] * scale[1]);
}

/** Climbs by steps along each mean and scale that are halved where none of them leads upwards. */
function climb(start: PlaneGaussian, elbo: (q: PlaneGaussian) => number): PlaneGaussian {
  let [found, value] = [start, elbo(start)];
  for (let share = 1; share > LAST_SHARE; ) {
    const before = value;
    for (const k of [0, 1])
      for (const sign of [1, -1]) {
        const [mean, scale] = found;
        const moves: PlaneGaussian[] = [
          [mean.with(k, mean[k] + sign * FIRST_STEP * share * scale[k]), scale],
          [mean, scale.with(k, scale[k] * Math.exp(sign * FIRST_STEP * share))],
        ];
        for (const move of moves) {
          const height = elbo(move);
          if (height > value) [found, value] = [move, height];
        }
      }
    if (value === before) share /= 2;
  }
  return found;
}

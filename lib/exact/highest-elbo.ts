import { maximum } from "../numerics/maximum";
import type { Quadrature } from "../numerics/quadrature";

/** Where the search starts: every pair of these, N(0, 1), and at the highest node, where q is as narrow as it can be or wider. */
const MEANS = Array.from({ length: 33 }, (_, i) => (i - 16) / 4);
const SCALES = [0.05, 0.1, 0.2, 0.4, 0.8];
/** The first change of the mean and of log σ, and the share of it with which the search ends. */
const FIRST_STEP = [0.125, 0.35] as const;
const LAST_SHARE = 1e-3;
/** Standard deviations within which q is integrated. */
const REACH = 7;

/** A Gaussian q on the nodes of an axis: its masses at those from `first` on, none if q leaves the axis or is too narrow for its steps. */
interface Placed {
  readonly mean: number;
  readonly scale: number;
  readonly first: number;
  readonly masses: Float64Array;
}

/**
 * A search, from the best of many starts, for mean and standard deviation of the Gaussian with the highest ELBO, for a log p(x, z)
 * known at the equidistant nodes of `axis`, [nodes]. What does not depend on that is computed once.
 */
export function highestElbo(axis: Quadrature): (logJoint: Float64Array) => [mean: number, scale: number] {
  const starts = [
    place(0, 1, axis),
    ...MEANS.flatMap((mean) => SCALES.map((scale) => place(mean, scale, axis))),
  ];
  return (logJoint) => climb(starts, axis, logJoint);
}

function place(mean: number, scale: number, { nodes, weights }: Quadrature): Placed {
  const step = nodes[1] - nodes[0];
  const first = Math.max(Math.ceil((mean - REACH * scale - nodes[0]) / step), 0);
  const last = Math.min(Math.floor((mean + REACH * scale - nodes[0]) / step), nodes.length - 1);
  const count = scale < 2 * step ? 0 : Math.max(last - first + 1, 0);
  const masses = new Float64Array(count);
  let total = 0;
  for (let k = 0; k < count; k++) {
    masses[k] = weights[first + k] * Math.exp(-0.5 * ((nodes[first + k] - mean) / scale) ** 2);
    total += masses[k];
  }
  for (let k = 0; k < count; k++) masses[k] /= total;
  return { mean, scale, first, masses };
}

/** E_q[log p(x, z)] + the entropy of q, up to a constant; −∞ for a q without masses. */
function elboOf({ scale, first, masses }: Placed, joint: Float64Array): number {
  if (masses.length === 0) return Number.NEGATIVE_INFINITY;
  let mean = 0;
  for (let k = 0; k < masses.length; k++) mean += masses[k] * joint[first + k];
  return mean + Math.log(scale);
}

/** The mean and scale at which the ELBO is highest, by steps that are halved where none of them leads upwards. */
function climb(
  starts: readonly Placed[],
  axis: Quadrature,
  joint: Float64Array,
): [mean: number, scale: number] {
  let best = { mean: 0, scale: 1, value: Number.NEGATIVE_INFINITY };
  const attempt = (q: Placed) => {
    const value = elboOf(q, joint);
    if (value > best.value) best = { mean: q.mean, scale: q.scale, value };
  };
  for (const start of starts) attempt(start);
  const mode = axis.nodes[joint.indexOf(maximum(joint))];
  for (const scale of [2 * (axis.nodes[1] - axis.nodes[0]), ...SCALES]) attempt(place(mode, scale, axis));
  for (let share = 1; share > LAST_SHARE; ) {
    const { mean, scale, value: before } = best;
    const [shift, stretch] = [FIRST_STEP[0] * share, Math.exp(FIRST_STEP[1] * share)];
    for (const change of [shift, -shift]) attempt(place(mean + change, scale, axis));
    for (const factor of [stretch, 1 / stretch]) attempt(place(mean, scale * factor, axis));
    if (best.value === before) share /= 2;
  }
  return [best.mean, best.scale];
}

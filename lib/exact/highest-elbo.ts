import type { Quadrature } from "../numerics/quadrature";

/** Where the search starts: every pair of these. */
const MEANS = Array.from({ length: 33 }, (_, i) => (i - 16) / 4);
const SCALES = [0.05, 0.1, 0.2, 0.4, 0.8];
/** The first change of the mean and of log σ, and the share of it with which the search ends. */
const FIRST_STEP = [0.125, 0.35] as const;
const LAST_SHARE = 1e-3;
/** Standard deviations within which q is integrated. */
const REACH = 7;

/**
 * Mean and standard deviation of the Gaussian with the highest ELBO, for a log p(x, z) known at the equidistant nodes of
 * `axis`, [nodes], by a search from the best of many starts.
 */
export function highestElbo(axis: Quadrature, logJoint: Float64Array): [mean: number, scale: number] {
  return climb((mean, scale) => elboOf(mean, scale, axis, logJoint));
}

/** E_q[log p(x, z)] + the entropy of q = N(mean, scale²), up to a constant; −∞ outside the axis or too narrow for its steps. */
function elboOf(mean: number, scale: number, { nodes, weights }: Quadrature, joint: Float64Array): number {
  const step = nodes[1] - nodes[0];
  const first = Math.ceil((mean - REACH * scale - nodes[0]) / step);
  const last = Math.floor((mean + REACH * scale - nodes[0]) / step);
  if (scale < 2 * step || last < 0 || first >= nodes.length) return Number.NEGATIVE_INFINITY;
  let [sum, mass] = [0, 0];
  for (let k = Math.max(first, 0); k <= Math.min(last, nodes.length - 1); k++) {
    const density = weights[k] * Math.exp(-0.5 * ((nodes[k] - mean) / scale) ** 2);
    sum += density * joint[k];
    mass += density;
  }
  return sum / mass + Math.log(scale);
}

/** The mean and scale at which `value` is highest, by steps that are halved where none of them leads upwards. */
function climb(value: (mean: number, scale: number) => number): [mean: number, scale: number] {
  let best = { mean: 0, scale: 1, value: value(0, 1) };
  const attempt = (mean: number, scale: number) => {
    const one = { mean, scale, value: value(mean, scale) };
    if (one.value > best.value) best = one;
  };
  for (const mean of MEANS) for (const scale of SCALES) attempt(mean, scale);
  for (let share = 1; share > LAST_SHARE; ) {
    const { mean, scale, value: before } = best;
    const [shift, stretch] = [FIRST_STEP[0] * share, Math.exp(FIRST_STEP[1] * share)];
    for (const change of [shift, -shift]) attempt(mean + change, scale);
    for (const factor of [stretch, 1 / stretch]) attempt(mean, scale * factor);
    if (best.value === before) share /= 2;
  }
  return [best.mean, best.scale];
}

import * as vb from "../../../lib";
import { Random } from "../../../lib/random";
import { Adam } from "../../../lib/training/adam";
import { epochOrder, stepsPerEpoch } from "../../../lib/training/minibatches";
import { valueAt } from "../../../lib/training/schedule";

/**
 * Where log p(x, z) is known in training and for the search; after how many steps each q of a batch gets a rival at the highest
 * mode, and Newton's steps of that.
 */
export const BEST_Q = { axis: [-6, 6, 1201], fine: [-6, 6, 2401], rivalEvery: 25, rivalSteps: 10 } as const;

/** Standard deviations within which q is integrated. */
const REACH = 5;

export interface BestQOptions {
  readonly steps: number;
  readonly batchSize: number;
  readonly learningRate: vb.Schedule;
  readonly latentSamples: number;
  /** Newton's steps of each q between two steps of the decoder. */
  readonly innerSteps: number;
  readonly seed: number;
}

/**
 * Trains a decoder on the bound without an encoder: each point has a q(z) = N(μ, σ²) of its own. In each step q of the batch's points
 * climbs the bound with the decoder held; then the decoder takes the step that `fit` would take with that q. For SHAPE's
 * decoders. Returns q, [rows, 1].
 */
export function fitWithBestQ(
  model: vb.VariationalAutoencoder,
  points: vb.NDArray,
  options: BestQOptions,
): vb.Normal {
  const { steps, batchSize, learningRate, latentSamples, innerSteps, seed } = options;
  const [rows] = points.shape;
  const { nodes } = vb.trapezoid(...BEST_Q.axis);
  const all = Array.from({ length: rows }, (): Gaussian => ({ mean: 0, scale: 1 }));
  const adam = new Adam(model.decoder.parameters.length);
  const epochSteps = stepsPerEpoch(rows, batchSize);
  let order: Uint32Array = new Uint32Array(0);
  for (let step = 0; step < steps; step++) {
    const at = step % epochSteps;
    if (at === 0) order = epochOrder(rows, batchSize, seed, step / epochSteps);
    const random = new Random(seed, "best q", step);
    const joint = jointOf(model, nodes);
    const gradient = new Float64Array(adam.firstMoment.length);
    const addGradient = gradientOf(model.decoder, gradient);
    const batch = order.subarray(at * batchSize, (at + 1) * batchSize);
    for (const row of batch) {
      const x = points.row(row);
      all[row] = climbed(all[row], joint, x, innerSteps);
      if (step % BEST_Q.rivalEvery === 0) {
        const rival = climbed(atMode(joint, x), joint, x, BEST_Q.rivalSteps);
        if (boundOf(rival, joint, x).bound > boundOf(all[row], joint, x).bound) all[row] = rival;
      }
      const { mean, scale } = all[row];
      for (let draw = 0; draw < latentSamples; draw++) addGradient(x, mean + scale * random.normal());
    }
    const loss = Float32Array.from(gradient, (one) => -one / (batch.length * latentSamples));
    adam.update(model.decoder.parameters, loss, valueAt(learningRate, step / epochSteps));
  }
  return normalOf(all);
}

/** Where the search for the best q of a point starts, apart from the highest mode, and Newton's steps from each. */
const STARTS: readonly Gaussian[] = [-2, -1, 0, 1, 2].map((mean) => ({ mean, scale: 0.5 }));
const SEARCH_STEPS = 60;

/** The q(z) = N(μ, σ²) with the highest bound for each point: `vb.bestGaussian`, many times as fast. */
export function bestQ(model: vb.VariationalAutoencoder, points: vb.NDArray): vb.Normal {
  const joint = jointOf(model, vb.trapezoid(...BEST_Q.fine).nodes);
  const found = Array.from({ length: points.shape[0] }, (_, row) => {
    const x = points.row(row);
    const all = [atMode(joint, x), ...STARTS].map((start) => climbed(start, joint, x, SEARCH_STEPS));
    const bounds = all.map((q) => boundOf(q, joint, x).bound);
    return all[bounds.indexOf(Math.max(...bounds))];
  });
  return normalOf(found);
}

const normalOf = (all: readonly Gaussian[]) =>
  new vb.Normal(
    all.map(({ mean }) => [mean]),
    all.map(({ scale }) => [scale]),
  );

interface Gaussian {
  readonly mean: number;
  readonly scale: number;
}

/** What log p(x, z) of any point at the nodes is computed from: constants, means, and precisions halved. */
interface Joint {
  readonly nodes: Float64Array;
  readonly constants: Float64Array;
  readonly means: Float64Array;
  readonly halves: Float64Array;
}

function jointOf(model: vb.VariationalAutoencoder, nodes: Float64Array): Joint {
  const { loc, scale } = model.likelihood(new vb.NDArray(nodes, [nodes.length, 1])) as vb.Normal;
  const constants = nodes.map((z, k) => -(z * z) / 2 - Math.log(scale.data[2 * k] * scale.data[2 * k + 1]));
  return { nodes, constants, means: loc.data, halves: scale.data.map((one) => 0.5 / (one * one)) };
}

/** f(z) = log p(x, z) of a point at the node k, up to a constant. */
function logJoint({ constants, means, halves }: Joint, x: Float64Array, k: number): number {
  const a = x[0] - means[2 * k];
  const b = x[1] - means[2 * k + 1];
  return constants[k] - halves[2 * k] * a * a - halves[2 * k + 1] * b * b;
}

/** A narrow q at the highest mode. */
function atMode(joint: Joint, x: Float64Array): Gaussian {
  const { nodes } = joint;
  let mode = 0;
  let most = logJoint(joint, x, 0);
  for (let k = 1; k < nodes.length; k++) {
    const value = logJoint(joint, x, k);
    if (value <= most) continue;
    mode = k;
    most = value;
  }
  return { mean: nodes[mode], scale: 2 * (nodes[1] - nodes[0]) };
}

/**
 * The bound of q for f(z) = log p(x, z), up to a constant, and E_q f′ and E_q f″, by the trapezoid rule on nodes a quarter of q's scale
 * apart. No derivative is taken of f: with z = mean + scale ε they are E[f ε]/scale and E[f (ε² − 1)]/scale².
 */
function boundOf({ mean, scale }: Gaussian, joint: Joint, x: Float64Array) {
  const { nodes } = joint;
  const step = nodes[1] - nodes[0];
  const stride = Math.max(1, Math.floor(scale / (4 * step)));
  const first = Math.max(0, Math.ceil((mean - REACH * scale - nodes[0]) / step));
  const last = Math.min(nodes.length - 1, (mean + REACH * scale - nodes[0]) / step);
  const delta = (stride * step) / scale;
  let epsilon = (nodes[first] - mean) / scale;
  // From node to node, exp(−ε²/2) changes by a factor that itself changes by another: this saves exponentials.
  let density = Math.exp(-0.5 * epsilon * epsilon);
  let factor = Math.exp(-delta * (epsilon + delta / 2));
  const change = Math.exp(-delta * delta);
  let mass = 0;
  let value = 0;
  let slope = 0;
  let bend = 0;
  for (let k = first; k <= last; k += stride) {
    const term = density * logJoint(joint, x, k);
    mass += density;
    value += term;
    slope += term * epsilon;
    bend += term * (epsilon * epsilon - 1);
    epsilon += delta;
    density *= factor;
    factor *= change;
  }
  return {
    bound: value / mass + Math.log(scale),
    slope: slope / (mass * scale),
    bend: bend / (mass * scale * scale),
  };
}

/**
 * q after steps of Newton's to the highest bound, where E_q f′ = 0 and E_q f″ = −1/scale² (Opper & Archambeau 2009). A step goes
 * half the way; one that would lower the bound is not taken, and the next is shorter.
 */
function climbed(start: Gaussian, joint: Joint, x: Float64Array, steps: number): Gaussian {
  let q = start;
  let here = boundOf(q, joint, x);
  for (let step = 0, share = 0.5; step < steps; step++) {
    const { mean, scale } = q;
    // A curvature that stays positive, and a mean that moves by one deviation at most.
    const precision = scale ** -2 * (Math.max(-here.bend, 0.25) * scale ** 2) ** share;
    const shift = Math.min(Math.max(here.slope / precision, -scale), scale);
    const next = {
      mean: mean + 2 * share * shift,
      scale: Math.max(1 / Math.sqrt(precision), joint.nodes[1] - joint.nodes[0]),
    };
    const there = boundOf(next, joint, x);
    if (there.bound >= here.bound) {
      [q, here] = [next, there];
      share = Math.min(2 * share, 0.5);
    } else share /= 4;
  }
  return q;
}

/** Adds ∂ log p(x|z) by the parameters of a decoder with one hidden layer of ReLUs to `gradient`. */
export function gradientOf(
  { layers: [first, last] }: vb.VariationalAutoencoder["decoder"],
  gradient: Float64Array,
) {
  const [hidden, outputs] = [first.outputs, last.outputs];
  const [firstBias, lastWeight, lastBias] = [hidden, 2 * hidden, 2 * hidden + hidden * outputs];
  const units = new Float64Array(hidden);
  const heads = new Float64Array(outputs);
  const slopes = new Float64Array(outputs);
  return (x: Float64Array, z: number) => {
    heads.set(last.bias);
    for (let h = 0; h < hidden; h++) {
      units[h] = Math.max(0, z * first.weight[h] + first.bias[h]);
      for (let j = 0; j < outputs; j++) heads[j] += units[h] * last.weight[h * outputs + j];
    }
    // By μ it is (x − μ)/σ², by log σ² half of ((x − μ)/σ)² − 1.
    for (let d = 0; d < x.length; d++) {
      const error = x[d] - heads[d];
      slopes[d] = error * Math.exp(-heads[x.length + d]);
      slopes[x.length + d] = 0.5 * (error * slopes[d] - 1);
    }
    for (let j = 0; j < outputs; j++) gradient[lastBias + j] += slopes[j];
    for (let h = 0; h < hidden; h++) {
      if (units[h] === 0) continue;
      let slope = 0;
      for (let j = 0; j < outputs; j++) {
        slope += slopes[j] * last.weight[h * outputs + j];
        gradient[lastWeight + h * outputs + j] += slopes[j] * units[h];
      }
      gradient[h] += slope * z;
      gradient[firstBias + h] += slope;
    }
  };
}

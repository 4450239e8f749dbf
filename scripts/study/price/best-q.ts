import * as vb from "../../../lib";
import { Random } from "../../../lib/random";
import { Adam } from "../../../lib/training/adam";
import { epochOrder, stepsPerEpoch } from "../../../lib/training/minibatches";
import { valueAt } from "../../../lib/training/schedule";

/** Where log p(x, z) is known; and after how many steps each q of a batch gets a rival at the highest mode, and Newton steps of that. */
export const BEST_Q = { axis: [-6, 6, 241], rivalEvery: 25, rivalSteps: 10 } as const;

/** Standard deviations within which q is integrated. */
const REACH = 5;

export interface BestQOptions {
  readonly steps: number;
  readonly batchSize: number;
  readonly learningRate: vb.Schedule;
  readonly latentSamples: number;
  /** Newton's steps of q for each step of the decoder. */
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
    const logJoint = logJointAt(model, nodes);
    const gradient = new Float64Array(adam.firstMoment.length);
    const addGradient = gradientOf(model.decoder, gradient);
    const batch = order.subarray(at * batchSize, (at + 1) * batchSize);
    for (const row of batch) {
      const x = points.row(row);
      const f = logJoint(x);
      all[row] = climbed(all[row], nodes, f, innerSteps);
      if (step % BEST_Q.rivalEvery === 0) {
        const rival = climbed(atMode(nodes, f), nodes, f, BEST_Q.rivalSteps);
        if (boundOf(rival, nodes, f).bound > boundOf(all[row], nodes, f).bound) all[row] = rival;
      }
      const { mean, scale } = all[row];
      for (let draw = 0; draw < latentSamples; draw++) addGradient(x, mean + scale * random.normal());
    }
    const loss = Float32Array.from(gradient, (one) => -one / (batch.length * latentSamples));
    adam.update(model.decoder.parameters, loss, valueAt(learningRate, step / epochSteps));
  }
  return new vb.Normal(
    all.map(({ mean }) => [mean]),
    all.map(({ scale }) => [scale]),
  );
}

interface Gaussian {
  readonly mean: number;
  readonly scale: number;
}

/** log p(x, z) of a point at the nodes, up to a constant and into one place; what does not depend on x is computed once. */
function logJointAt(model: vb.VariationalAutoencoder, nodes: Float64Array) {
  const { loc, scale } = model.likelihood(new vb.NDArray(nodes, [nodes.length, 1])) as vb.Normal;
  const [means, precisions] = [loc.data, scale.data.map((one) => one ** -2 / 2)];
  const constants = nodes.map((z, k) => -(z ** 2) / 2 - Math.log(scale.data[2 * k] * scale.data[2 * k + 1]));
  const f = new Float64Array(nodes.length);
  return (x: Float64Array) => {
    for (let k = 0; k < f.length; k++) {
      const a = x[0] - means[2 * k];
      const b = x[1] - means[2 * k + 1];
      f[k] = constants[k] - precisions[2 * k] * a * a - precisions[2 * k + 1] * b * b;
    }
    return f;
  };
}

/** A narrow q at the highest mode. */
function atMode(nodes: Float64Array, f: Float64Array): Gaussian {
  let mode = 0;
  for (let k = 1; k < f.length; k++) if (f[k] > f[mode]) mode = k;
  return { mean: nodes[mode], scale: 2 * (nodes[1] - nodes[0]) };
}

/**
 * The bound of q for f(z) = log p(x, z) at the nodes, up to a constant, and E_q f′ and E_q f″. No derivative is taken of f: with
 * z = mean + scale ε they are E[f ε]/scale and E[f (ε² − 1)]/scale².
 */
function boundOf({ mean, scale }: Gaussian, nodes: Float64Array, f: Float64Array) {
  const step = nodes[1] - nodes[0];
  const first = Math.max(0, Math.ceil((mean - REACH * scale - nodes[0]) / step));
  const last = Math.min(nodes.length - 1, Math.floor((mean + REACH * scale - nodes[0]) / step));
  const delta = step / scale;
  let epsilon = (nodes[first] - mean) / scale;
  // From node to node, exp(−ε²/2) changes by a factor that itself changes by another: this saves exponentials.
  let density = Math.exp(-0.5 * epsilon ** 2);
  let factor = Math.exp(-delta * (epsilon + delta / 2));
  const change = Math.exp(-(delta ** 2));
  let [mass, value, slope, bend] = [0, 0, 0, 0];
  for (let k = first; k <= last; k++) {
    const term = density * f[k];
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
    bend: bend / (mass * scale ** 2),
  };
}

/** q after damped steps of Newton's to the highest bound, where E_q f′ = 0 and E_q f″ = −1/scale² (Opper & Archambeau 2009). */
function climbed(start: Gaussian, nodes: Float64Array, f: Float64Array, steps: number): Gaussian {
  let { mean, scale } = start;
  const least = nodes[1] - nodes[0];
  for (let step = 0; step < steps; step++) {
    const { slope, bend } = boundOf({ mean, scale }, nodes, f);
    // Half the way, with a curvature that stays positive, and at most one deviation.
    const precision = (scale ** -2 + Math.max(-bend, 0.25)) / 2;
    mean += Math.min(Math.max(slope / precision, -scale), scale);
    scale = Math.max(1 / Math.sqrt(precision), least);
  }
  return { mean, scale };
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

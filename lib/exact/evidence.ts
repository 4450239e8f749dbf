import type { Points } from "../data/dataset";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import { maximum } from "../numerics/maximum";
import { type Quadrature, trapezoid } from "../numerics/quadrature";
import { reportProgress } from "../progress";
import { jointOnGrid, latentAxes, logJoint } from "./latent-grid";
import { refinedLogEvidence } from "./refined-grid";

/** Points that are evaluated at once, so that their densities do not fill the memory. */
const BLOCK_ROWS = 1000;

/**
 * log p(x) = log ∫ p(z) p(x|z) dz for each point, [batch], in nats: the evidence that the post calls incomputable,
 * by quadrature in float64 for a decoder with a latent of one or two dimensions. In one dimension a finer and wider grid
 * serves where the posterior is too narrow for the usual one or leaves it, as the grid itself or the encoder's q(z|x) tells; in
 * two the grid is widened, too, for posteriors at its edge, and refined until log p(x) is resolved. Throws a RangeError for more
 * dimensions.
 */
export function logEvidence(model: VariationalAutoencoder, x: Points): NDArray {
  const points = inputsOf(model, "x", x);
  const axes = latentAxes(model.latentSize);
  const [batch, size] = points.shape;
  const evidence = new Float64Array(batch);
  const name = `log p(x) of ${batch} points`;
  reportProgress(name, 0);
  for (let start = 0; start < batch; start += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, batch - start);
    const block = new NDArray(points.data.subarray(start * size, (start + rows) * size), [rows, size]);
    const onProgress = (share: number) => reportProgress(name, (start + share * rows) / batch);
    evidence.set(
      model.latentSize === 1 ? onAxes(model, block, axes) : refinedLogEvidence(model, block, onProgress),
      start,
    );
    onProgress(1);
  }
  return new NDArray(evidence, [batch]);
}

/** A posterior is resolved if no node carries more than this share of it: its deviation is then two steps or more. */
const LOG_MOST_AT_A_NODE = Math.log(0.2);
/** The share of a posterior that may lie at an end of the axis, or outside it by the encoder's guess. */
const LOG_MOST_MISSED = -20;
/** log p(x) of each point by the first rule that resolves and holds its posterior; by the last rule if none does. */
function onAxes(model: VariationalAutoencoder, points: NDArray, axes: readonly Quadrature[]): Float64Array {
  const evidence = new Float64Array(points.shape[0]);
  const guesses = guessedModes(model, points);
  let rows = Array.from(evidence, (_, i) => i);
  for (const axis of axes) {
    const sums = rows.map(() => ({
      total: Number.NEGATIVE_INFINITY,
      atANode: Number.NEGATIVE_INFINITY,
      atTheEnds: Number.NEGATIVE_INFINITY,
    }));
    const left = NDArray.from(rows.map((row) => points.row(row)));
    const ends = new Set([axis.nodes[0], axis.nodes[axis.nodes.length - 1]]);
    for (const { nodes, weights, logJoint } of jointOnGrid(model, left, axis)) {
      const logWeights = weights.map(Math.log);
      const atEnd = [0, weights.length - 1].filter((k) => ends.has(nodes.data[k]));
      sums.forEach((sum, i) => {
        const terms = logJoint.subarray(i * weights.length, (i + 1) * weights.length);
        for (let k = 0; k < terms.length; k++) terms[k] += logWeights[k];
        sum.total = logSumExp([sum.total, logSumExp(terms)]);
        sum.atANode = Math.max(sum.atANode, maximum(terms));
        sum.atTheEnds = Math.max(sum.atTheEnds, ...atEnd.map((k) => terms[k]));
      });
    }
    rows.forEach((row, i) => {
      const { total } = sums[i];
      evidence[row] = total + resolvedAt(guesses[row], model, points.row(row), axis, total);
    });
    rows = rows.filter((row, i) => {
      const { total, atANode, atTheEnds } = sums[i];
      const { loc, scale, logMass } = guesses[row];
      const holdsGuess = Math.abs(loc) + 4 * scale < -axis.nodes[0];
      const missed = holdsGuess ? atTheEnds : Math.max(atTheEnds, logMass);
      return !(atANode - total < LOG_MOST_AT_A_NODE && missed - total < LOG_MOST_MISSED);
    });
    if (rows.length === 0) break;
  }
  return evidence;
}

/** How far around a guess the nodes are closer, in its deviations, and how much closer at most. */
const [REACH, MOST_TIMES] = [8, 2000];

interface Guess {
  readonly loc: number;
  readonly scale: number;
  readonly logMass: number;
}

/**
 * What a sum over an axis has to be corrected by, in nats, for a guess that is narrow for the axis's step: between the nodes
 * around it, more nodes in proportion to its width take their place.
 */
function resolvedAt(
  { loc, scale, logMass }: Guess,
  model: VariationalAutoencoder,
  x: Float64Array,
  { nodes }: Quadrature,
  total: number,
): number {
  const step = nodes[1] - nodes[0];
  if (scale > 2 * step || logMass - total < LOG_MOST_MISSED) return 0;
  const start = nodes[0] + step * Math.floor((loc - REACH * scale - nodes[0]) / step);
  const steps = Math.ceil((loc + REACH * scale - start) / step);
  const times = Math.min(Math.ceil((4 * step) / scale), MOST_TIMES);
  const [coarse, fine] = [steps, steps * times].map((count) => {
    const { nodes, weights } = trapezoid(start, start + steps * step, count + 1);
    const log = logJoint(model, new NDArray(nodes, [nodes.length, 1]))(new NDArray(x, [1, x.length]));
    return log.reduce((sum, one, k) => sum + weights[k] * Math.exp(one - total), 0);
  });
  return Math.log1p(fine - coarse);
}

/** Where the encoder expects a posterior to be, and the logarithm of ∫ p(z) p(x|z) dz there, if its width is right. */
function guessedModes(model: VariationalAutoencoder, points: NDArray): Guess[] {
  const { loc, scale } = model.posterior(points);
  const logPrior = model.prior.logProb(loc).sum(1).data;
  const logLikelihood = model.likelihood(loc).logProb(points).sum(1).data;
  return Array.from(logPrior, (log, i) => ({
    loc: loc.data[i],
    scale: scale.data[i],
    logMass: log + logLikelihood[i] + Math.log(scale.data[i] * Math.sqrt(2 * Math.PI)),
  }));
}

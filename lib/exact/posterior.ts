import { rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import { maximum } from "../numerics/maximum";
import { productRule, type Quadrature } from "../numerics/quadrature";
import { reportProgress } from "../progress";
import { logEvidence } from "./evidence";
import { jointOnGrid, latentAxes } from "./latent-grid";

/** The posterior p(z|x) of each point, on one grid over the latent space. */
export interface ExactPosterior {
  /** The grid, [nodes, latentSize]. */
  readonly nodes: NDArray;
  /** Σ weights · f(nodes) ≈ ∫ f(z) dz, [nodes]. */
  readonly weights: NDArray;
  /** log p(z|x) at the nodes, [batch, nodes]. */
  readonly logProb: NDArray;
  /** E[z|x], [batch, latentSize]. */
  readonly mean: NDArray;
  /** Var[z|x], [batch, latentSize]. */
  readonly variance: NDArray;
  /** The node where p(z|x) is highest, [batch, latentSize]. */
  readonly mode: NDArray;
}

/** Numbers in the largest logProb: half a gigabyte. */
const MOST_NUMBERS = 2 ** 26;

/**
 * The true posterior p(z|x) = p(z) p(x|z) / p(x) of a decoder with a latent of one or two dimensions (post, formal
 * problem), by quadrature. `axis` is the rule for each axis, which must hold and resolve the posteriors; default: one for almost any
 * posterior, with many nodes. Throws a RangeError for more dimensions, and for more points than fit into memory.
 */
export function exactPosterior(
  model: VariationalAutoencoder,
  x: Points,
  options: { axis?: Quadrature } = {},
): ExactPosterior {
  const points = inputsOf(model, "x", x);
  const { latentSize } = model;
  const [usual] = latentAxes(latentSize);
  const { axis = usual, ...rest } = options;
  rejectUnknownOptions("exactPosterior", rest, "axis");
  const { nodes, weights } = productRule(new Array(latentSize).fill(axis));
  const [batch, total] = [points.shape[0], weights.length];
  if (batch * total > MOST_NUMBERS)
    throw new RangeError(
      `x: expected at most ${Math.floor(MOST_NUMBERS / total)} rows for ${total} nodes each, got ${batch}`,
    );
  const logProb = new NDArray(new Float64Array(batch * total), [batch, total]);
  let start = 0;
  const name = `p(z|x) of ${batch} points`;
  reportProgress(name, 0);
  for (const block of jointOnGrid(model, points, axis)) {
    const length = block.weights.length;
    for (let i = 0; i < batch; i++)
      logProb.data.set(block.logJoint.subarray(i * length, (i + 1) * length), i * total + start);
    start += length;
    reportProgress(name, start / total);
  }
  // In one dimension the grid does not hold codes far outside the prior, which logEvidence takes a wider one for.
  const evidence = latentSize === 1 && axis === usual ? logEvidence(model, points).data : undefined;
  const logWeights = weights.map(Math.log);
  const coordinates = Array.from({ length: latentSize }, (_, k) => nodes.column(k));
  const moments = Array.from({ length: batch }, (_, i) => {
    const row = logProb.row(i);
    const log = evidence?.[i] ?? logSumExp(row.map((joint, k) => joint + logWeights[k]));
    for (let k = 0; k < total; k++) row[k] -= log;
    const masses = row.map((density, k) => weights[k] * Math.exp(density));
    const average = (values: Float64Array) => values.reduce((sum, value, k) => sum + masses[k] * value, 0);
    const mean = coordinates.map((z) => average(z));
    const variance = coordinates.map((z, axis) => average(z.map((value) => (value - mean[axis]) ** 2)));
    return { mean, variance, mode: nodes.row(row.indexOf(maximum(row))) };
  });
  return {
    nodes,
    weights: NDArray.from(weights),
    logProb,
    mean: NDArray.from(moments.map(({ mean }) => mean)),
    variance: NDArray.from(moments.map(({ variance }) => variance)),
    mode: NDArray.from(moments.map(({ mode }) => mode)),
  };
}

import { rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
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

export interface ExactPosteriorOptions {
  /** The rule for each axis, which must hold and resolve the posteriors; default: one for almost any posterior, with many nodes. */
  axis?: Quadrature;
}

/** Numbers in the largest logProb: half a gigabyte. */
const MOST_NUMBERS = 2 ** 26;

/**
 * The true posterior p(z|x) = p(z) p(x|z) / p(x) of a decoder with a latent of one or two dimensions (post, formal
 * problem), by quadrature. Throws a RangeError for more dimensions, and for more points than fit into memory.
 */
export function exactPosterior(
  model: VariationalAutoencoder,
  x: Points,
  options: ExactPosteriorOptions = {},
): ExactPosterior {
  const points = inputsOf(model, "x", x);
  const [usual] = latentAxes(model.latentSize);
  const { axis = usual, ...rest } = options;
  rejectUnknownOptions("exactPosterior", rest, "axis");
  const { nodes, weights } = productRule(new Array(model.latentSize).fill(axis));
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
  const evidence =
    model.latentSize === 1 && axis === usual
      ? logEvidence(model, points).data
      : evidenceOnGrid(logProb, weights);
  for (let i = 0; i < batch; i++) {
    const row = logProb.row(i);
    for (let k = 0; k < total; k++) row[k] -= evidence[i];
  }
  const average = (f: (z: number, i: number, axis: number) => number) => {
    const data = Float64Array.from({ length: batch * model.latentSize }, (_, at) => {
      const axis = at % model.latentSize;
      const i = (at - axis) / model.latentSize;
      return logProb
        .row(i)
        .reduce(
          (sum, log, k) =>
            sum + weights[k] * Math.exp(log) * f(nodes.data[k * model.latentSize + axis], i, axis),
          0,
        );
    });
    return new NDArray(data, [batch, model.latentSize]);
  };
  const mean = average((z) => z);
  const variance = average((z, i, axis) => (z - mean.data[i * model.latentSize + axis]) ** 2);
  const modes = Array.from({ length: batch }, (_, i) => nodes.row(highest(logProb.row(i))));
  return { nodes, weights: NDArray.from(weights), logProb, mean, variance, mode: NDArray.from(modes) };
}

/** log Σ weights · exp(row) for each row of log p(x, z). */
function evidenceOnGrid(logJoint: NDArray, weights: Float64Array): Float64Array {
  return Float64Array.from({ length: logJoint.shape[0] }, (_, i) =>
    logSumExp(logJoint.row(i).map((value, k) => value + Math.log(weights[k]))),
  );
}

/** The place of the largest value. */
function highest(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}

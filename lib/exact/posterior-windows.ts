import { checkInteger, rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { productRule, trapezoid } from "../numerics/quadrature";
import { logEvidence } from "./evidence";
import { jointOnGrid, logJoint } from "./latent-grid";
import type { Belief } from "./predictive";

export interface PosteriorWindowsOptions {
  /** Nodes along each side of a window; default: 71. */
  readonly steps?: number;
}

/** The grid on which posteriors are found: by the prior they do not lie outside, and hardly one falls between the nodes. */
const REACH = 7;
const STEP = 0.1;
const SEARCH = trapezoid(-REACH, REACH, Math.round((2 * REACH) / STEP) + 1);
/** A window holds every place of the search whose log-density is at most this far below the highest … */
const DEPTH = 12;
/** … and q(z|x) up to this many standard deviations. */
const DEVIATIONS = 3;

/**
 * The posterior p(z|x) of each point x [batch, inputSize] over a latent of two dimensions, as a belief on a fine grid of its
 * own: a square window that holds nearly all of it, and the encoder's q(z|x). Its weighted densities add up to the share of the
 * posterior in the window, about 1. Throws a RangeError for a latent of another size.
 */
export function posteriorWindows(
  model: VariationalAutoencoder,
  x: Points,
  options: PosteriorWindowsOptions = {},
): Belief[] {
  const { steps = 71, ...rest } = options;
  rejectUnknownOptions("posteriorWindows", rest, "steps");
  checkInteger("steps", steps, 2);
  const points = inputsOf(model, "x", x);
  if (model.latentSize !== 2)
    throw new RangeError(`model.latentSize: expected 2, the dimensions of a window, got ${model.latentSize}`);
  const evidence = logEvidence(model, points).data;
  return windows(model, points).map((axes, i) => {
    const { nodes, weights } = productRule(axes.map(([lower, upper]) => trapezoid(lower, upper, steps)));
    const joint = logJoint(model, nodes)(new NDArray(points.row(i), [1, model.inputSize]));
    const logProb = new NDArray(
      joint.map((log) => log - evidence[i]),
      [1, nodes.shape[0]],
    );
    return { nodes, weights: NDArray.from(weights), logProb };
  });
}

type Interval = readonly [lower: number, upper: number];

/** What each axis of each point's window holds: a square, with a margin of a step of the search. */
function windows(model: VariationalAutoencoder, points: NDArray): Interval[][] {
  const { loc, scale } = model.posterior(points);
  const blocks = [...jointOnGrid(model, points, SEARCH)];
  return Array.from({ length: points.shape[0] }, (_, i) => {
    const lower = [0, 1].map((axis) => loc.row(i)[axis] - DEVIATIONS * scale.row(i)[axis]);
    const upper = [0, 1].map((axis) => loc.row(i)[axis] + DEVIATIONS * scale.row(i)[axis]);
    const rows = blocks.map(({ weights: { length }, logJoint }) =>
      logJoint.subarray(i * length, (i + 1) * length),
    );
    const highest = Math.max(...rows.map((row) => row.reduce((a, b) => Math.max(a, b))));
    blocks.forEach(({ nodes }, block) => {
      rows[block].forEach((log, k) => {
        if (log < highest - DEPTH) return;
        for (const axis of [0, 1]) {
          lower[axis] = Math.min(lower[axis], nodes.data[2 * k + axis]);
          upper[axis] = Math.max(upper[axis], nodes.data[2 * k + axis]);
        }
      });
    });
    const half = STEP + Math.max(upper[0] - lower[0], upper[1] - lower[1]) / 2;
    return [0, 1].map((axis): Interval => {
      const center = (lower[axis] + upper[axis]) / 2;
      return [center - half, center + half];
    });
  });
}

import { checkInteger, rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { maximum } from "../numerics/maximum";
import { productRule, trapezoid } from "../numerics/quadrature";
import { logEvidence } from "./evidence";
import { logJoint } from "./latent-grid";
import { exactPosterior } from "./posterior";
import type { Belief } from "./predictive";

export interface PosteriorWindowsOptions {
  /** Nodes along each side of a window; default: 71. */
  readonly steps?: number;
}

/** The grid on which posteriors are found: by the prior they do not lie outside, and hardly one falls between the nodes. */
const REACH = 7;
const STEP = 0.1;
const SEARCH = trapezoid(-REACH, REACH, Math.round((2 * REACH) / STEP) + 1);
/** A window holds every node of the search whose log-density is at most this far below the highest … */
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
  const { loc, scale } = model.posterior(points);
  const search = exactPosterior(model, points, { axis: SEARCH });
  const coordinates = [0, 1].map((axis) => search.nodes.column(axis));
  return Array.from(evidence, (log, i) => {
    const found = search.logProb.row(i);
    const least = maximum(found) - DEPTH;
    const held = coordinates.map((z, axis) => {
      const [center, reach] = [loc.row(i)[axis], DEVIATIONS * scale.row(i)[axis]];
      const near = z.filter((_, k) => found[k] >= least);
      return [Math.min(center - reach, ...near), Math.max(center + reach, ...near)];
    });
    // A square, with a margin of a step of the search.
    const half = STEP + Math.max(...held.map(([lower, upper]) => upper - lower)) / 2;
    const { nodes, weights } = productRule(
      held
        .map(([lower, upper]) => (lower + upper) / 2)
        .map((center) => trapezoid(center - half, center + half, steps)),
    );
    const joint = logJoint(model, nodes)(new NDArray(points.row(i), [1, model.inputSize]));
    const logProb = new NDArray(
      joint.map((value) => value - log),
      [1, nodes.shape[0]],
    );
    return { nodes, weights: NDArray.from(weights), logProb };
  });
}

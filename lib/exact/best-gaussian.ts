import { rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { Normal } from "../distributions/normal";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { type Quadrature, trapezoid } from "../numerics/quadrature";
import { highestElbo } from "./highest-elbo";
import { highestElboInPlane } from "./highest-elbo-plane";
import { latentAxes, logJoint } from "./latent-grid";
import { exactPosterior } from "./posterior";

/** The axis of the search in two dimensions, coarser than for a quadrature: one grid serves all points, and q is smooth. */
const PLANE = trapezoid(-7, 7, 351);

/**
 * The Gaussian q(z) with independent coordinates and the highest ELBO for each point of x [batch, inputSize], which no encoder
 * can exceed: a Normal over [batch, latentSize], for a decoder with a latent of one or two dimensions. It is found by a search on
 * a grid, from many starts; in two dimensions, by default, among deviations of at least .04. A posterior with two modes has such a q at one
 * of them. `axis` is the rule for each axis, of equidistant nodes; in one dimension it bounds deviations from below by two steps.
 * Throws a RangeError for more dimensions.
 */
export function bestGaussian(
  model: VariationalAutoencoder,
  x: Points,
  options: { axis?: Quadrature } = {},
): Normal {
  const points = inputsOf(model, "x", x);
  const [usual] = latentAxes(model.latentSize);
  const { axis = model.latentSize === 2 ? PLANE : usual, ...rest } = options;
  rejectUnknownOptions("bestGaussian", rest, "axis");
  if (model.latentSize === 2) return inPlane(model, points, axis);
  const jointAt = logJoint(model, new NDArray(axis.nodes, [axis.nodes.length, 1]));
  const [batch] = points.shape;
  const search = highestElbo(axis);
  const found = Array.from({ length: batch }, (_, i) => {
    const joint = jointAt(new NDArray(points.row(i), [1, model.inputSize]));
    return search(joint);
  });
  return new Normal(
    found.map(([mean]) => [mean]),
    found.map(([, scale]) => [scale]),
  );
}

function inPlane(model: VariationalAutoencoder, points: NDArray, axis: Quadrature): Normal {
  const { logProb, mean, variance } = exactPosterior(model, points, { axis });
  const q = model.posterior(points);
  const found = Array.from({ length: points.shape[0] }, (_, i) =>
    highestElboInPlane(axis, logProb.row(i), [
      [[...mean.row(i)], [...variance.row(i).map(Math.sqrt)]],
      [[...q.loc.row(i)], [...q.scale.row(i)]],
    ]),
  );
  return new Normal(
    found.map(([loc]) => [...loc]),
    found.map(([, scale]) => [...scale]),
  );
}

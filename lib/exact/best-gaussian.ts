import type { Points } from "../data/dataset";
import { Normal } from "../distributions/normal";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { highestElbo } from "./highest-elbo";
import { latentAxes, logJoint } from "./latent-grid";

/**
 * The Gaussian q(z) with the highest ELBO for each point of x [batch, inputSize], which no encoder can exceed: a Normal over
 * [batch, 1], for a decoder with a latent of one dimension. It is found by a search with the exact bound, from the best of
 * many starts. A posterior with two modes has such a q at one of them. Throws a RangeError for more dimensions.
 */
export function bestGaussian(model: VariationalAutoencoder, x: Points): Normal {
  const points = inputsOf(model, "x", x);
  if (model.latentSize !== 1)
    throw new RangeError(
      `model.latentSize: expected 1, the dimension of the search, got ${model.latentSize}`,
    );
  const [axis] = latentAxes(1);
  const jointAt = logJoint(model, new NDArray(axis.nodes, [axis.nodes.length, 1]));
  const [batch] = points.shape;
  const found = Array.from({ length: batch }, (_, i) => {
    const joint = jointAt(new NDArray(points.row(i), [1, model.inputSize]));
    return highestElbo(axis, joint);
  });
  return new Normal(
    found.map(([mean]) => [mean]),
    found.map(([, scale]) => [scale]),
  );
}

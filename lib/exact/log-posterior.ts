import { checkShape } from "../check";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray, type NDArrayLike } from "../ndarray";
import { logEvidence } from "./evidence";
import { logJoint } from "./latent-grid";

/**
 * log p(z|x) = log p(z) + log p(x|z) − log p(x) for one point x [inputSize] at any z [nodes, latentSize], or [nodes] for a latent
 * of one dimension: [nodes], in nats. Throws a RangeError for other shapes and for latents of more than two dimensions.
 */
export function logPosterior(model: VariationalAutoencoder, x: NDArrayLike, z: NDArrayLike): NDArray {
  const { latentSize } = model;
  const point = NDArray.from(x, "x");
  checkShape("x", point.shape, [model.inputSize]);
  const points = inputsOf(model, "x", point.expandDims(0));
  const places = NDArray.from(z, "z");
  const [count] = places.shape;
  if (latentSize !== 1 || places.shape.length !== 1) checkShape("z", places.shape, [count, latentSize]);
  const [evidence] = logEvidence(model, points).data;
  const joint = logJoint(model, places.reshape([count, latentSize]))(points);
  return NDArray.from(joint.map((value) => value - evidence));
}

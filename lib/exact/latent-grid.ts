import type { LogProbs } from "../likelihoods/likelihood";
import { logLikelihoods } from "../likelihoods/likelihoods";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { productRule, type Quadrature, trapezoid } from "../numerics/quadrature";

/**
 * The quadrature rules for each axis, by latent size, the usual rule first: the prior beyond ±8 weighs 1e-15, outside ±7 in two
 * dimensions 5e-12. A decoder with kinks (ReLU) leaves an error of the order of the step squared. Against much finer steps,
 * for the post's models after training: in one dimension 1e-6 nats in the mean over points and 8e-5 at the worst one (5e-6
 * and 3e-4 for Adam at 1e-2), in two 1e-4 and 4e-3; for a smooth decoder (tanh) 4e-8 and 7e-6 in two. The wide and fine
 * rule is for models trained without the divergence, whose codes lie far outside the prior and very close together.
 */
const AXES: Readonly<Record<number, readonly Quadrature[]>> = {
  1: [trapezoid(-8, 8, 3201), trapezoid(-40, 40, 16_001), trapezoid(-40, 40, 160_001)],
  2: [trapezoid(-7, 7, 401)],
};

/** Numbers in a block's widest layer or in its joint densities, so that many nodes do not fill the memory. */
const BLOCK_NUMBERS = 2 ** 16;

/** The quadrature rules for each axis of a latent space. Throws a RangeError for more than two dimensions. */
export function latentAxes(latentSize: number): readonly Quadrature[] {
  if (!(latentSize in AXES))
    throw new RangeError(
      `model.latentSize: expected 1 or 2, the dimensions of the quadrature, got ${latentSize}; vb.iwae bounds log p(x) for any latent`,
    );
  return AXES[latentSize];
}

/** A block of nodes of the grid over z. */
export interface GridBlock {
  /** [nodes, latentSize]. */
  readonly nodes: NDArray;
  readonly weights: Float64Array;
  /** log p(x, z) = log p(z) + log p(x|z) of each point at each node, points · nodes numbers. */
  readonly logJoint: Float64Array;
}

/** The joint density of points [rows, inputSize] over the grid with the given axes, block by block. */
export function* jointOnGrid(
  model: VariationalAutoencoder,
  points: NDArray,
  axis: Quadrature,
): Generator<GridBlock> {
  const { latentSize } = model;
  const { nodes, weights } = productRule(new Array(latentSize).fill(axis));
  const length = Math.ceil(BLOCK_NUMBERS / Math.max(points.shape[0], ...model.decoder.sizes));
  for (let start = 0; start < weights.length; start += length) {
    const end = Math.min(start + length, weights.length);
    const data = nodes.data.subarray(start * latentSize, end * latentSize);
    const block = new NDArray(data, [end - start, latentSize]);
    yield { nodes: block, weights: weights.subarray(start, end), logJoint: logJoint(model, block)(points) };
  }
}

/** log p(x, z) = log p(z) + log p(x|z) at nodes [nodes, latentSize], for any points. */
export function logJoint(model: VariationalAutoencoder, nodes: NDArray): LogProbs {
  const logPrior = model.prior.logProb(nodes).sum(1).data;
  const likelihoods = logLikelihoods(model.likelihood(nodes));
  return (points, start = 0, end = logPrior.length) => {
    const joint = likelihoods(points, start, end);
    for (let at = 0; at < joint.length; at += end - start)
      for (let k = start; k < end; k++) joint[at + k - start] += logPrior[k];
    return joint;
  };
}

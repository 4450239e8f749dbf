import type { Points } from "../data/dataset";
import type { Normal } from "../distributions/normal";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import type { Quadrature } from "../numerics/quadrature";
import { jointOnGrid, latentAxes } from "./latent-grid";

/**
 * log p(x) = log ∫ p(z) p(x|z) dz for each point, [batch], in nats: the evidence that the post calls incomputable,
 * by quadrature in float64 for a decoder with a latent of one or two dimensions. The encoder serves only to choose
 * the grid for each point. Throws a RangeError for more dimensions.
 */
export function logEvidence(model: VariationalAutoencoder, x: Points): NDArray {
  const points = inputsOf(model, "x", x);
  const axes = latentAxes(model.latentSize);
  const needed = axisForEachRow(model.posterior(points), axes);
  const evidence = new Float64Array(needed.length).fill(Number.NEGATIVE_INFINITY);
  for (const axis of new Set(needed))
    for (const { weights, logJointAt } of jointOnGrid(model, axis)) {
      const logWeights = weights.map(Math.log);
      needed.forEach((its, i) => {
        if (its !== axis) return;
        const row = points.row(i);
        const terms = logWeights.map((logWeight, k) => logWeight + logJointAt(row, k));
        evidence[i] = logSumExp([evidence[i], logSumExp(terms)]);
      });
    }
  return new NDArray(evidence, [evidence.length]);
}

/** For each row, the first rule whose range contains q(z|x) and whose step resolves it; the last rule if none does. */
function axisForEachRow({ loc, scale }: Normal, axes: readonly Quadrature[]): Quadrature[] {
  const [rows, size] = loc.shape;
  return Array.from({ length: rows }, (_, i) => {
    const holds = ({ nodes }: Quadrature) =>
      Array.from({ length: size }, (_, j) => [loc.data[i * size + j], scale.data[i * size + j]]).every(
        ([mean, deviation]) =>
          Math.abs(mean) + 4 * deviation < -nodes[0] && deviation > 2 * (nodes[1] - nodes[0]),
      );
    return axes.find(holds) ?? axes[axes.length - 1];
  });
}

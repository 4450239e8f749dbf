import { Normal } from "../distributions/normal";
import { NDArray } from "../ndarray";
import { productRule, trapezoid } from "../numerics/quadrature";
import { reportProgress } from "../progress";

/** Standard deviations beyond which a Gaussian has a mass of 1e-15. */
const REACH = 8;

/**
 * E_q[f(z)] for each row of q [rows, latentSize], on `points` equal steps per axis within 8 deviations of the row's mean.
 * f gets the row's nodes [nodes, latentSize] and its index, and gives one number for each node. The steps are
 * equal because a decoder of ReLUs has kinks, at which Gauss–Hermite rules lose their advantage. Progress is reported as
 * `name`'s.
 */
export function expectation(
  name: string,
  q: Normal,
  points: number,
  f: (z: NDArray, row: number) => Float64Array,
): NDArray {
  const [rows, size] = q.batchShape;
  const { nodes, weights } = productRule(new Array(size).fill(trapezoid(-REACH, REACH, points)));
  const logDensity = new Normal(new Float64Array(size), 1).logProb(nodes).sum(1).data;
  const density = weights.map((weight, k) => weight * Math.exp(logDensity[k]));
  reportProgress(name, 0);
  const data = Float64Array.from({ length: rows }, (_, row) => {
    const [loc, scale] = [q.loc.row(row), q.scale.row(row)];
    const z = nodes.data.map((node, at) => loc[at % size] + scale[at % size] * node);
    const mean = f(new NDArray(z, nodes.shape), row).reduce((sum, value, k) => sum + density[k] * value, 0);
    reportProgress(name, (row + 1) / rows);
    return mean;
  });
  return new NDArray(data, [rows]);
}

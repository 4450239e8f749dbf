import { checkInteger } from "../check";
import { NDArray } from "../ndarray";

/** ∫ f(z) dz ≈ Σ weights · f(nodes). */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * The trapezoid rule on `points` equal steps. For smooth functions that vanish with all derivatives at both ends,
 * such as densities, it converges faster than any power of the step (Trefethen & Weideman 2014).
 */
export function trapezoid(lower: number, upper: number, points: number): Quadrature {
  checkInteger("points", points, 2);
  if (!(Number.isFinite(lower) && Number.isFinite(upper) && lower < upper))
    throw new RangeError(
      `lower, upper: expected finite numbers with lower < upper, got ${lower} and ${upper}`,
    );
  const step = (upper - lower) / (points - 1);
  const nodes = Float64Array.from({ length: points }, (_, i) => lower + i * step);
  const weights = new Float64Array(points).fill(step);
  weights[0] = weights[points - 1] = step / 2;
  return { nodes, weights };
}

/** The product of one rule per axis: nodes [points, axes] and their weights. */
export function productRule(axes: readonly Quadrature[]): { nodes: NDArray; weights: Float64Array } {
  const total = axes.reduce((product, axis) => product * axis.nodes.length, 1);
  const nodes = new Float64Array(total * axes.length);
  const weights = new Float64Array(total).fill(1);
  for (let i = 0; i < total; i++) {
    let rest = i;
    for (let a = axes.length - 1; a >= 0; a--) {
      const k = rest % axes[a].nodes.length;
      rest = (rest - k) / axes[a].nodes.length;
      nodes[i * axes.length + a] = axes[a].nodes[k];
      weights[i] *= axes[a].weights[k];
    }
  }
  return { nodes: new NDArray(nodes, [total, axes.length]), weights };
}

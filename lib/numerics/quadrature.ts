import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { checkInteger } from "../check";
import { NDArray } from "../ndarray";

/** ∫ f(z) dz ≈ Σ weights · f(nodes). */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * The trapezoid rule on `points` equidistant nodes. For smooth functions that vanish with all derivatives at both ends,
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

/**
 * Gauss–Hermite quadrature in the probabilists' convention: Σ weights · f(nodes) ≈ E f(z) for z ~ N(0, 1), exact for
 * polynomials of degree up to 2 · points − 1. The nodes are the eigenvalues of the Hermite polynomials' Jacobi matrix, the
 * weights the squares of its eigenvectors' first entries (Golub & Welsch 1969); both agree with tables to 1e-13.
 */
export function gaussHermite(points: number): Quadrature {
  checkInteger("points", points);
  const jacobi = Matrix.zeros(points, points);
  for (let k = 1; k < points; k++) {
    jacobi.set(k - 1, k, Math.sqrt(k));
    jacobi.set(k, k - 1, Math.sqrt(k));
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(jacobi);
  // The rule is symmetric; averaging it with its mirror image makes it so to the last bit, and odd moments vanish.
  const symmetric = (values: number[], sign: number) =>
    Float64Array.from(values, (value, k) => (value + sign * values[points - 1 - k]) / 2);
  return {
    nodes: symmetric(realEigenvalues, -1),
    weights: symmetric(
      eigenvectorMatrix.getRow(0).map((entry) => entry ** 2),
      1,
    ),
  };
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

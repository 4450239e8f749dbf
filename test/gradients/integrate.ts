import { trapezoid } from "../../lib/numerics/quadrature";

const { nodes, weights } = trapezoid(-12, 12, 20_001);

/** E h(ε) for ε ~ N(0, 1). */
export function expectation(h: (epsilon: number) => number): number {
  const density = (epsilon: number) => Math.exp(-0.5 * epsilon ** 2) / Math.sqrt(2 * Math.PI);
  return nodes.reduce((sum, epsilon, k) => sum + weights[k] * density(epsilon) * h(epsilon), 0);
}

/** The variance of h(ε). */
export function varianceOf(h: (epsilon: number) => number): number {
  const mean = expectation(h);
  return expectation((epsilon) => (h(epsilon) - mean) ** 2);
}

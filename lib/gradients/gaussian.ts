import { checkShape } from "../check";
import { Independent } from "../distributions/independent";
import { type Normal, standardNormalNoise } from "../distributions/normal";
import { NDArray, type NDArrayLike } from "../ndarray";
import { Random } from "../random";

/** The q in ∇ E_q f(z): over single numbers z (Normal), or over vectors with independent entries (Independent of a Normal). */
export type Gaussian = Normal | Independent<Normal>;

/** Gradients with respect to q's loc and scale (the standard deviation σ). */
export interface GaussianGradient {
  readonly loc: NDArray;
  readonly scale: NDArray;
}

/** The Normal whose loc and scale are differentiated, one pair for each entry of z. */
export const baseOf = (q: Gaussian): Normal => (q instanceof Independent ? q.base : q);

/** `count` draws of ε ~ N(0, 1) for each entry of z: [count, ...batch, ...event]. */
export function noiseFor(q: Gaussian, count: number, seed: number, purpose: string): NDArray {
  return standardNormalNoise([count, ...baseOf(q).batchShape], new Random(seed, purpose));
}

/** f(z), with axes of length 1 in place of the event's, so that it broadcasts against z. Throws if f(z) has a wrong shape. */
export function valuesAt(q: Gaussian, f: (z: NDArray) => NDArrayLike, z: NDArray): NDArray {
  const values = NDArray.from(f(z), "f(z)");
  const { eventShape } = q;
  checkShape("f(z)", values.shape, z.shape.slice(0, z.shape.length - eventShape.length));
  return values.reshape([...values.shape, ...eventShape.map(() => 1)]);
}

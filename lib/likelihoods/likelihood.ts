import type { Range } from "../check";
import type { NDArray } from "../ndarray";

/** What a variational autoencoder's options say about its likelihood. */
export interface LikelihoodOptions {
  readonly scale: "learned" | number;
  readonly degreesOfFreedom: "learned" | number;
}

/**
 * All that is particular to a family of likelihoods p(x|z): everything else treats the families alike. The decoder's output
 * for a point consists of `heads`, each with a number for each of the point's entries, such as their means.
 */
export interface Likelihood<Conditional = unknown> {
  /** The class of p(x|z). */
  readonly type: new (
    ...parameters: never[]
  ) => Conditional;
  /** The numbers that points may consist of. */
  readonly range: Range;
  /** How many heads there are. */
  heads(options: LikelihoodOptions): number;
  /** p(x|z) in float64, for heads [..., inputSize]. */
  distribution(heads: readonly NDArray[], options: LikelihoodOptions): Conditional;
  /** log p(x|z) in float64 of any points, for the distributions [nodes, inputSize]; what does not depend on x is computed once. */
  logProbs(conditional: Conditional): LogProbs;
  /** ∂ log p(x|z)/∂head in float64 for each head; x [..., inputSize] broadcasts against the heads. */
  slopes(x: NDArray, heads: readonly NDArray[], options: LikelihoodOptions): NDArray[];
  /** −log p(x|z) of each entry of x, on tensors, for TensorFlow.js to differentiate. */
  surprise<T extends Differentiable<T>>(x: T, heads: readonly T[], options: LikelihoodOptions): T;
  /** A draw of each entry of x from p(x|z), made of two numbers from N(0, 1), on tensors. */
  sample<T extends Differentiable<T>>(
    heads: readonly T[],
    noise: readonly [T, T],
    options: LikelihoodOptions,
  ): T;
  /** How kernels/assembly/likelihoods.ts computes it. */
  kernel(options: LikelihoodOptions): LikelihoodKernel;
}

const FLOAT32_MOST = (2 - 2 ** -23) * 2 ** 127;
/** The range of likelihoods for any numbers. */
export const FLOAT32: Range = {
  least: -FLOAT32_MOST,
  most: FLOAT32_MOST,
  expected: "finite float32 numbers",
};

/** log p(x|z) of each point [rows, inputSize] at the nodes from `start` to before `end`: rows · (end − start) numbers. */
export type LogProbs = (points: NDArray, start?: number, end?: number) => Float64Array;

/** What formulas use of TensorFlow.js, whose types would slow down every cell. */
export interface Differentiable<T> {
  add(other: T | number): T;
  sub(other: T | number): T;
  mul(other: T | number): T;
  div(other: T | number): T;
  square(): T;
  reciprocal(): T;
  neg(): T;
  exp(): T;
  expm1(): T;
  log1p(): T;
  sqrt(): T;
  /** 1 where positive, else 0. */
  step(): T;
  softplus(): T;
  clipByValue(least: number, most: number): T;
}

export interface LikelihoodKernel {
  /** One of kernels/likelihood-codes.ts. */
  readonly code: number;
  readonly parameters: readonly [first: number, second: number];
  /** What the kernel leaves out of log p(x|z), for each entry of x. */
  readonly constant: number;
}

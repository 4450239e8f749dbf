import { broadcast, type NDArray, type NDArrayLike } from "../ndarray";
import type { Gaussian } from "./gaussian";
import { moments } from "./moments";
import { pathwise } from "./pathwise";
import { type ScoreFunctionOptions, scoreFunction } from "./score-function";

/**
 * How many times larger the variance of a single score-function estimate of ∇ E_q f(z) for q's loc is than that of a
 * pathwise one, [...batch, ...event], both measured from the same draws. f and its `gradient` are as in `scoreFunction` and
 * `pathwise`, which throw the errors.
 */
export function varianceRatio(
  q: Gaussian,
  f: (z: NDArray) => NDArrayLike,
  gradient: (z: NDArray) => NDArrayLike,
  options: ScoreFunctionOptions,
): NDArray {
  const { draws, seed } = options;
  const estimates = [scoreFunction(q, f, options), pathwise(q, gradient, { draws, seed })];
  const [score, path] = estimates.map(({ loc }) => moments(loc).variance);
  return broadcast((a, b) => a / b, score, path);
}

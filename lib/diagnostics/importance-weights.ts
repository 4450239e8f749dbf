import { checkFinite } from "../check";
import { logSumExp } from "../numerics/log-sum-exp";

/**
 * (Σ w)² / Σ w², how many equal weights an average over these is worth (Kish 1965), from their logarithms: between 1, where one
 * weight carries everything, and their number. Throws a RangeError for weights that are not finite.
 */
export function effectiveSampleSize(logWeights: ArrayLike<number>): number {
  checkWeights(logWeights, 1);
  const doubled = Float64Array.from(logWeights, (log) => 2 * log);
  return Math.exp(2 * logSumExp(logWeights) - logSumExp(doubled));
}

/** The fewest weights that have a tail to speak of. */
const FEWEST = 25;

/**
 * Pareto k̂ (Vehtari, Simpson, Gelman, Yao & Gabry, "Pareto smoothed importance sampling"): the shape of a generalized Pareto
 * distribution fitted to the largest weights, min(K/5, 3√K) of K, from their logarithms. Weights with shape k have a variance if
 * k < 1/2 and a mean if k < 1; above 0.7 an average over a few thousand of them is not to be trusted. Equal weights have −∞. Throws
 * a RangeError for fewer than 25 weights.
 */
export function paretoShape(logWeights: ArrayLike<number>): number {
  checkWeights(logWeights, FEWEST);
  const sorted = Float64Array.from(logWeights).sort();
  const size = Math.ceil(Math.min(sorted.length / 5, 3 * Math.sqrt(sorted.length)));
  const highest = sorted[sorted.length - 1];
  const threshold = Math.exp(sorted[sorted.length - size - 1] - highest);
  const excess = sorted.subarray(sorted.length - size).map((log) => Math.exp(log - highest) - threshold);
  const shape = generalizedParetoShape(excess);
  // A weak prior at 1/2, worth ten weights.
  return (size * shape + 10 * 0.5) / (size + 10);
}

/** The shape of a generalized Pareto distribution for sorted numbers, by the mean over a likelihood (Zhang & Stephens 2009). */
function generalizedParetoShape(sorted: Float64Array): number {
  const n = sorted.length;
  const [quartile, largest] = [sorted[Math.floor(n / 4 + 0.5) - 1], sorted[n - 1]];
  // Equal weights have no tail.
  if (!(quartile > 0)) return largest > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const count = 30 + Math.floor(Math.sqrt(n));
  const rates = Array.from(
    { length: count },
    (_, j) => 1 / largest + (1 - Math.sqrt(count / (j + 0.5))) / (3 * quartile),
  );
  const shapeAt = (rate: number) => sorted.reduce((sum, x) => sum + Math.log1p(-rate * x), 0) / n;
  const logLikelihoods = rates.map((rate) => {
    const shape = shapeAt(rate);
    return n * (Math.log(-rate / shape) - shape - 1);
  });
  const total = logSumExp(logLikelihoods);
  const rate = rates.reduce((sum, one, j) => sum + one * Math.exp(logLikelihoods[j] - total), 0);
  return shapeAt(rate);
}

function checkWeights(logWeights: ArrayLike<number>, fewest: number): void {
  if (logWeights.length < fewest)
    throw new RangeError(`logWeights: expected at least ${fewest} numbers, got ${logWeights.length}`);
  checkFinite("logWeights", logWeights, [logWeights.length]);
}

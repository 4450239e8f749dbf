import { maximum } from "./maximum";

/** Nats below the largest term from which on a term does not change the sum. */
const NEGLIGIBLE = 50;

/** log Σ exp(values), without overflow; −∞ for an empty list. */
export function logSumExp(values: ArrayLike<number>): number {
  const max = maximum(values);
  if (!Number.isFinite(max)) return max;
  let sum = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > max - NEGLIGIBLE) sum += Math.exp(values[i] - max);
  return max + Math.log(sum);
}

import type { NDArray } from "../ndarray";

/**
 * A probability distribution in the terms of torch.distributions: `batchShape` counts independent distributions
 * held side by side, `eventShape` is the shape of one draw. Log-probabilities and entropies are in nats.
 */
export interface Distribution {
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[];
  /** Mean of each entry, [...batchShape, ...eventShape]. */
  readonly mean: NDArray;
  /** Variance of each entry, [...batchShape, ...eventShape]. */
  readonly variance: NDArray;
  /** log p(x); x broadcasts against [...batchShape, ...eventShape], the event's axes are gone in the result. */
  logProb(x: NDArray): NDArray;
  /** −E log p(x), [...batchShape]. */
  entropy(): NDArray;
  /** `count` draws, [count, ...batchShape, ...eventShape]. */
  sample(count: number, options: { seed: number }): NDArray;
}

import { checkInteger, rejectUnknownOptions } from "../check";
import type { NDArray, NDArrayLike } from "../ndarray";
import { Random } from "../random";

export interface SampleOptions {
  seed: number;
}

/**
 * A probability distribution in the terms of torch.distributions: `batchShape` is the shape of a batch of independent
 * distributions, `eventShape` the shape of one draw from each. Log-probabilities and entropies are in nats.
 */
export interface Distribution {
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[];
  /** Mean of each entry, [...batchShape, ...eventShape]. */
  readonly mean: NDArray;
  /** Variance of each entry, [...batchShape, ...eventShape]. */
  readonly variance: NDArray;
  /** log p(x) in nats: x broadcasts against [...batchShape, ...eventShape], and the result has no event axes. */
  logProb(x: NDArrayLike): NDArray;
  /** −E[log p(x)] in nats, [...batchShape]. */
  entropy(): NDArray;
  /** `count` draws, [count, ...batchShape, ...eventShape]. */
  sample(count: number, options: SampleOptions): NDArray;
}

/** The stream that a distribution's `sample` draws from. Throws for an invalid count and for unknown options. */
export function samplingStream(count: number, options: SampleOptions, purpose: string): Random {
  const { seed, ...rest } = options;
  rejectUnknownOptions("sample", rest, "seed");
  checkInteger("count", count, 0);
  return new Random(seed, purpose);
}

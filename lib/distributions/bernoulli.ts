import { checkInteger } from "../check";
import { type ArrayLike2D, broadcast, NDArray } from "../ndarray";
import { Random } from "../random";
import type { Distribution } from "./distribution";

/** log(1 + eˣ), without overflow. */
export const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * 1 with probability `sigmoid(logits)`, else 0, independently for each entry. Throws a RangeError when a logit is not
 * finite.
 */
export class Bernoulli implements Distribution {
  readonly logits: NDArray;
  readonly eventShape = [];

  constructor(logits: ArrayLike2D) {
    this.logits = NDArray.from(logits, "logits");
    const bad = this.logits.data.find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw new RangeError(`logits: expected finite numbers, got ${bad}`);
  }

  get batchShape(): readonly number[] {
    return this.logits.shape;
  }

  /** The probability of 1. */
  get mean(): NDArray {
    return broadcast(sigmoid, this.logits);
  }

  get variance(): NDArray {
    return broadcast((logit) => sigmoid(logit) * sigmoid(-logit), this.logits);
  }

  /** x · logit − log(1 + e^logit), for each entry; for x between 0 and 1 the cross-entropy's negative. */
  logProb(x: NDArray): NDArray {
    return broadcast((value, logit) => value * logit - softplus(logit), x, this.logits);
  }

  /** log(1 + e^logit) − logit · sigmoid(logit), for each entry. */
  entropy(): NDArray {
    return broadcast((logit) => softplus(logit) - logit * sigmoid(logit), this.logits);
  }

  /** 1 where a uniform draw from (0, 1) lies below the probability of 1. */
  fromUniform(uniform: NDArray): NDArray {
    return broadcast((u, logit) => (u < sigmoid(logit) ? 1 : 0), uniform, this.logits);
  }

  sample(count: number, { seed }: { seed: number }): NDArray {
    checkInteger("count", count, 0);
    const shape = [count, ...this.batchShape];
    const random = new Random(seed, "Bernoulli.sample");
    const uniform = Float64Array.from({ length: count * this.logits.size }, () => random.uniform());
    return this.fromUniform(new NDArray(uniform, shape));
  }
}

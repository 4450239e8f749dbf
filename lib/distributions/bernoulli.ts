import { checkFinite, checkRange } from "../check";
import { broadcast, NDArray, type NDArrayLike } from "../ndarray";
import { sigmoid, softplus } from "../numerics/sigmoid";
import { type Distribution, type SampleOptions, samplingStream } from "./distribution";

/**
 * 1 with probability `sigmoid(logits)`, else 0, independently for each entry. Throws a RangeError if a logit is not
 * finite.
 */
export class Bernoulli implements Distribution {
  readonly logits: NDArray;
  readonly batchShape: readonly number[];
  readonly eventShape = [];

  constructor(logits: NDArrayLike) {
    this.logits = NDArray.from(logits, "logits");
    checkFinite("logits", this.logits.data, this.logits.shape);
    this.batchShape = this.logits.shape;
  }

  /** The probability of 1. */
  get mean(): NDArray {
    return broadcast(sigmoid, this.logits);
  }

  get variance(): NDArray {
    return broadcast((logit) => sigmoid(logit) * sigmoid(-logit), this.logits);
  }

  /**
   * x · logit − log(1 + e^logit), for each entry, as a sum that does not cancel: −(the share of x that speaks against the
   * logit) · |logit| − log(1 + e^−|logit|). For x strictly between 0 and 1 this is the negative cross-entropy. Throws a
   * RangeError for x outside [0, 1].
   */
  logProb(x: NDArrayLike): NDArray {
    const values = NDArray.from(x, "x");
    checkRange("x", values.data, { least: 0, most: 1, expected: "numbers in [0, 1]" }, values.shape);
    return broadcast(
      (value, logit) => {
        const size = Math.abs(logit);
        return -(logit > 0 ? 1 - value : value) * size - softplus(-size);
      },
      values,
      this.logits,
    );
  }

  /** log(1 + e^logit) − logit · sigmoid(logit), the same for −logit, for each entry. */
  entropy(): NDArray {
    return broadcast((logit) => {
      const size = Math.abs(logit);
      return softplus(-size) + size * sigmoid(-size);
    }, this.logits);
  }

  sample(count: number, options: SampleOptions): NDArray {
    const random = samplingStream(count, options, "Bernoulli.sample");
    const uniform = new NDArray(random.uniforms(count * this.logits.size), [count, ...this.batchShape]);
    return broadcast((u, logit) => (u < sigmoid(logit) ? 1 : 0), uniform, this.logits);
  }
}

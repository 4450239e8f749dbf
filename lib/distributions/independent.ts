import { checkInteger } from "../check";
import type { NDArray, NDArrayLike } from "../ndarray";
import type { Distribution, SampleOptions } from "./distribution";

/** Sums the last `count` axes. */
export function sumTrailing(values: NDArray, count: number): NDArray {
  let summed = values;
  for (let i = 0; i < count; i++) summed = summed.sum(summed.shape.length - 1);
  return summed;
}

/** Treats the last `reinterpretedBatchDims` batch axes of `base` as one event: log-probabilities and entropies are summed over them. */
export class Independent<Base extends Distribution = Distribution> implements Distribution {
  readonly batchShape: readonly number[];
  readonly eventShape: readonly number[];

  constructor(
    readonly base: Base,
    readonly reinterpretedBatchDims: number,
  ) {
    checkInteger("reinterpretedBatchDims", reinterpretedBatchDims, 0);
    const kept = base.batchShape.length - reinterpretedBatchDims;
    if (kept < 0)
      throw new RangeError(
        `reinterpretedBatchDims: expected at most ${base.batchShape.length}, the batch axes of [${base.batchShape}], got ${reinterpretedBatchDims}`,
      );
    this.batchShape = base.batchShape.slice(0, kept);
    this.eventShape = [...base.batchShape.slice(kept), ...base.eventShape];
  }

  get mean(): NDArray {
    return this.base.mean;
  }

  get variance(): NDArray {
    return this.base.variance;
  }

  logProb(x: NDArrayLike): NDArray {
    return sumTrailing(this.base.logProb(x), this.reinterpretedBatchDims);
  }

  entropy(): NDArray {
    return sumTrailing(this.base.entropy(), this.reinterpretedBatchDims);
  }

  sample(count: number, options: SampleOptions): NDArray {
    return this.base.sample(count, options);
  }
}

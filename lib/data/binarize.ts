import { checkFinite, rejectUnknownOptions } from "../check";
import { broadcast, type NDArray } from "../ndarray";
import { Random } from "../random";
import { type Points, pointsOf } from "./dataset";

/** Either of the two. */
export interface BinarizeOptions {
  /** A number above this becomes 1, any other 0. */
  readonly threshold?: number;
  /** Fixes the draws, by which a number x becomes 1 with probability x, else 0. */
  readonly seed?: number;
}

/**
 * Grey pixels in [0, 1] as bits, [rows, columns], by a threshold or by chance. Throws a RangeError for numbers outside
 * [0, 1], and a TypeError unless there is either a threshold or a seed.
 */
export function binarize(x: Points, options: BinarizeOptions): NDArray {
  const { threshold, seed, ...rest } = options;
  rejectUnknownOptions("binarize", rest, "threshold seed");
  const points = pointsOf("x", x, undefined, { least: 0, most: 1, expected: "numbers in [0, 1]" });
  if ((threshold === undefined) === (seed === undefined))
    throw new TypeError(
      `binarize: expected a threshold or a seed, got ${seed === undefined ? "none" : "both"}`,
    );
  if (threshold !== undefined) checkFinite("threshold", [threshold]);
  const random = new Random(seed ?? 0, "binarize");
  return broadcast((grey) => (grey > (threshold ?? random.uniform()) ? 1 : 0), points);
}

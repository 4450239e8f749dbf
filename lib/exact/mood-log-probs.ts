import { checkIntegers, checkPositive, checkRange, rejectUnknownOptions } from "../check";
import { type Points, pointsOf } from "../data/dataset";
import { FACE_SIZE, type FaceFactor, renderFaces } from "../data/render-faces";
import { Normal } from "../distributions/normal";
import { logLikelihoodsAt } from "../likelihoods/likelihoods";
import { broadcast, NDArray } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import { trapezoid } from "../numerics/quadrature";

export interface MoodLogProbsOptions {
  /** The pixels that are seen, by their place in a face. */
  readonly pixels: readonly number[];
  /** As `faces` had it; default: 0. */
  readonly browCue?: number;
  /** As `faces` had it; default: 0.05. */
  readonly noise?: number;
}

/** Standard deviations of expression and brow around their means. */
const RULE = trapezoid(-5, 5, 161);

/**
 * log p(x|smile) and log p(x|frown) of some pixels x [size, pixels] of `faces` of which only expression and brow vary, by the
 * recipe itself: [size] each, in nats, by quadrature over expression and brow. These change hardly a pixel in common, so that the
 * integral is a product of two. Throws a RangeError that names a bad option, and for points of another width.
 */
export function moodLogProbs(x: Points, options: MoodLogProbsOptions): { smile: NDArray; frown: NDArray } {
  const { pixels, browCue = 0, noise = 0.05, ...rest } = options;
  rejectUnknownOptions("moodLogProbs", rest, "pixels browCue noise");
  checkIntegers("pixels", pixels, 0, FACE_SIZE[0] * FACE_SIZE[1] - 1);
  checkRange("browCue", [browCue], { least: -1, most: 1, expected: "a number in [−1, 1]" });
  checkPositive("noise", noise);
  const points = pointsOf("x", x, pixels.length);
  const logOf = (factors: Partial<Record<FaceFactor, ArrayLike<number>>>) =>
    logLikelihoodsAt(new Normal(renderFaces(factors).columns(pixels), noise), points);
  const logWeights = RULE.nodes.map(
    (t, k) => Math.log(RULE.weights[k]) + new Normal(0, 1).logProb(t).data[0],
  );
  /** log ∫ N(t; 0, 1) p(x|loc + scale · t) dt for one factor, the other being as usual. */
  const over = (factor: FaceFactor, loc: number, scale: number) => {
    const logs = logOf({ [factor]: RULE.nodes.map((t) => loc + scale * t) });
    const rows = Array.from({ length: points.shape[0] }, (_, i) => logs.row(i));
    return NDArray.from(rows.map((row) => logSumExp(row.map((log, k) => log + logWeights[k]))));
  };
  const usual = logOf({ expression: [0] });
  const mood = (sign: number) =>
    broadcast(
      (byMouth, byBrow, common) => byMouth + byBrow - common,
      over("expression", 0.7 * sign, 0.12),
      over("brow", 0.6 * browCue * sign, 0.6 * Math.sqrt(1 - browCue ** 2)),
      usual.reshape([points.shape[0]]),
    );
  return { smile: mood(1), frown: mood(-1) };
}

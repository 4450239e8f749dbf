import { checkInteger, rejectUnknownOptions } from "../check";
import { broadcast, NDArray, type NDArrayLike } from "../ndarray";
import { baseOf, type Gaussian, type GaussianGradient, noiseFor, valuesAt } from "./gaussian";
import type { PathwiseOptions } from "./pathwise";

/**
 * What is subtracted from f(z) to reduce the variance; estimates stay unbiased, since it never depends on their own draw.
 * A number: that constant. "runningMean": the mean of f at the earlier draws, 0 for the first. "leaveOneOut": the mean
 * of f at all other draws. "optimal": the constant of least variance for each parameter, E[f s²]/E[s²] with its score s,
 * estimated from an equal number of separate draws.
 */
export type Baseline = number | "runningMean" | "leaveOneOut" | "optimal";

export interface ScoreFunctionOptions extends PathwiseOptions {
  /** Default: 0. "leaveOneOut" needs at least two draws. */
  baseline?: Baseline;
}

/**
 * Single-draw estimates of ∇ E_q f(z) by the score function (REINFORCE; Williams 1992): (f(z) − baseline) · s with the
 * score s = ∇ log q(z), that is ε/σ for μ and (ε² − 1)/σ for σ; both [draws, ...batch, ...event] (post, log-likelihood
 * term). f maps z [draws, ...batch, ...event] to [draws, ...batch] and need not be differentiable. Leave-one-out:
 * Mnih & Rezende 2016, without their learned part. Throws a RangeError if f's result has another shape.
 */
export function scoreFunction(
  q: Gaussian,
  f: (z: NDArray) => NDArrayLike,
  options: ScoreFunctionOptions,
): GaussianGradient {
  const { draws, seed, baseline = 0, ...rest } = options;
  rejectUnknownOptions("scoreFunction", rest, "draws seed baseline");
  checkInteger("draws", draws, baseline === "leaveOneOut" ? 2 : 1);
  if (!(Number.isFinite(baseline) || baseline in baselines))
    throw new RangeError(
      `baseline: expected a finite number or one of ${Object.keys(baselines).join(", ")}, got ${baseline}`,
    );
  const normal = baseOf(q);
  const drawn = (purpose: string) => {
    const noise = noiseFor(q, draws, seed, purpose);
    return { noise, values: valuesAt(q, f, normal.rsample(noise)) };
  };
  const { noise, values } = drawn("gradient");
  const { loc, scale } =
    typeof baseline === "number"
      ? sameForBoth(NDArray.from(baseline))
      : baselines[baseline](values, () => drawn("baseline"));
  const estimates = (b: NDArray, score: (epsilon: number) => number) =>
    broadcast((v, b, epsilon, sigma) => ((v - b) * score(epsilon)) / sigma, values, b, noise, normal.scale);
  return {
    loc: estimates(loc, (epsilon) => epsilon),
    scale: estimates(scale, (epsilon) => epsilon ** 2 - 1),
  };
}

const sameForBoth = (baseline: NDArray): GaussianGradient => ({ loc: baseline, scale: baseline });

/** From f's values at the draws to the baselines for loc and scale; `pilot` makes separate draws. */
const baselines = {
  runningMean(values: NDArray): GaussianGradient {
    const [draws] = values.shape;
    const each = values.size / draws;
    const data = new Float64Array(values.size);
    const sums = new Float64Array(each);
    for (let i = 1; i < draws; i++)
      for (let k = 0; k < each; k++) {
        sums[k] += values.data[(i - 1) * each + k];
        data[i * each + k] = sums[k] / i;
      }
    return sameForBoth(new NDArray(data, values.shape));
  },

  leaveOneOut(values: NDArray): GaussianGradient {
    const [draws] = values.shape;
    return sameForBoth(broadcast((sum, value) => (sum - value) / (draws - 1), values.sum(0), values));
  },

  optimal(_: NDArray, pilot: () => { noise: NDArray; values: NDArray }): GaussianGradient {
    const { noise, values } = pilot();
    // Weights by the squared scores, whose common factor 1/σ² cancels.
    const weighted = (square: (epsilon: number) => number) =>
      broadcast(
        (sum, total) => sum / total,
        broadcast((value, epsilon) => value * square(epsilon), values, noise).sum(0),
        broadcast(square, noise).sum(0),
      );
    return {
      loc: weighted((epsilon) => epsilon ** 2),
      scale: weighted((epsilon) => (epsilon ** 2 - 1) ** 2),
    };
  },
};

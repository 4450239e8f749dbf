import { HALF_LOG_2PI, Normal } from "../distributions/normal";
import { FIXED_GAUSSIAN, GAUSSIAN } from "../kernels/likelihood-codes";
import { addProductWithTransposed } from "../kernels/product";
import { broadcast, type NDArray } from "../ndarray";
import { LOG_VARIANCE_LIMIT } from "../numerics/log-variance-limit";
import {
  type Differentiable,
  FLOAT32,
  type Likelihood,
  type LikelihoodOptions,
  type LogProbs,
} from "./likelihood";
import { repeated } from "./repeated";

/** p(x|z) = N(μ(z), σ²): the heads are μ and log σ², or μ alone for a fixed σ. */
export const gaussian: Likelihood<Normal> = {
  type: Normal,
  range: FLOAT32,
  heads: ({ scale }) => (scale === "learned" ? 2 : 1),
  distribution: ([mean, logVariance], { scale }) =>
    new Normal(mean, scale === "learned" ? broadcast(deviationOf, logVariance) : scale),
  logProbs: (conditional) =>
    conditional.batchShape[1] < WIDE ? bySquares(conditional) : byProducts(conditional),
  slopes(x, [mean, logVariance], { scale }) {
    if (scale !== "learned") return [broadcast((value, m) => (value - m) / scale ** 2, x, mean)];
    const error = (value: number, m: number, head: number) => (value - m) / deviationOf(head);
    return [
      broadcast((value, m, head) => error(value, m, head) / deviationOf(head), x, mean, logVariance),
      broadcast(
        (value, m, head) => limitSlope(head) * 0.5 * (error(value, m, head) ** 2 - 1),
        x,
        mean,
        logVariance,
      ),
    ];
  },
  surprise(x, [mean, head], { scale }) {
    const square = x.sub(mean).square();
    if (scale !== "learned") return square.mul(0.5 / scale ** 2).add(Math.log(scale) + HALF_LOG_2PI);
    const logVariance = limited(head);
    // In this order few operations are on all points at all z.
    const halfPrecision = logVariance.neg().exp().mul(0.5);
    return square.mul(halfPrecision).add(logVariance.mul(0.5).add(HALF_LOG_2PI));
  },
  sample([mean, head], [noise], { scale }) {
    return noise.mul(scale === "learned" ? limited(head).mul(0.5).exp() : scale).add(mean);
  },
  kernel: ({ scale }) =>
    scale === "learned"
      ? { code: GAUSSIAN, parameters: [0, 0], constant: -HALF_LOG_2PI }
      : {
          code: FIXED_GAUSSIAN,
          parameters: [scale ** -2, 0],
          constant: -HALF_LOG_2PI - Math.log(scale),
        },
};

/** log σ², from a head on tensors. */
export const limited = <T extends Differentiable<T>>(head: T): T =>
  head.clipByValue(-LOG_VARIANCE_LIMIT, LOG_VARIANCE_LIMIT);

/** The options with which nothing is fixed. */
export const LEARNED: LikelihoodOptions = { scale: "learned", degreesOfFreedom: "learned" };

/** A name of this module's own, since each use of an imported one calls a function. */
const LIMIT = LOG_VARIANCE_LIMIT;

/** σ, from a head with log σ². */
export const deviationOf = (head: number): number => Math.exp(Math.min(Math.max(head, -LIMIT), LIMIT) / 2);

/** The slope of a head's log-variance: 0 where that is limited. */
export const limitSlope = (head: number) => (Math.abs(head) < LIMIT ? 1 : 0);

/** Entries of a point from which matrix products are faster than loops, and their cancellation does no harm. */
const WIDE = 32;

/** The parameters that do not depend on x: 1/σ², and the log-density of the mean at each node. */
function constantsOf({ loc, scale }: Normal) {
  const [nodes, size] = loc.shape;
  const scales = scale.size === loc.size ? scale.data : broadcast((_, s) => s, loc, scale).data;
  const constants = new Float64Array(nodes).fill(-size * HALF_LOG_2PI);
  scales.forEach((sigma, at) => {
    constants[Math.floor(at / size)] -= Math.log(sigma);
  });
  return { nodes, size, means: loc.data, precisions: scales.map((sigma) => 1 / sigma ** 2), constants };
}

function bySquares(conditional: Normal): LogProbs {
  const { nodes, size, means, precisions, constants } = constantsOf(conditional);
  return ({ data: x, shape: [rows] }, start = 0, end = nodes) => {
    const sums = repeated(constants.subarray(start, end), rows);
    for (let i = 0, sum = 0; i < rows; i++)
      for (let at = start * size; at < end * size; sum++) {
        let square = 0;
        for (let d = i * size; d < (i + 1) * size; d++, at++)
          square += (x[d] - means[at]) ** 2 * precisions[at];
        sums[sum] -= square / 2;
      }
    return sums;
  };
}

/** −½ Σ (x − μ)²/σ² = Σ x · μ/σ² − ½ Σ x² · 1/σ² − ½ Σ μ²/σ². */
function byProducts(conditional: Normal): LogProbs {
  const { nodes, size, means, precisions, constants } = constantsOf(conditional);
  const weighted = means.map((mean, at) => mean * precisions[at]);
  means.forEach((mean, at) => {
    constants[Math.floor(at / size)] -= (mean * weighted[at]) / 2;
  });
  return ({ data: x, shape: [rows] }, start = 0, end = nodes) => {
    const sums = repeated(constants.subarray(start, end), rows);
    const add = (values: Float64Array, factors: Float64Array) => {
      const some = factors.subarray(start * size, end * size);
      addProductWithTransposed(values, some, sums, rows, end - start, size);
    };
    add(x, weighted);
    add(
      x.map((value) => -0.5 * value * value),
      precisions,
    );
    return sums;
  };
}

/** q(z|x) of an encoder's output [..., 2 · size], whose heads are those of a learned scale. */
export const gaussianOf = (output: NDArray): Normal => gaussian.distribution(output.split(2), LEARNED);

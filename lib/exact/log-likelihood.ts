import { type Points, pointsOf } from "../data/dataset";
import { Bernoulli } from "../distributions/bernoulli";
import type { Normal } from "../distributions/normal";
import { addProductWithTransposed } from "../kernels/product";
import { broadcast, NDArray } from "../ndarray";

/** Dimensions of a point from which matrix products are faster than loops, and their cancellation does no harm. */
const WIDE = 32;

/** log p(x|z) of each point [rows, size] at the nodes from `start` to before `end`: rows · (end − start) numbers. */
export type LogLikelihoods = (points: NDArray, start?: number, end?: number) => Float64Array;

/**
 * log p(x|z) of each point of x [batch, size] by each of the likelihoods [nodes, size], in float64: [batch, nodes], in nats.
 * Throws a RangeError where sizes disagree.
 */
export function logLikelihoodsAt(likelihood: Normal | Bernoulli, x: Points): NDArray {
  const [nodes, size] = likelihood.batchShape;
  const points = pointsOf("x", x, size);
  return new NDArray(logLikelihoods(likelihood)(points), [points.shape[0], nodes]);
}

/** log p(x|z) in float64, for the likelihoods [nodes, size]; what does not depend on x is computed once. */
export function logLikelihoods(likelihood: Normal | Bernoulli): LogLikelihoods {
  return likelihood instanceof Bernoulli ? bernoulli(likelihood) : normal(likelihood);
}

/** Σ_d x_d l_d − log(1 + e^l_d): one matrix product, and sums that do not depend on x. */
function bernoulli({ logits }: Bernoulli): LogLikelihoods {
  const [nodes, size] = logits.shape;
  const constants = Float64Array.from({ length: nodes }, (_, k) => -softplusSum(logits.row(k)));
  return ({ data: x, shape: [rows] }, start = 0, end = nodes) => {
    const sums = repeated(constants.subarray(start, end), rows);
    const some = logits.data.subarray(start * size, end * size);
    addProductWithTransposed(x, some, sums, rows, end - start, size);
    return sums;
  };
}

/** Factors of at most 2, whose product does not overflow. */
const FACTORS = 512;

/** Σ log(1 + e^l), with one logarithm for many l. */
function softplusSum(logits: Float64Array): number {
  let sum = 0;
  for (let start = 0; start < logits.length; start += FACTORS) {
    let product = 1;
    const end = Math.min(start + FACTORS, logits.length);
    for (let d = start; d < end; d++) {
      const logit = logits[d];
      if (logit > 0) sum += logit;
      product *= 1 + Math.exp(-Math.abs(logit));
    }
    sum += Math.log(product);
  }
  return sum;
}

function normal({ loc, scale }: Normal): LogLikelihoods {
  const [nodes, size] = loc.shape;
  const means = loc.data;
  const scales = scale.size === loc.size ? scale.data : broadcast((_, s) => s, loc, scale).data;
  const precisions = scales.map((sigma) => 1 / sigma ** 2);
  const constants = new Float64Array(nodes).fill((-size / 2) * Math.log(2 * Math.PI));
  for (let k = 0, at = 0; k < nodes; k++)
    for (let d = 0; d < size; d++, at++) constants[k] -= Math.log(scales[at]);
  if (size < WIDE)
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
  // −½ Σ (x − μ)²/σ² = Σ x · μ/σ² − ½ Σ x² · 1/σ² − ½ Σ μ²/σ²
  const weighted = means.map((mean, at) => mean * precisions[at]);
  for (let k = 0; k < nodes; k++) {
    let square = 0;
    for (let at = k * size; at < (k + 1) * size; at++) square += means[at] * weighted[at];
    constants[k] -= square / 2;
  }
  return ({ data: x, shape: [rows] }, start = 0, end = nodes) => {
    const sums = repeated(constants.subarray(start, end), rows);
    const add = (values: Float64Array, factors: Float64Array) =>
      addProductWithTransposed(
        values,
        factors.subarray(start * size, end * size),
        sums,
        rows,
        end - start,
        size,
      );
    add(x, weighted);
    add(
      x.map((value) => -0.5 * value * value),
      precisions,
    );
    return sums;
  };
}

/** `rows` copies of a list, one after the other. */
function repeated(list: Float64Array, rows: number): Float64Array {
  const copies = new Float64Array(rows * list.length);
  for (let i = 0; i < rows; i++) copies.set(list, i * list.length);
  return copies;
}

import { Bernoulli } from "../distributions/bernoulli";
import type { Normal } from "../distributions/normal";
import { addProductWithTransposed } from "../kernels/product";
import { broadcast, type NDArray } from "../ndarray";

/** Dimensions of a point from which matrix products are faster than loops, and their cancellation does no harm. */
const WIDE = 32;

/** log p(x|z) of each point [rows, size] under each of the likelihoods [nodes, size], in float64: rows · nodes numbers. */
export function logLikelihoods(points: NDArray, likelihood: Normal | Bernoulli): Float64Array {
  return likelihood instanceof Bernoulli ? bernoulli(points, likelihood) : normal(points, likelihood);
}

/** Σ_d x_d l_d − log(1 + e^l_d): one matrix product, and sums that do not depend on x. */
function bernoulli({ data: x, shape: [rows] }: NDArray, { logits }: Bernoulli): Float64Array {
  const [nodes, size] = logits.shape;
  const constant = new Float64Array(nodes);
  for (let k = 0; k < nodes; k++) constant[k] = -softplusSum(logits.row(k));
  const sums = repeated(constant, rows);
  addProductWithTransposed(x, logits.data, sums, rows, nodes, size);
  return sums;
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

function normal(points: NDArray, { loc, scale }: Normal): Float64Array {
  const [nodes, size] = loc.shape;
  const [rows] = points.shape;
  const x = points.data;
  const means = loc.data;
  const scales = scale.size === loc.size ? scale.data : broadcast((_, s) => s, loc, scale).data;
  const precisions = scales.map((sigma) => 1 / sigma ** 2);
  const constant = new Float64Array(nodes).fill((-size / 2) * Math.log(2 * Math.PI));
  for (let k = 0, at = 0; k < nodes; k++)
    for (let d = 0; d < size; d++, at++) constant[k] -= Math.log(scales[at]);
  const sums = repeated(constant, rows);
  if (size < WIDE) {
    for (let i = 0; i < rows; i++)
      for (let k = 0, at = 0; k < nodes; k++) {
        let square = 0;
        for (let d = i * size; d < (i + 1) * size; d++, at++)
          square += (x[d] - means[at]) ** 2 * precisions[at];
        sums[i * nodes + k] -= square / 2;
      }
    return sums;
  }
  // −½ Σ (x − μ)²/σ² = Σ x · μ/σ² − ½ Σ x² · 1/σ² − ½ Σ μ²/σ²
  const weighted = means.map((mean, at) => mean * precisions[at]);
  for (let k = 0; k < nodes; k++) {
    let square = 0;
    for (let at = k * size; at < (k + 1) * size; at++) square += means[at] * weighted[at];
    for (let i = 0; i < rows; i++) sums[i * nodes + k] -= square / 2;
  }
  addProductWithTransposed(x, weighted, sums, rows, nodes, size);
  const negativeHalfSquares = x.map((value) => -0.5 * value * value);
  addProductWithTransposed(negativeHalfSquares, precisions, sums, rows, nodes, size);
  return sums;
}

/** `rows` copies of a list, one after the other. */
function repeated(list: Float64Array, rows: number): Float64Array {
  const copies = new Float64Array(rows * list.length);
  for (let i = 0; i < rows; i++) copies.set(list, i * list.length);
  return copies;
}

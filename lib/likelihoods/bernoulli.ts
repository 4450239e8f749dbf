import { Bernoulli } from "../distributions/bernoulli";
import { BERNOULLI } from "../kernels/likelihood-codes";
import { addProductWithTransposed } from "../kernels/product";
import { broadcast } from "../ndarray";
import { sigmoid } from "../numerics/sigmoid";
import type { Likelihood } from "./likelihood";
import { repeated } from "./repeated";

/** p(x|z) = Bernoulli with the decoder's output as logits, for numbers from 0 to 1. */
export const bernoulli: Likelihood<Bernoulli> = {
  type: Bernoulli,
  range: { least: 0, most: 1, expected: "numbers in [0, 1] for a Bernoulli likelihood" },
  heads: () => 1,
  distribution: ([logits]) => new Bernoulli(logits),
  /** Σ_d x_d l_d − log(1 + e^l_d): one matrix product, and sums that do not depend on x. */
  logProbs({ logits }) {
    const [nodes, size] = logits.shape;
    const constants = Float64Array.from({ length: nodes }, (_, k) => -softplusSum(logits.row(k)));
    return ({ data: x, shape: [rows] }, start = 0, end = nodes) => {
      const sums = repeated(constants.subarray(start, end), rows);
      const some = logits.data.subarray(start * size, end * size);
      addProductWithTransposed(x, some, sums, rows, end - start, size);
      return sums;
    };
  },
  slopes: (x, [logits]) => [broadcast((value, logit) => value - sigmoid(logit), x, logits)],
  surprise: (x, [logits]) => logits.softplus().sub(x.mul(logits)),
  /** e^−(a² + b²)/2 is uniform over (0, 1), and below sigmoid(logit) where (a² + b²)/2 > log(1 + e^−logit). */
  sample: ([logits], [a, b]) => a.square().add(b.square()).mul(0.5).sub(logits.neg().softplus()).step(),
  kernel: () => ({ code: BERNOULLI, parameters: [0, 0], constant: 0 }),
};

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

import { checkShape } from "../check";
import { broadcast, NDArray } from "../ndarray";
import { log1pGap } from "../numerics/log1p-gap";
import { sigmoid, softplus } from "../numerics/sigmoid";
import { Bernoulli } from "./bernoulli";
import type { Distribution } from "./distribution";
import { factorColumns, type GaussianVector, isGaussianVector } from "./gaussian-vector";
import { Independent, sumTrailing } from "./independent";
import { MultivariateNormal } from "./multivariate-normal";
import { Normal, standardScore } from "./normal";

/**
 * KL(q‖p) = E_q[log q(z) − log p(z)] in closed form, in nats, one number for each entry of the batch, never negative.
 * Normal: log(σ_p/σ_q) + (σ_q² + (μ_q − μ_p)²)/(2σ_p²) − ½ (paper, appendix B). Bernoulli with logits l:
 * q(1) (l_q − l_p) − log(1 + e^l_q) + log(1 + e^l_p). Independent: the sum over its events. A Gaussian vector, with any
 * covariance or independent entries, against MultivariateNormal: the Normal's form with matrices.
 * Throws a TypeError for a pair without a closed form here, a RangeError where sizes disagree.
 */
export function klDivergence(q: Distribution, p: Distribution): NDArray {
  if (q instanceof Normal && p instanceof Normal)
    return broadcast(
      (qLoc, qScale, pLoc, pScale) =>
        scaleDivergence(qScale, pScale) + halfSquare(standardScore(qLoc, pLoc, pScale)),
      q.loc,
      q.scale,
      p.loc,
      p.scale,
    );
  if (q instanceof Bernoulli && p instanceof Bernoulli)
    return broadcast(bernoulliDivergence, q.logits, p.logits);
  if (q instanceof Independent && p instanceof Independent) {
    if (q.reinterpretedBatchDims !== p.reinterpretedBatchDims)
      throw new RangeError(
        `reinterpretedBatchDims: expected the same in q and p, got ${q.reinterpretedBatchDims} and ${p.reinterpretedBatchDims}`,
      );
    return sumTrailing(klDivergence(q.base, p.base), q.reinterpretedBatchDims);
  }
  if (isGaussianVector(q) && p instanceof MultivariateNormal) return vectorDivergence(q, p);
  throw new TypeError(`klDivergence: no closed form for (${q.constructor.name}, ${p.constructor.name})`);
}

const halfSquare = (z: number) => 0.5 * z * z;

/** KL(N(0, σ_q²)‖N(0, σ_p²)) = ½ (t² − 1) − log t with t = σ_q/σ_p; near t = 1 as a sum that does not cancel. */
function scaleDivergence(qScale: number, pScale: number): number {
  const ratio = qScale / pScale;
  if (ratio < 0.5 || ratio > 2) return halfSquare(ratio) - 0.5 - (Math.log(qScale) - Math.log(pScale));
  const change = (qScale - pScale) / pScale;
  return halfSquare(change) + log1pGap(change);
}

/**
 * With s = q(1) ≤ ½ and δ = l_p − l_q: log(1 + s (e^δ − 1)) − s δ. For small δ both its terms are replaced by what they
 * exceed s (e^δ − 1) by, of which the second is at most half of the first.
 */
function bernoulliDivergence(qLogit: number, pLogit: number): number {
  // Swapping 0 and 1 in both changes nothing.
  const [from, to] = qLogit > 0 ? [-qLogit, -pLogit] : [qLogit, pLogit];
  const probability = sigmoid(from);
  const step = to - from;
  if (Math.abs(step) < 1) {
    const growth = Math.expm1(step);
    return probability * log1pGap(growth) - log1pGap(probability * growth);
  }
  // Where numbers below float64's normal ones are rounded, the result could be negative.
  return Math.max(0, softplus(to) - softplus(from) - (probability * to - probability * from));
}

/**
 * With covariances L Lᵀ and M = L_p⁻¹ L_q, lower triangular: ½ |L_p⁻¹ (μ_q − μ_p)|² + Σ_{i > j} ½ M_ij² + the divergences
 * of the scales L_ii.
 */
function vectorDivergence(q: GaussianVector, p: MultivariateNormal): NDArray {
  const [size] = p.eventShape;
  checkShape("q", q.eventShape, [size]);
  const columns = factorColumns(q);
  const relative = p.whiten(columns).data;
  const spread = new Float64Array(relative.length / size ** 2);
  relative.forEach((entry, at) => {
    const [i, j] = [at % size, Math.floor(at / size) % size];
    spread[Math.floor(at / size ** 2)] +=
      i === j ? scaleDivergence(columns.data[at], p.scaleTril.data[i * size + i]) : squareOf(entry) / 2;
  });
  // Halves of the means, whose difference cannot overflow.
  const shift = p.whiten(broadcast((a, b) => a / 2 - b / 2, q.mean, p.loc));
  const square = broadcast((entry) => 2 * squareOf(entry), shift).sum(shift.shape.length - 1);
  return broadcast((a, b) => a + b, new NDArray(spread, columns.shape.slice(0, -2)), square);
}

/** For a whitened entry: NaN comes from an entry before it that is beyond float64, as is then the sum. */
const squareOf = (entry: number) => (Number.isNaN(entry) ? Number.POSITIVE_INFINITY : entry * entry);

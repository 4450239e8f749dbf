import { broadcast, type NDArray } from "../ndarray";
import { softplus } from "../numerics/sigmoid";
import { Bernoulli } from "./bernoulli";
import type { Distribution } from "./distribution";
import { Independent, sumTrailing } from "./independent";
import { MultivariateNormal } from "./multivariate-normal";
import { Normal } from "./normal";
import { isGaussian, quadraticExpectation } from "./quadratic-expectation";

/**
 * KL(q‖p) = E_q[log q(z) − log p(z)] in closed form, in nats, one number for each entry of the batch.
 * Normal: log(σ_p/σ_q) + (σ_q² + (μ_q − μ_p)²)/(2σ_p²) − ½ (paper, appendix B). Bernoulli with logits l:
 * q(1) (l_q − l_p) − log(1 + e^l_q) + log(1 + e^l_p). Independent: the sum over its events. A Gaussian vector, with any
 * covariance or independent entries, against MultivariateNormal: −H[q] − E_q[log p], the latter a quadratic expectation.
 * Throws a TypeError for a pair without a closed form here.
 */
export function klDivergence(q: Distribution, p: Distribution): NDArray {
  if (q instanceof Normal && p instanceof Normal)
    return broadcast(
      (qLoc, qScale, pLoc, pScale) =>
        Math.log(pScale / qScale) + (qScale ** 2 + (qLoc - pLoc) ** 2) / (2 * pScale ** 2) - 0.5,
      q.loc,
      q.scale,
      p.loc,
      p.scale,
    );
  if (q instanceof Bernoulli && p instanceof Bernoulli)
    return broadcast(
      (probability, qLogit, pLogit) => probability * (qLogit - pLogit) - softplus(qLogit) + softplus(pLogit),
      q.mean,
      q.logits,
      p.logits,
    );
  if (q instanceof Independent && p instanceof Independent) {
    if (q.reinterpretedBatchDims !== p.reinterpretedBatchDims)
      throw new RangeError(
        `reinterpretedBatchDims: expected the same in q and p, got ${q.reinterpretedBatchDims} and ${p.reinterpretedBatchDims}`,
      );
    return sumTrailing(klDivergence(q.base, p.base), q.reinterpretedBatchDims);
  }
  if (isGaussian(q) && p instanceof MultivariateNormal) {
    const size = p.eventShape[0];
    const constant = (p.logDeterminant + size * Math.log(2 * Math.PI)) / 2;
    return broadcast(
      (entropy, square) => constant + square / 2 - entropy,
      q.entropy(),
      quadraticExpectation(q, p.precision, p.loc),
    );
  }
  throw new TypeError(`klDivergence: no closed form for (${q.constructor.name}, ${p.constructor.name})`);
}

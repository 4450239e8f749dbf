import { checkFinite, checkPositive, checkShape, rejectUnknownOptions } from "../check";
import type { SampleOptions } from "../distributions/distribution";
import { klDivergence } from "../distributions/kl-divergence";
import { Normal } from "../distributions/normal";
import { broadcast, NDArray, type NDArrayLike } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import { maximum } from "../numerics/maximum";
import { trapezoid } from "../numerics/quadrature";
import type { Elbo } from "../objectives/elbo";
import { Random } from "../random";
import { highestElbo } from "./highest-elbo";

export interface CurvedGaussianOptions {
  /** The mean of p(x|z) for a z. */
  readonly curve: (z: number) => readonly number[];
  /** σ, the standard deviation of the noise. */
  readonly scale: number;
}

/** Holds and resolves a posterior unless the curve is very long or very steep. */
const AXIS = trapezoid(-40, 40, 16_001);
/** In standard deviations of q. */
const NOISE_AXIS = trapezoid(-8, 8, 401);
const NOISE_DENSITY = new Normal(0, 1).logProb(NOISE_AXIS.nodes).data.map(Math.exp);

/**
 * A model with one latent number whose decoder's mean runs along any curve: prior p(z) = N(0, 1), likelihood
 * p(x|z) = N(curve(z), scale² I). On a straight line it is a LinearGaussian; elsewhere nothing has a closed form, and every
 * quantity is computed by quadrature in float64, for one point x [inputSize] at a time. Throws a RangeError unless scale > 0.
 */
export class CurvedGaussian {
  readonly curve: (z: number) => readonly number[];
  readonly scale: number;
  readonly prior = new Normal(0, 1);

  constructor(options: CurvedGaussianOptions) {
    const { curve, scale, ...rest } = options;
    rejectUnknownOptions("CurvedGaussian", rest, "curve scale");
    checkPositive("scale", scale);
    this.curve = curve;
    this.scale = scale;
  }

  /** log p(x|z) at each z, in z's shape. */
  logLikelihood(x: NDArrayLike, z: NDArrayLike): NDArray {
    const { data, shape } = NDArray.from(x, "x");
    checkFinite("x", data);
    checkShape("x", shape, [this.curve(0).length]);
    const constant = -data.length * (Math.log(this.scale) + Math.log(2 * Math.PI) / 2);
    return broadcast((one) => {
      const mean = this.curve(one);
      let squares = 0;
      for (let i = 0; i < data.length; i++) squares += ((data[i] - mean[i]) / this.scale) ** 2;
      return constant - squares / 2;
    }, z);
  }

  /** log p(x, z) = log p(z) + log p(x|z) at each z, in z's shape. */
  logJoint(x: NDArrayLike, z: NDArrayLike): NDArray {
    return broadcast((p, l) => p + l, this.prior.logProb(z), this.logLikelihood(x, z));
  }

  /** log p(x) = log ∫ p(x, z) dz, in nats. Throws a RangeError where the z that explain x are out of the quadrature's reach. */
  logEvidence(x: NDArrayLike): number {
    const joint = this.logJoint(x, AXIS.nodes).data;
    const ends = Math.max(joint[0], joint[joint.length - 1]);
    if (!(ends < maximum(joint) - 20))
      throw new RangeError(
        `x: expected a point that some z from −40 to 40 explains, got [${NDArray.from(x).data}]`,
      );
    return logSumExp(joint) + Math.log(AXIS.weights[1]);
  }

  /** p(z|x) by its density: `logProb` maps any z to log p(z|x), in z's shape. */
  posterior(x: NDArrayLike): { logProb(z: NDArrayLike): NDArray } {
    const evidence = this.logEvidence(x);
    return { logProb: (z) => broadcast((joint) => joint - evidence, this.logJoint(x, z)) };
  }

  /** The evidence lower bound and its two terms for any Gaussian q, or for many: in q's batch shape, in nats. */
  elbo(x: NDArrayLike, q: Normal): Elbo {
    const reconstruction = expectation(q, (z) => this.logLikelihood(x, z));
    const kl = klDivergence(q, this.prior);
    return { elbo: broadcast((r, k) => r - k, reconstruction, kl), reconstruction, kl };
  }

  /** KL(q‖p(z|x)), the gap between log p(x) and the ELBO, by a quadrature of its own: in q's batch shape, in nats. */
  klToPosterior(x: NDArrayLike, q: Normal): NDArray {
    const cross = expectation(q, this.posterior(x).logProb);
    return broadcast((c, entropy) => -entropy - c, cross, q.entropy());
  }

  /** The Gaussian q with the highest ELBO; one of the best if there are several. */
  bestGaussian(x: NDArrayLike): Normal {
    return new Normal(...highestElbo(AXIS)(this.logJoint(x, AXIS.nodes).data));
  }

  /** `count` draws z ~ p(z) and x ~ p(x|z): [count, inputSize]. */
  sample(count: number, { seed }: SampleOptions): NDArray {
    const z = this.prior.sample(count, { seed: new Random(seed, "CurvedGaussian.sample", 0).word() });
    const means = NDArray.from(Array.from(z.data, (one) => this.curve(one)));
    const noise = new Normal(0, this.scale).sample(means.size, {
      seed: new Random(seed, "CurvedGaussian.sample", 1).word(),
    });
    return broadcast((mean, e) => mean + e, means, noise.reshape(means.shape));
  }
}

/** E_q[f(z)] for each entry of q's batch. */
function expectation(q: Normal, f: (z: NDArray) => NDArray): NDArray {
  const { nodes, weights } = NOISE_AXIS;
  const column = [nodes.length, ...q.batchShape.map(() => 1)];
  const mass = new NDArray(
    weights.map((weight, k) => weight * NOISE_DENSITY[k]),
    column,
  );
  const values = f(q.rsample(new NDArray(nodes, column)));
  return broadcast((value, share) => value * share, values, mass).sum(0);
}

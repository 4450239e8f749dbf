import { checkAllPositive, checkFinite } from "../check";
import { broadcast, broadcastShape, NDArray, type NDArrayLike } from "../ndarray";
import { digammaStep, logGammaRatio } from "../numerics/gamma-ratio";
import { type Distribution, type SampleOptions, samplingStream } from "./distribution";
import { HALF_LOG_2PI, standardScore } from "./normal";

/**
 * Student's t, loc + scale · t with `degreesOfFreedom` ν, independently for each entry: a Normal with heavier tails, which it
 * becomes as ν grows. The parameters broadcast. Throws a RangeError if loc is not finite, or one of the others is not a
 * finite number > 0.
 */
export class StudentT implements Distribution {
  readonly degreesOfFreedom: NDArray;
  readonly loc: NDArray;
  readonly scale: NDArray;
  readonly batchShape: readonly number[];
  readonly eventShape = [];

  constructor(degreesOfFreedom: NDArrayLike, loc: NDArrayLike, scale: NDArrayLike) {
    this.degreesOfFreedom = NDArray.from(degreesOfFreedom, "degreesOfFreedom");
    this.loc = NDArray.from(loc, "loc");
    this.scale = NDArray.from(scale, "scale");
    this.batchShape = broadcastShape(this.degreesOfFreedom.shape, this.loc.shape, this.scale.shape);
    checkAllPositive("degreesOfFreedom", this.degreesOfFreedom.data, this.degreesOfFreedom.shape);
    checkFinite("loc", this.loc.data, this.loc.shape);
    checkAllPositive("scale", this.scale.data, this.scale.shape);
  }

  /** loc, or NaN where ν ≤ 1. */
  get mean(): NDArray {
    return this.each((nu, loc) => (nu > 1 ? loc : Number.NaN));
  }

  /** scale² ν/(ν − 2); infinite where ν ≤ 2, NaN where ν ≤ 1. */
  get variance(): NDArray {
    return this.each((nu, _, scale) => {
      if (nu <= 2) return nu > 1 ? Number.POSITIVE_INFINITY : Number.NaN;
      return (scale ** 2 * nu) / (nu - 2);
    });
  }

  /** log Γ((ν + 1)/2) − log Γ(ν/2) − ½ log πν − log scale − ½ (ν + 1) log(1 + t²/ν), t = (x − loc)/scale, for each entry. */
  logProb(x: NDArrayLike): NDArray {
    return this.each(
      (nu, loc, scale, value) => {
        const t = standardScore(value, loc, scale);
        const power = 0.5 * (nu + 1) * Math.log1p((t / nu) * t);
        return logGammaRatio(nu / 2) - HALF_LOG_2PI - Math.log(scale) - power;
      },
      NDArray.from(x, "x"),
    );
  }

  /** ½ (ν + 1) (ψ((ν + 1)/2) − ψ(ν/2)) + log(√ν B(ν/2, ½)) + log scale, for each entry. */
  entropy(): NDArray {
    return this.each(
      (nu, _, scale) =>
        0.5 * (nu + 1) * digammaStep(nu / 2) - logGammaRatio(nu / 2) + HALF_LOG_2PI + Math.log(scale),
    );
  }

  /** Bailey's method (1994), which is Box and Muller's for ν → ∞: t = √(ν (u^(−2/ν) − 1)) cos 2πv. */
  sample(count: number, options: SampleOptions): NDArray {
    const random = samplingStream(count, options, "StudentT.sample");
    const shape = [count, ...this.batchShape];
    const size = shape.reduce((product, length) => product * length, 1);
    const [u, v] = [random.uniforms(size), random.uniforms(size)].map((values) => new NDArray(values, shape));
    return this.each(
      (nu, loc, scale, u, v) =>
        loc + scale * Math.sqrt(nu * Math.expm1((-2 / nu) * Math.log(u))) * Math.cos(2 * Math.PI * v),
      u,
      v,
    );
  }

  private each(f: (...values: number[]) => number, ...others: NDArray[]): NDArray {
    return broadcast(f, this.degreesOfFreedom, this.loc, this.scale, ...others);
  }
}

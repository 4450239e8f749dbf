import { checkAllPositive, checkFinite } from "../check";
import { broadcast, broadcastShape, NDArray, type NDArrayLike } from "../ndarray";
import { normalQuantile } from "../numerics/normal-quantile";
import type { Random } from "../random";
import { type Distribution, type SampleOptions, samplingStream } from "./distribution";

export const HALF_LOG_2PI = Math.log(2 * Math.PI) / 2;

/**
 * N(loc, scale²), independently for each entry; `scale` is the standard deviation.
 * Throws a RangeError if loc is not finite or scale is not a finite number > 0.
 */
export class Normal implements Distribution {
  readonly loc: NDArray;
  readonly scale: NDArray;
  readonly batchShape: readonly number[];
  readonly eventShape = [];

  constructor(loc: NDArrayLike, scale: NDArrayLike) {
    this.loc = NDArray.from(loc, "loc");
    this.scale = NDArray.from(scale, "scale");
    this.batchShape = broadcastShape(this.loc.shape, this.scale.shape);
    checkFinite("loc", this.loc.data, this.loc.shape);
    checkAllPositive("scale", this.scale.data, this.scale.shape);
  }

  get mean(): NDArray {
    return broadcast((loc) => loc, this.loc, this.scale);
  }

  get variance(): NDArray {
    return broadcast((_, scale) => scale * scale, this.loc, this.scale);
  }

  /** −½ ((x − loc)/scale)² − log scale − ½ log 2π, for each entry. */
  logProb(x: NDArrayLike): NDArray {
    return broadcast(
      (value, loc, scale) => {
        const z = standardScore(value, loc, scale);
        return -0.5 * z * z - Math.log(scale) - HALF_LOG_2PI;
      },
      NDArray.from(x, "x"),
      this.loc,
      this.scale,
    );
  }

  /**
   * The x below which there is the mass `p`, for each entry: loc + scale · z, with z right to 1e-15 of itself. Throws a
   * RangeError unless 0 < p < 1.
   */
  icdf(p: NDArrayLike): NDArray {
    const masses = NDArray.from(p, "p");
    const bad = masses.data.find((mass) => !(mass > 0 && mass < 1));
    if (bad !== undefined) throw new RangeError(`p: expected numbers in (0, 1), got ${bad}`);
    return broadcast(
      (z, loc, scale) => loc + scale * z,
      broadcast(normalQuantile, masses),
      this.loc,
      this.scale,
    );
  }

  /** ½ + ½ log 2π + log scale, for each entry. */
  entropy(): NDArray {
    return broadcast((_, scale) => 0.5 + HALF_LOG_2PI + Math.log(scale), this.loc, this.scale);
  }

  /** The reparameterized draw loc + scale · ε for the given noise ε ~ N(0, 1) (paper, section 2.4). */
  rsample(noise: NDArrayLike): NDArray {
    const epsilons = NDArray.from(noise, "noise");
    return broadcast((epsilon, loc, scale) => loc + scale * epsilon, epsilons, this.loc, this.scale);
  }

  sample(count: number, options: SampleOptions): NDArray {
    const random = samplingStream(count, options, "Normal.sample");
    return this.rsample(standardNormalNoise([count, ...this.batchShape], random));
  }
}

/** (value − loc)/scale, also where the difference overflows but the quotient does not. */
export function standardScore(value: number, loc: number, scale: number): number {
  const difference = value - loc;
  return Number.isFinite(difference) ? difference / scale : 2 * ((value / 2 - loc / 2) / scale);
}

/** Draws from N(0, 1) in the given shape. */
export function standardNormalNoise(shape: readonly number[], random: Random): NDArray {
  return new NDArray(random.normals(new Float64Array(shape.reduce((a, b) => a * b, 1))), shape);
}

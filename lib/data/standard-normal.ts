import { checkInteger, rejectUnknownOptions } from "../check";
import { Independent } from "../distributions/independent";
import { Normal } from "../distributions/normal";
import type { Dataset } from "./dataset";

export interface StandardNormalOptions {
  /** Dimensions of each point; default: 2. */
  dimensions?: number;
  /** Number of points; default: 5000. */
  size?: number;
  seed: number;
}

/** The post's data as its formula defines them: points from N(0, I). */
export function standardNormal(options: StandardNormalOptions): Dataset {
  const { dimensions = 2, size = 5000, seed, ...rest } = options;
  rejectUnknownOptions("standardNormal", rest, "dimensions size seed");
  checkInteger("dimensions", dimensions);
  checkInteger("size", size);
  const density = new Independent(new Normal(new Float64Array(dimensions), 1), 1);
  return { points: density.sample(size, { seed }), density };
}

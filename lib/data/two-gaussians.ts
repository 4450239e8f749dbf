import { checkInteger, checkPositive, rejectUnknownOptions } from "../check";
import { Independent } from "../distributions/independent";
import { Mixture } from "../distributions/mixture";
import { Normal } from "../distributions/normal";
import { type Dataset, pointsOf } from "./dataset";

export interface TwoGaussiansOptions {
  /** The two means; default: (2, 2) and (−2, −2). */
  means?: readonly [readonly number[], readonly number[]];
  /** The standard deviation of both; default: 0.5. */
  scale?: number;
  /** Number of points; default: 5000. */
  size?: number;
  seed: number;
}

const MEANS = [
  [2, 2],
  [-2, -2],
];

/** The post's data as its text describes them: an equal mixture of two isotropic Gaussians in the plane. */
export function twoGaussians(options: TwoGaussiansOptions): Dataset & { readonly density: Mixture } {
  const { means = MEANS, scale = 0.5, size = 5000, seed, ...rest } = options;
  rejectUnknownOptions("twoGaussians", rest, "means scale size seed");
  checkPositive("scale", scale);
  checkInteger("size", size);
  pointsOf("means", means);
  const density = new Mixture(
    [0.5, 0.5],
    means.map((mean) => new Independent(new Normal(mean, scale), 1)),
  );
  return { points: density.sample(size, { seed }), density };
}

import { checkInteger, checkPositive, rejectUnknownOptions } from "../check";
import { Independent } from "../distributions/independent";
import { Mixture } from "../distributions/mixture";
import { Normal } from "../distributions/normal";
import { type Dataset, pointsOf } from "./dataset";

export interface GaussianMixtureOptions {
  /** The mean of each component. */
  means: readonly (readonly number[])[];
  /** The standard deviation of each component, or a single one for all. */
  scales: number | readonly number[];
  /** Share of each component; default: equal shares. */
  weights?: readonly number[];
  /** Number of points. */
  size: number;
  seed: number;
}

/** Points from Σ_k weights[k] · N(means[k], scales[k]² I). Throws a RangeError that names the invalid option. */
export function gaussianMixture(options: GaussianMixtureOptions): Dataset & { readonly density: Mixture } {
  const { means, scales, weights = means.map(() => 1 / means.length), size, seed, ...rest } = options;
  rejectUnknownOptions("gaussianMixture", rest, "means scales weights size seed");
  checkInteger("size", size);
  pointsOf("means", means);
  if (weights.length !== means.length)
    throw new RangeError(`weights: expected one for each of ${means.length} means, got ${weights.length}`);
  const scaleOf = typeof scales === "number" ? means.map(() => scales) : scales;
  if (scaleOf.length !== means.length)
    throw new RangeError(`scales: expected one for each of ${means.length} means, got ${scaleOf.length}`);
  for (const scale of scaleOf) checkPositive("scales", scale);
  const density = new Mixture(
    weights,
    means.map((mean, k) => new Independent(new Normal(mean, scaleOf[k]), 1)),
  );
  return { points: density.sample(size, { seed }), density };
}

export interface TwoGaussiansOptions {
  /** The two means; default: (2, 2) and (−2, −2). */
  means?: readonly [readonly number[], readonly number[]];
  /** The standard deviation of both; default: 0.5. */
  scale?: number;
  /** Number of points; default: 5000. */
  size?: number;
  seed: number;
}

/** The post's data as its text describes them: an equal mixture of two isotropic Gaussians in the plane. */
export function twoGaussians(options: TwoGaussiansOptions): Dataset & { readonly density: Mixture } {
  const {
    means = [
      [2, 2],
      [-2, -2],
    ],
    scale = 0.5,
    size = 5000,
    seed,
    ...rest
  } = options;
  rejectUnknownOptions("twoGaussians", rest, "means scale size seed");
  checkPositive("scale", scale);
  return gaussianMixture({ means, scales: scale, size, seed });
}

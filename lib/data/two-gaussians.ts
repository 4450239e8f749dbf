import type { Dataset } from "./dataset";
import { gaussianMixture } from "./gaussian-mixture";

export interface TwoGaussiansOptions {
  /** The two means; (2, 2) and (−2, −2) when left out. */
  means?: readonly [readonly number[], readonly number[]];
  /** The standard deviation of both. */
  scale?: number;
  /** How many points. */
  size?: number;
  seed: number;
}

/** The post's data as its text describes it: an equal mixture of two round Gaussians in the plane. */
export function twoGaussians(options: TwoGaussiansOptions): Dataset {
  const {
    means = [
      [2, 2],
      [-2, -2],
    ],
    scale = 0.5,
    size = 5000,
    ...rest
  } = options;
  return gaussianMixture({ means, scales: scale, size, ...rest });
}

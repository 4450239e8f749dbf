import type { VariationalAutoencoder } from "../models/variational-autoencoder";

/** How a decoder's output is compared with a point. */
export interface Comparison {
  /** Its number in kernels/assembly/evaluation.ts. */
  readonly kernel: number;
  /** 1/σ² for a fixed σ, else 1. */
  readonly precision: number;
  /** What the kernel leaves out, for each dimension of a point. */
  readonly constant: number;
}

const KERNELS = {
  bernoulli: 0,
  fixed: 1,
  gaussian: 2,
  absoluteGaussian: 3,
  published: 4,
  absolutePublished: 5,
};
const HALF_LOG_2PI = Math.log(2 * Math.PI) / 2;

/** log p(x|z), or what the post's code takes for it. */
export function comparisonOf(model: VariationalAutoencoder, published: boolean): Comparison {
  const { family, scale, deviationHead } = model.options;
  if (family === "bernoulli") return { kernel: KERNELS.bernoulli, precision: 1, constant: 0 };
  if (scale === "learned") {
    const absolute = deviationHead === "absolute";
    const kernel = published
      ? KERNELS[absolute ? "absolutePublished" : "published"]
      : KERNELS[absolute ? "absoluteGaussian" : "gaussian"];
    return { kernel, precision: 1, constant: -HALF_LOG_2PI };
  }
  const constant = -HALF_LOG_2PI - Math.log(scale);
  return published
    ? { kernel: KERNELS.fixed, precision: 1, constant: constant - 1 / (4 * scale ** 2) }
    : { kernel: KERNELS.fixed, precision: 1 / scale ** 2, constant };
}

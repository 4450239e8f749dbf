import { pointsOf } from "../data/dataset";
import { kernelDensity } from "../distributions/kernel-density";
import type { Mixture } from "../distributions/mixture";
import type { NDArrayLike } from "../ndarray";
import type { Autoencoder } from "./autoencoder";

/**
 * The density that some codes [count, latentSize] give an autoencoder whose output gets a width, 1/count · Σ_k
 * N(x; decode(codes[k]), scale² I). Throws a RangeError for a scale that is not positive, and for codes of
 * another shape.
 */
export function decodedMixture(model: Autoencoder, codes: NDArrayLike, scale: number): Mixture {
  return kernelDensity(model.decode(pointsOf("codes", codes, model.latentSize)), scale);
}

import { checkPositive } from "../check";
import { pointsOf } from "../data/dataset";
import { Independent } from "../distributions/independent";
import { Mixture } from "../distributions/mixture";
import { Normal } from "../distributions/normal";
import type { NDArrayLike } from "../ndarray";
import type { Autoencoder } from "./autoencoder";

/**
 * The density that some codes [count, latentSize] give an autoencoder whose output gets a width, 1/count · Σ_k
 * N(x; decode(codes[k]), scale² I). Throws a RangeError for a scale that is not positive, and for codes of
 * another shape.
 */
export function decodedMixture(model: Autoencoder, codes: NDArrayLike, scale: number): Mixture {
  checkPositive("scale", scale);
  const centers = model.decode(pointsOf("codes", codes, model.latentSize));
  const [count] = centers.shape;
  const components = Array.from(
    { length: count },
    (_, k) => new Independent(new Normal(centers.row(k), scale), 1),
  );
  return new Mixture(new Array(count).fill(1 / count), components);
}

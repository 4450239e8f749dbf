import { pointsOf } from "../data/dataset";
import { Independent } from "../distributions/independent";
import { kernelDensity } from "../distributions/kernel-density";
import { Mixture } from "../distributions/mixture";
import type { NDArrayLike } from "../ndarray";
import type { Autoencoder } from "./autoencoder";
import type { VariationalAutoencoder } from "./variational-autoencoder";

/**
 * The density of a model whose codes are these, [count, latentSize], each as probable as the others: 1/count · Σ_k p(x|codes[k]).
 * A variational autoencoder has a p(x|z); an autoencoder's output gets a width, N(x; decode(codes[k]), scale² I). Throws a
 * RangeError for a scale that is not positive, and for codes of another shape.
 */
export function decodedMixture(model: Autoencoder, codes: NDArrayLike, scale: number): Mixture;
export function decodedMixture(model: VariationalAutoencoder, codes: NDArrayLike): Mixture;
export function decodedMixture(
  model: Autoencoder | VariationalAutoencoder,
  codes: NDArrayLike,
  scale = Number.NaN,
): Mixture {
  const all = pointsOf("codes", codes, model.latentSize);
  if (model.kind === "autoencoder") return kernelDensity(model.decode(all), scale);
  const [count] = all.shape;
  const components = Array.from(
    { length: count },
    (_, k) => new Independent(model.likelihood(all.row(k)), 1),
  );
  return new Mixture(new Array(count).fill(1 / count), components);
}

import { Bernoulli } from "../distributions/bernoulli";
import { Normal, standardNormalNoise } from "../distributions/normal";
import { broadcast, NDArray } from "../ndarray";
import { Random } from "../random";

/** The stream of ε for z = μ + σ ε, shared by all code that draws a model's latents: one seed always gives the same draws. */
export const latentNoise = (seed: number) => new Random(seed, "latent noise");

/** `draws` draws from each distribution over [..., size]: [..., draws, size]. */
export function drawEach(distribution: Normal | Bernoulli, draws: number, random: Random): NDArray {
  const { batchShape } = distribution;
  const axis = batchShape.length - 1;
  const shape = [...batchShape.slice(0, axis), draws, batchShape[axis]];
  if (distribution instanceof Bernoulli) {
    const uniform = Float64Array.from({ length: distribution.logits.size * draws }, () => random.uniform());
    return new Bernoulli(distribution.logits.expandDims(axis)).fromUniform(new NDArray(uniform, shape));
  }
  const scale = broadcast((_, value) => value, distribution.loc, distribution.scale);
  return new Normal(distribution.loc.expandDims(axis), scale.expandDims(axis)).rsample(
    standardNormalNoise(shape, random),
  );
}

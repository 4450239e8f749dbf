import { Bernoulli } from "../distributions/bernoulli";
import { Normal, standardNormalNoise } from "../distributions/normal";
import { latentNoise, latentNoiseKey } from "../kernels/latent-noise";
import { broadcast, NDArray } from "../ndarray";
import type { Random } from "../random";

/**
 * z = μ + σ ε, `draws` of them for each row of a posterior [rows, size]: [rows, draws, size]. A seed has the same ε for
 * every evaluation of a model.
 */
export function drawLatents({ loc, scale }: Normal, draws: number, seed: number): NDArray {
  const [rows, size] = loc.shape;
  const noise = latentNoise(latentNoiseKey(seed), 0, rows, draws, size);
  const q = new Normal(loc.expandDims(1), scale.expandDims(1));
  return q.rsample(new NDArray(noise, [rows, draws, size]));
}

/** `draws` draws from each distribution over [..., size]: [..., draws, size]. */
export function drawEach(distribution: Normal | Bernoulli, draws: number, random: Random): NDArray {
  const { batchShape } = distribution;
  const axis = batchShape.length - 1;
  const shape = [...batchShape.slice(0, axis), draws, batchShape[axis]];
  if (distribution instanceof Bernoulli) {
    const uniform = random.uniforms(distribution.logits.size * draws);
    return new Bernoulli(distribution.logits.expandDims(axis)).fromUniform(new NDArray(uniform, shape));
  }
  const scale = broadcast((_, value) => value, distribution.loc, distribution.scale);
  return new Normal(distribution.loc.expandDims(axis), scale.expandDims(axis)).rsample(
    standardNormalNoise(shape, random),
  );
}

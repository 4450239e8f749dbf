import { checkInteger } from "../check";
import type { Bernoulli } from "../distributions/bernoulli";
import { Independent } from "../distributions/independent";
import { Normal } from "../distributions/normal";
import { drawEach, latentNoise } from "../models/draw-each";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";

/** Some points, and draws from q(z|x) for each of them. */
export interface Draws {
  /** [rows, 1, inputSize]. */
  readonly x: NDArray;
  /** q(z|x), [rows, 1] vectors. */
  readonly posterior: Independent<Normal>;
  /** z, [rows, latentSamples, latentSize]. */
  readonly encoded: NDArray;
  /** p(x|z), [rows, latentSamples] vectors. */
  readonly likelihood: Independent<Normal | Bernoulli>;
}

/** Numbers in a block's widest layer, so that many draws for many points do not fill the memory. */
const BLOCK_NUMBERS = 2 ** 20;

/**
 * Applies `terms` to blocks of `points` with their draws, and joins each of the results [rows] to [batch]. The noise is that
 * of `model.forward` with the same seed, whatever the blocks.
 */
export function overDraws<T extends Record<string, NDArray>>(
  model: VariationalAutoencoder,
  points: NDArray,
  { latentSamples, seed }: { latentSamples: number; seed: number },
  terms: (draws: Draws) => T,
): T {
  checkInteger("latentSamples", latentSamples);
  const [batch, inputSize] = points.shape;
  const random = latentNoise(seed);
  const blocks: T[] = [];
  const length = Math.ceil(BLOCK_NUMBERS / (latentSamples * Math.max(...model.decoder.sizes)));
  for (let start = 0; start < batch; start += length) {
    const rows = Math.min(length, batch - start);
    const block = new NDArray(points.data.subarray(start * inputSize, (start + rows) * inputSize), [
      rows,
      inputSize,
    ]);
    const posterior = model.posterior(block);
    const encoded = drawEach(posterior, latentSamples, random);
    blocks.push(
      terms({
        x: block.expandDims(1),
        posterior: new Independent(new Normal(posterior.loc.expandDims(1), posterior.scale.expandDims(1)), 1),
        encoded,
        likelihood: new Independent(model.likelihood(encoded), 1),
      }),
    );
  }
  const joined = Object.keys(blocks[0]).map((name) => [
    name,
    NDArray.from(blocks.flatMap((block) => Array.from(block[name].data))),
  ]);
  return Object.fromEntries(joined) as T;
}

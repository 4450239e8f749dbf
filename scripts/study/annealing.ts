import * as vb from "../../lib";
import { Random } from "../../lib/random";

interface AnnealingOptions {
  /** Chains for each point, and values of β after the first. */
  readonly chains: number;
  readonly temperatures: number;
  readonly seed: number;
}

/**
 * The logarithms of the weights of annealed importance sampling (Neal 2001) from the prior, [points, chains], whose mean is an
 * unbiased estimate of p(x): chains that follow p(z) p(x|z)^β as β rises from 0 to 1, by a step of Metropolis at each β, of a
 * length between .01 and 1.
 */
export function annealedLogWeights(
  model: vb.VariationalAutoencoder,
  points: vb.NDArray,
  { chains, temperatures, seed }: AnnealingOptions,
): vb.NDArray {
  const { latentSize } = model;
  const [rows] = points.shape;
  const x = points.expandDims(1);
  const random = new Random(seed, "annealing");
  const shape = [rows, chains, latentSize];
  const logLikelihood = (z: vb.NDArray) => model.likelihood(z).logProb(x).sum(2).data;
  let z = new vb.NDArray(random.normals(new Float64Array(rows * chains * latentSize)), shape);
  let likelihood = logLikelihood(z);
  const logWeights = new Float64Array(rows * chains);
  const beta = (t: number) => (t / temperatures) ** 3;
  for (let t = 1; t <= temperatures; t++) {
    for (let k = 0; k < logWeights.length; k++) logWeights[k] += (beta(t) - beta(t - 1)) * likelihood[k];
    const lengths = Float64Array.from(logWeights, () => 100 ** -random.uniform());
    const moved = new vb.NDArray(
      z.data.map((value, at) => value + lengths[Math.floor(at / latentSize)] * random.normal()),
      shape,
    );
    const proposed = logLikelihood(moved);
    const next = z.data.slice();
    likelihood = likelihood.map((now, k) => {
      const [from, to] = [k * latentSize, (k + 1) * latentSize];
      const square = ({ data }: vb.NDArray) =>
        data.subarray(from, to).reduce((sum, one) => sum + one * one, 0);
      const rise = beta(t) * (proposed[k] - now) + (square(z) - square(moved)) / 2;
      if (Math.log(random.uniform()) >= rise) return now;
      next.set(moved.data.subarray(from, to), from);
      return proposed[k];
    });
    z = new vb.NDArray(next, shape);
  }
  return new vb.NDArray(logWeights, [rows, chains]);
}

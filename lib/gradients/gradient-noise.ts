import { type Points, pointsOf } from "../data/dataset";
import { limitSlope } from "../likelihoods/gaussian";
import { LIKELIHOODS } from "../likelihoods/likelihoods";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { trapezoid } from "../numerics/quadrature";

/** Where the noise of a step's gradient comes from, for each of the model's parameters, in their order. */
export interface GradientNoise {
  /** The variance over points of the mean over draws, which more draws leave as it is. */
  readonly between: NDArray;
  /** The mean over points of the variance over draws, which n draws divide by n. */
  readonly within: NDArray;
}

/** For ε ~ N(0, 1): its nodes, and their probabilities. */
const { nodes, weights } = trapezoid(-7, 7, 561);
const MASSES = weights.map((weight, k) => (weight * Math.exp(-0.5 * nodes[k] ** 2)) / Math.sqrt(2 * Math.PI));

/**
 * The two variances that add up to that of the pathwise gradient of the ELBO for one point, drawn from x [batch, inputSize],
 * and one draw, by quadrature over the draw in float64 (paper, section 2.3). Throws a RangeError for a latent of more
 * than one dimension.
 */
export function gradientNoise(vae: VariationalAutoencoder, x: Points): GradientNoise {
  if (vae.latentSize !== 1)
    throw new RangeError(`model.latentSize: expected 1, the quadrature's dimension, got ${vae.latentSize}`);
  const points = pointsOf("x", x, vae.inputSize);
  const count = vae.parameters.length;
  const [first, second, within] = Array.from({ length: 3 }, () => new Float64Array(count));
  const [rows] = points.shape;
  for (let i = 0; i < rows; i++) {
    const gradients = gradientsOf(vae, new NDArray(points.row(i), [1, vae.inputSize]));
    for (let p = 0; p < count; p++) {
      const mean = sumOf((k) => gradients(k, p));
      first[p] += mean / rows;
      second[p] += mean ** 2 / rows;
      within[p] += sumOf((k) => (gradients(k, p) - mean) ** 2) / rows;
    }
  }
  const between = second.map((square, p) => Math.max(0, square - first[p] ** 2));
  return { between: new NDArray(between, [count]), within: new NDArray(within, [count]) };
}

const sumOf = (value: (k: number) => number) => MASSES.reduce((sum, mass, k) => sum + mass * value(k), 0);

/** ∂ ELBO/∂ parameter p of one point [1, inputSize] with the k-th node as its draw. */
function gradientsOf({ encoder, decoder, options }: VariationalAutoencoder, x: NDArray) {
  const output = encoder.forward(x).data;
  const [mean, sigma] = [output[0], Math.exp(output[1] / 2)];
  const z = new NDArray(
    nodes.map((epsilon) => mean + sigma * epsilon),
    [nodes.length, 1],
  );
  const likelihood = LIKELIHOODS[options.family];
  const heads = decoder.forward(z, "z").split(likelihood.heads(options));
  const slopes = NDArray.concat(likelihood.slopes(x, heads, options));
  const byDecoder = decoder.parameterGradients(z, slopes);
  const byLatent = decoder.inputGradient(z, slopes).data;
  // How the encoder's two outputs, μ and log σ², depend on its parameters.
  const both = new NDArray(Float64Array.of(...x.data, ...x.data), [2, x.size]);
  const jacobian = encoder.parameterGradients(both, new NDArray(Float64Array.of(1, 0, 0, 1), [2, 2]));
  const split = encoder.parameters.length;
  const [byMean, byLogVariance] = [jacobian.row(0), jacobian.row(1)];
  const limit = limitSlope(output[1]);
  return (k: number, p: number) => {
    if (p >= split) return byDecoder.data[k * decoder.parameters.length + p - split];
    const toLogVariance = (limit * (byLatent[k] * sigma * nodes[k] - sigma ** 2 + 1)) / 2;
    return (byLatent[k] - mean) * byMean[p] + toLogVariance * byLogVariance[p];
  };
}

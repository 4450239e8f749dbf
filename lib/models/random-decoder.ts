import { checkInteger, checkNonNegative, checkPositive, rejectUnknownOptions } from "../check";
import { Random } from "../random";
import { VariationalAutoencoder } from "./variational-autoencoder";

export interface RandomDecoderOptions {
  /** Numbers of each point. */
  dimensions: number;
  /** σ_x, or its geometric mean where it differs; default: 0.2. */
  noise?: number;
  /** About the standard deviation of log σ_x over z and coordinates; default: 0, one σ_x for all. */
  unevenness?: number;
  seed: number;
}

const HIDDEN = 20;

/**
 * A decoder to draw data from, whose density `logEvidence` gives: z ~ N(0, I) in two dimensions, twenty tanh units with
 * weights and biases from N(0, 1), and from them means and log σ_x that each vary with z by about 1 and by `unevenness`.
 * Its encoder is untrained.
 */
export function randomDecoder(options: RandomDecoderOptions): VariationalAutoencoder {
  const { dimensions, noise = 0.2, unevenness = 0, seed, ...rest } = options;
  rejectUnknownOptions("randomDecoder", rest, "dimensions noise unevenness seed");
  checkInteger("dimensions", dimensions);
  checkPositive("noise", noise);
  checkNonNegative("unevenness", unevenness);
  const shape = { inputSize: dimensions, hiddenSizes: [HIDDEN], latentSize: 2 };
  const model = new VariationalAutoencoder({ ...shape, activation: "tanh", seed });
  const [first, last] = model.decoder.layers;
  const random = new Random(seed, "randomDecoder");
  random.normals(first.weight);
  random.normals(first.bias);
  random.normals(last.weight);
  last.weight.forEach((weight, at) => {
    const isMean = at % last.outputs < dimensions;
    // The square of a tanh is about ½ in the mean; log σ² is 2 log σ.
    last.weight[at] = weight * Math.sqrt(2 / HIDDEN) * (isMean ? 1 : 2 * unevenness);
  });
  last.bias.forEach((_, j) => {
    last.bias[j] = j < dimensions ? 0 : 2 * Math.log(noise);
  });
  return model;
}

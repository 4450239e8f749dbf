import { checkChoice, checkInteger, checkPositive, rejectUnknownOptions } from "../check";
import { Bernoulli } from "../distributions/bernoulli";
import type { SampleOptions } from "../distributions/distribution";
import { Normal } from "../distributions/normal";
import { NDArray, type NDArrayLike } from "../ndarray";
import { LOG_VARIANCE_LIMIT } from "../numerics/log-variance-limit";
import { Random } from "../random";
import { drawEach, drawLatents } from "./draw-each";
import { EncoderDecoder, type NetworkOptions } from "./encoder-decoder";
import { loadModel } from "./model-file";

export interface VariationalAutoencoderOptions extends NetworkOptions {
  /** The likelihood p(x|z): "gaussian" for any numbers, "bernoulli" for numbers in [0, 1]; default: "gaussian". */
  family?: Family;
  /** A Gaussian likelihood's standard deviation σ_x: "learned" as a function of z, or a fixed number; default: "learned". */
  scale?: "learned" | number;
  /**
   * The meaning of the second half of the networks' outputs: "logVariance", log σ² as in the post's text, or "absolute",
   * a number whose absolute value is σ, as in the post's code; default: "logVariance".
   */
  deviationHead?: DeviationHead;
}

export type DeviationHead = "logVariance" | "absolute";
export type Family = "gaussian" | "bernoulli";

export interface ForwardOptions {
  /** n_z, draws of z for each x; default: 1. */
  latentSamples?: number;
  /** n_x, draws of x for each z; default: 1. */
  outputSamples?: number;
  seed: number;
}

/** What the post's forward pass returns. */
export interface Forward {
  /** q(z|x), [batch, latentSize]. */
  readonly posterior: Normal;
  /** z = μ_z + σ_z ε, [batch, latentSamples, latentSize]. */
  readonly encoded: NDArray;
  /** p(x|z) at each z, [batch, latentSamples, inputSize]. */
  readonly likelihood: Normal | Bernoulli;
  /** Draws from p(x|z), [batch, latentSamples, outputSamples, inputSize]. */
  readonly decoded: NDArray;
}

/**
 * The variational autoencoder (paper, section 3 and appendix C; post, implementation): prior p(z) = N(0, I), encoder
 * q(z|x) = N(μ_z(x), σ_z²(x)), decoder p(x|z) = N(μ_x(z), σ_x²(z)) or Bernoulli. The networks' last layers hold the
 * means, then the log-variances log σ²; for a Bernoulli likelihood, the logits.
 */
export class VariationalAutoencoder extends EncoderDecoder<Required<VariationalAutoencoderOptions>> {
  readonly kind = "variational autoencoder";
  /** p(z) = N(0, I), a Normal over [latentSize]. */
  readonly prior: Normal;

  /** Throws a RangeError or a TypeError that names the invalid option. */
  constructor(options: VariationalAutoencoderOptions) {
    const { inputSize, hiddenSizes, latentSize, activation = "relu", seed, ...likelihood } = options;
    const { family = "gaussian", scale = "learned", deviationHead = "logVariance", ...rest } = likelihood;
    rejectUnknownOptions("VariationalAutoencoder", rest);
    checkChoice("family", family, ["gaussian", "bernoulli"]);
    checkChoice("deviationHead", deviationHead, ["logVariance", "absolute"]);
    if (scale !== "learned") checkPositive('scale (unless "learned")', scale);
    super(
      { inputSize, hiddenSizes, latentSize, activation, family, scale, deviationHead, seed },
      2 * latentSize,
      family === "gaussian" && scale === "learned" ? 2 * inputSize : inputSize,
    );
    this.prior = new Normal(new Float64Array(latentSize), 1);
  }

  /** q(z|x) for x [..., inputSize]: a Normal over [..., latentSize], computed in float64. */
  posterior(x: NDArrayLike): Normal {
    return normalFromHeads(this.encoder.forward(x), this.options.deviationHead);
  }

  /** p(x|z) for z [..., latentSize]: a distribution over [..., inputSize], computed in float64. */
  likelihood(z: NDArrayLike): Normal | Bernoulli {
    const output = this.decoder.forward(z, "z");
    const { family, scale, deviationHead } = this.options;
    if (family === "bernoulli") return new Bernoulli(output);
    return scale === "learned" ? normalFromHeads(output, deviationHead) : new Normal(output, scale);
  }

  /**
   * Encodes, draws z, decodes, draws x, for x [batch, inputSize], in float64 apart from the noise ε, which is float32. The
   * objectives draw the same z with the same seed.
   */
  forward(x: NDArrayLike, options: ForwardOptions): Forward {
    const { latentSamples = 1, outputSamples = 1, seed, ...rest } = options;
    rejectUnknownOptions("forward", rest);
    checkInteger("latentSamples", latentSamples);
    checkInteger("outputSamples", outputSamples);
    const points = NDArray.from(x, "x");
    if (points.shape.length !== 2)
      throw new RangeError(`x: expected shape [batch, ${this.inputSize}], got [${points.shape}]`);
    const posterior = this.posterior(points);
    const encoded = drawLatents(posterior, latentSamples, seed);
    const likelihood = this.likelihood(encoded);
    const decoded = drawEach(likelihood, outputSamples, new Random(seed, "output noise"));
    return { posterior, encoded, likelihood, decoded };
  }

  /** `count` draws from the model, z ~ p(z) and then x ~ p(x|z): [count, inputSize], in float64. */
  sample(count: number, options: SampleOptions): NDArray {
    const likelihood = this.likelihood(this.prior.sample(count, options));
    return drawEach(likelihood, 1, new Random(options.seed, "output noise")).reshape([count, this.inputSize]);
  }

  /** Reads what `save` wrote, or the model of a checkpoint. Throws an Error that names the file and what is wrong. */
  static load(path: string): VariationalAutoencoder {
    return loadModel(
      path,
      "variational autoencoder",
      (options: VariationalAutoencoderOptions) => new VariationalAutoencoder(options),
    );
  }
}

/** The Normal over [..., size] whose means, then log-variances or signed deviations, are `output` [..., 2 · size]. */
export function normalFromHeads(output: NDArray, deviationHead: DeviationHead): Normal {
  const size = output.shape[output.shape.length - 1] / 2;
  const shape = [...output.shape.slice(0, -1), size];
  const rows = output.size / (2 * size);
  const loc = new Float64Array(rows * size);
  const scale = new Float64Array(rows * size);
  for (let r = 0; r < rows; r++)
    for (let j = 0; j < size; j++) {
      loc[r * size + j] = output.data[r * 2 * size + j];
      const head = output.data[r * 2 * size + size + j];
      scale[r * size + j] = deviationHead === "absolute" ? Math.abs(head) : Math.exp(clamp(head) / 2);
    }
  return new Normal(new NDArray(loc, shape), new NDArray(scale, shape));
}

const clamp = (logVariance: number) =>
  Math.min(Math.max(logVariance, -LOG_VARIANCE_LIMIT), LOG_VARIANCE_LIMIT);

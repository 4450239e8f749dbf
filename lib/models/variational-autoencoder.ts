import { checkChoice, checkInteger, checkPositive, rejectUnknownOptions } from "../check";
import { pointsOf } from "../data/dataset";
import type { SampleOptions } from "../distributions/distribution";
import { Normal } from "../distributions/normal";
import { latentNoise, latentNoiseKey } from "../kernels/latent-noise";
import { gaussianOf } from "../likelihoods/gaussian";
import { type Conditional, type Family, LIKELIHOODS } from "../likelihoods/likelihoods";
import { NDArray, type NDArrayLike } from "../ndarray";
import { Random } from "../random";
import { EncoderDecoder, type NetworkOptions } from "./encoder-decoder";
import { loadModel } from "./model-file";

/** The networks, and the likelihood p(x|z) that the decoder stands for. */
export interface VariationalAutoencoderOptions extends NetworkOptions {
  /**
   * The likelihood p(x|z): "gaussian" or "studentT" for any numbers, "bernoulli" for numbers in [0, 1]; "published" is what the post's code
   * takes for a Gaussian's (lib/likelihoods/published.ts); default: "gaussian".
   */
  family?: Family;
  /** σ_x of a Gaussian or Student-t likelihood: "learned" as a function of z, or a fixed number; default: "learned". */
  scale?: "learned" | number;
  /** ν of a Student-t likelihood, the same way; a learned one is above 2. Default: "learned". */
  degreesOfFreedom?: "learned" | number;
}

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
  readonly likelihood: Conditional;
  /** Draws from p(x|z), [outputSamples, batch, latentSamples, inputSize]. */
  readonly decoded: NDArray;
}

const OPTIONS = "inputSize hiddenSizes encoderSizes latentSize activation seed family scale degreesOfFreedom";

/**
 * The variational autoencoder (paper, section 3 and appendix C; post, implementation): prior p(z) = N(0, I), encoder
 * q(z|x) = N(μ_z(x), σ_z²(x)), decoder p(x|z) = N(μ_x(z), σ_x²(z)) or another likelihood. The networks' last layers hold
 * the means, then the log-variances log σ²; lib/likelihoods says what other decoders' hold.
 */
export class VariationalAutoencoder extends EncoderDecoder<Required<VariationalAutoencoderOptions>> {
  readonly kind = "variational autoencoder";
  /** p(z) = N(0, I), a Normal over [latentSize]. */
  readonly prior: Normal;

  /** Throws a RangeError or a TypeError that names the invalid option. */
  constructor(options: VariationalAutoencoderOptions) {
    const { inputSize, hiddenSizes, encoderSizes = hiddenSizes, latentSize, ...others } = options;
    const { activation = "relu", seed, ...likelihood } = others;
    const { family = "gaussian", scale = "learned", degreesOfFreedom = "learned", ...rest } = likelihood;
    rejectUnknownOptions("VariationalAutoencoder", rest, OPTIONS);
    checkChoice("family", family, Object.keys(LIKELIHOODS) as Family[]);
    if (scale !== "learned") checkPositive('scale (unless "learned")', scale);
    if (degreesOfFreedom !== "learned")
      checkPositive('degreesOfFreedom (unless "learned")', degreesOfFreedom);
    const heads = LIKELIHOODS[family].heads({ scale, degreesOfFreedom });
    const networks = { inputSize, hiddenSizes, encoderSizes, latentSize, activation, seed };
    super({ ...networks, family, scale, degreesOfFreedom }, 2 * latentSize, heads * inputSize);
    this.prior = new Normal(new Float64Array(latentSize), 1);
  }

  /** q(z|x) for x [..., inputSize]: a Normal over [..., latentSize], computed in float64. */
  posterior(x: NDArrayLike): Normal {
    return gaussianOf(this.encoder.forward(x));
  }

  /** p(x|z) for z [..., latentSize]: a distribution over [..., inputSize], computed in float64. */
  likelihood(z: NDArrayLike): Conditional {
    const { options, decoder } = this;
    const family = LIKELIHOODS[options.family];
    return family.distribution(decoder.forward(z, "z").split(family.heads(options)), options);
  }

  /**
   * Encodes, draws z, decodes, draws x, for x [batch, inputSize], in float64 apart from the noise ε, which is float32. The
   * objectives draw the same z with the same seed.
   */
  forward(x: NDArrayLike, options: ForwardOptions): Forward {
    const { latentSamples = 1, outputSamples = 1, seed, ...rest } = options;
    rejectUnknownOptions("forward", rest, "latentSamples outputSamples seed");
    checkInteger("latentSamples", latentSamples);
    checkInteger("outputSamples", outputSamples);
    const posterior = this.posterior(pointsOf("x", x, this.inputSize));
    const [batch, latentSize] = posterior.batchShape;
    const noise = latentNoise(latentNoiseKey(seed), 0, batch, latentSamples, latentSize);
    const q = new Normal(posterior.loc.expandDims(1), posterior.scale.expandDims(1));
    const encoded = q.rsample(new NDArray(noise, [batch, latentSamples, latentSize]));
    const likelihood = this.likelihood(encoded);
    const decoded = likelihood.sample(outputSamples, { seed: outputSeed(seed) });
    return { posterior, encoded, likelihood, decoded };
  }

  /** `count` draws from the model, z ~ p(z) and then x ~ p(x|z): [count, inputSize], in float64. */
  sample(count: number, options: SampleOptions): NDArray {
    const likelihood = this.likelihood(this.prior.sample(count, options));
    return likelihood.sample(1, { seed: outputSeed(options.seed) }).reshape([count, this.inputSize]);
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

/** The noise of outputs is another than that of latents. */
const outputSeed = (seed: number) => new Random(seed, "output noise").word();

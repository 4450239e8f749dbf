import { checkChoice, checkInteger, checkPositive, rejectUnknownOptions } from "../check";
import { Bernoulli } from "../distributions/bernoulli";
import { Normal, standardNormalNoise } from "../distributions/normal";
import { broadcast, NDArray } from "../ndarray";
import { LOG_VARIANCE_LIMIT } from "../numerics/log-variance-limit";
import { Random } from "../random";
import { type Activation, Mlp } from "./mlp";
import { loadModel, saveModel } from "./model-file";

export interface VariationalAutoencoderOptions {
  inputSize: number;
  /** Widths of the encoder's hidden layers; the decoder has them in reverse. */
  hiddenSizes: readonly number[];
  latentSize: number;
  activation?: Activation;
  /** The likelihood p(x|z): "gaussian" for numbers, "bernoulli" for x in [0, 1]. */
  family?: Family;
  /** A Gaussian likelihood's standard deviation σ_x: "learned" as a function of z, or one fixed number. */
  scale?: "learned" | number;
  /** What the second heads hold: log σ² as in the post's text, or, as in its code, a number whose absolute value is σ. */
  deviationHead?: DeviationHead;
  seed: number;
}

export type DeviationHead = "logVariance" | "absolute";
export type Family = "gaussian" | "bernoulli";

export interface ForwardOptions {
  /** n_z, draws of z for each x. */
  latentSamples?: number;
  /** n_x, draws of x for each z. */
  outputSamples?: number;
  seed: number;
}

/** What the post's forward pass returns. */
export interface Forward {
  /** q(z|x), [batch, latentSize]. */
  posterior: Normal;
  /** z = μ_z + σ_z ε, [batch, latentSamples, latentSize]. */
  encoded: NDArray;
  /** p(x|z) at each z, [batch, latentSamples, inputSize]. */
  likelihood: Normal | Bernoulli;
  /** Draws from p(x|z), [batch, latentSamples, outputSamples, inputSize]. */
  decoded: NDArray;
}

/**
 * The variational autoencoder (paper, section 3 and appendix C; post, implementation): prior p(z) = N(0, I), encoder
 * q(z|x) = N(μ_z(x), σ_z²(x)), decoder p(x|z) = N(μ_x(z), σ_x²(z)) or Bernoulli. The networks' last layers hold the
 * means, then the log-variances log σ²; for a Bernoulli likelihood, the logits.
 */
export class VariationalAutoencoder {
  readonly kind = "variational autoencoder";
  /** Of the constructor, defaults filled in. */
  readonly options: Required<VariationalAutoencoderOptions>;
  readonly inputSize: number;
  readonly latentSize: number;
  readonly family: Family;
  readonly scale: "learned" | number;
  readonly deviationHead: DeviationHead;
  readonly prior: Normal;
  /** All parameters: the encoder's, then the decoder's. */
  readonly parameters: Float32Array;
  readonly encoder: Mlp;
  readonly decoder: Mlp;

  constructor(options: VariationalAutoencoderOptions) {
    const {
      inputSize,
      hiddenSizes,
      latentSize,
      activation = "relu",
      family = "gaussian",
      scale = "learned",
      deviationHead = "logVariance",
      seed,
      ...rest
    } = options;
    rejectUnknownOptions("VariationalAutoencoder", rest);
    checkChoice("family", family, ["gaussian", "bernoulli"]);
    checkChoice("deviationHead", deviationHead, ["logVariance", "absolute"]);
    if (scale !== "learned") checkPositive('scale (unless "learned")', scale);
    const encoderSizes = [inputSize, ...hiddenSizes, 2 * latentSize];
    const outputs = family === "gaussian" && scale === "learned" ? 2 * inputSize : inputSize;
    const decoderSizes = [latentSize, ...[...hiddenSizes].reverse(), outputs];
    const split = Mlp.parameterCount(encoderSizes);
    this.options = {
      inputSize,
      hiddenSizes: [...hiddenSizes],
      latentSize,
      activation,
      family,
      scale,
      deviationHead,
      seed,
    };
    this.inputSize = inputSize;
    this.latentSize = latentSize;
    this.family = family;
    this.scale = scale;
    this.deviationHead = deviationHead;
    this.prior = new Normal(new Float64Array(latentSize), 1);
    this.parameters = new Float32Array(split + Mlp.parameterCount(decoderSizes));
    this.encoder = new Mlp(encoderSizes, activation, this.parameters.subarray(0, split));
    this.decoder = new Mlp(decoderSizes, activation, this.parameters.subarray(split));
    this.encoder.initialize(new Random(seed, "encoder"));
    this.decoder.initialize(new Random(seed, "decoder"));
  }

  /** q(z|x) for x [..., inputSize]: a Normal over [..., latentSize]. */
  posterior(x: NDArray): Normal {
    return normalFromHeads(this.encoder.forward(x), this.deviationHead);
  }

  /** p(x|z) for z [..., latentSize]: a distribution over [..., inputSize]. */
  likelihood(z: NDArray): Normal | Bernoulli {
    const output = this.decoder.forward(z);
    if (this.family === "bernoulli") return new Bernoulli(output);
    return this.scale === "learned"
      ? normalFromHeads(output, this.deviationHead)
      : new Normal(output, this.scale);
  }

  /** Encodes, draws z, decodes, draws x, for x [batch, inputSize]. */
  forward(x: NDArray, options: ForwardOptions): Forward {
    const { latentSamples = 1, outputSamples = 1, seed, ...rest } = options;
    rejectUnknownOptions("forward", rest);
    checkInteger("latentSamples", latentSamples);
    checkInteger("outputSamples", outputSamples);
    if (x.shape.length !== 2)
      throw new RangeError(`x: expected shape [batch, ${this.inputSize}], got [${x.shape}]`);
    const [batch] = x.shape;
    const posterior = this.posterior(x);
    const encoded = new Normal(posterior.loc.expandDims(1), posterior.scale.expandDims(1)).rsample(
      standardNormalNoise([batch, latentSamples, this.latentSize], new Random(seed, "latent noise")),
    );
    const likelihood = this.likelihood(encoded);
    const decoded = drawEach(likelihood, outputSamples, new Random(seed, "output noise"));
    return { posterior, encoded, likelihood, decoded };
  }

  /** `count` draws from the model, z ~ p(z) and then x ~ p(x|z): [count, inputSize]. */
  sample(count: number, { seed }: { seed: number }): NDArray {
    const likelihood = this.likelihood(this.prior.sample(count, { seed }));
    return drawEach(likelihood, 1, new Random(seed, "output noise")).reshape([count, this.inputSize]);
  }

  /**
   * Writes parameters and options to a safetensors file (lib/checkpoints/README.md). Makes missing folders. An Error
   * leaves what was there.
   */
  save(path: string): void {
    saveModel(this, path);
  }

  /** Reads what `save` wrote, or the model of a checkpoint. Throws an Error that names the file and what is wrong. */
  static load(path: string): VariationalAutoencoder {
    return loadModel(path, "variational autoencoder", (options) => new VariationalAutoencoder(options));
  }
}

/** `draws` draws from each distribution over [..., size]: [..., draws, size]. */
function drawEach(likelihood: Normal | Bernoulli, draws: number, random: Random): NDArray {
  const { batchShape } = likelihood;
  const axis = batchShape.length - 1;
  const shape = [...batchShape.slice(0, axis), draws, batchShape[axis]];
  if (likelihood instanceof Bernoulli) {
    const uniform = Float64Array.from({ length: likelihood.logits.size * draws }, () => random.uniform());
    return new Bernoulli(likelihood.logits.expandDims(axis)).fromUniform(new NDArray(uniform, shape));
  }
  const scale = broadcast((_, value) => value, likelihood.loc, likelihood.scale);
  return new Normal(likelihood.loc.expandDims(axis), scale.expandDims(axis)).rsample(
    standardNormalNoise(shape, random),
  );
}

/** Reads [..., 2 · size] as means and what deviations are made of. */
function normalFromHeads(output: NDArray, deviationHead: DeviationHead): Normal {
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

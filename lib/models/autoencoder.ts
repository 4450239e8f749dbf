import { rejectUnknownOptions } from "../check";
import type { NDArray } from "../ndarray";
import { Random } from "../random";
import { type Activation, Mlp } from "./mlp";
import { loadModel, saveModel } from "./model-file";

export interface AutoencoderOptions {
  inputSize: number;
  /** Widths of the encoder's hidden layers; the decoder has them in reverse. */
  hiddenSizes: readonly number[];
  latentSize: number;
  activation?: Activation;
  seed: number;
}

/** The classical autoencoder: x → code → x, two perceptrons trained on the mean squared error (post, interlude). */
export class Autoencoder {
  readonly kind = "autoencoder";
  /** Of the constructor, defaults filled in. */
  readonly options: Required<AutoencoderOptions>;
  readonly inputSize: number;
  readonly latentSize: number;
  /** All parameters: the encoder's, then the decoder's. */
  readonly parameters: Float32Array;
  readonly encoder: Mlp;
  readonly decoder: Mlp;

  constructor(options: AutoencoderOptions) {
    const { inputSize, hiddenSizes, latentSize, activation = "relu", seed, ...rest } = options;
    rejectUnknownOptions("Autoencoder", rest);
    const encoderSizes = [inputSize, ...hiddenSizes, latentSize];
    const decoderSizes = [...encoderSizes].reverse();
    const split = Mlp.parameterCount(encoderSizes);
    this.options = { inputSize, hiddenSizes: [...hiddenSizes], latentSize, activation, seed };
    this.inputSize = inputSize;
    this.latentSize = latentSize;
    this.parameters = new Float32Array(split + Mlp.parameterCount(decoderSizes));
    this.encoder = new Mlp(encoderSizes, activation, this.parameters.subarray(0, split));
    this.decoder = new Mlp(decoderSizes, activation, this.parameters.subarray(split));
    this.encoder.initialize(new Random(seed, "encoder"));
    this.decoder.initialize(new Random(seed, "decoder"));
  }

  /** x [batch, inputSize] → codes [batch, latentSize]. */
  encode(x: NDArray): NDArray {
    return this.encoder.forward(x);
  }

  /** Codes [..., latentSize] → [..., inputSize]. */
  decode(codes: NDArray): NDArray {
    return this.decoder.forward(codes);
  }

  /** decode(encode(x)). */
  reconstruct(x: NDArray): NDArray {
    return this.decode(this.encode(x));
  }

  /**
   * Writes parameters and options to a safetensors file (lib/checkpoints/README.md). Makes missing folders. An Error
   * leaves what was there.
   */
  save(path: string): void {
    saveModel(this, path);
  }

  /** Reads what `save` wrote, or the model of a checkpoint. Throws an Error that names the file and what is wrong. */
  static load(path: string): Autoencoder {
    return loadModel(path, "autoencoder", (options) => new Autoencoder(options));
  }
}

import { rejectUnknownOptions } from "../check";
import type { NDArray, NDArrayLike } from "../ndarray";
import { EncoderDecoder, type NetworkOptions } from "./encoder-decoder";
import { loadModel } from "./model-file";

/** The classical autoencoder: x → code → x, two perceptrons trained on the mean squared error (post, interlude). */
export class Autoencoder extends EncoderDecoder<Required<NetworkOptions>> {
  readonly kind = "autoencoder";

  /** Throws a RangeError or a TypeError that names the invalid option. */
  constructor(options: NetworkOptions) {
    const { inputSize, hiddenSizes, encoderSizes = hiddenSizes, latentSize, ...others } = options;
    const { activation = "relu", seed, ...rest } = others;
    rejectUnknownOptions(
      "Autoencoder",
      rest,
      "inputSize hiddenSizes encoderSizes latentSize activation seed",
    );
    super({ inputSize, hiddenSizes, encoderSizes, latentSize, activation, seed }, latentSize, inputSize);
  }

  /** x [..., inputSize] → codes [..., latentSize], in float64. */
  encode(x: NDArrayLike): NDArray {
    return this.encoder.forward(x);
  }

  /** Codes [..., latentSize] → points [..., inputSize], in float64. */
  decode(codes: NDArrayLike): NDArray {
    return this.decoder.forward(codes, "codes");
  }

  /** decode(encode(x)), in x's shape [..., inputSize]. */
  reconstruct(x: NDArrayLike): NDArray {
    return this.decode(this.encode(x));
  }

  /** Reads what `save` wrote, or the model of a checkpoint. Throws an Error that names the file and what is wrong. */
  static load(path: string): Autoencoder {
    return loadModel(path, "autoencoder", (options: NetworkOptions) => new Autoencoder(options));
  }
}

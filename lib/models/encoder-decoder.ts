import { checkChoice, checkInteger, checkIntegers } from "../check";
import { checkReplaceable } from "../files/disk";
import { writeSavedFile } from "../files/saved-file";
import { ACTIVATIONS, type Activation } from "../numerics/activation";
import { Random } from "../random";
import { Mlp } from "./mlp";
import { describeModel, parameterTensors } from "./model-file";

/** The options that define the networks of both models. */
export interface NetworkOptions {
  /** Numbers in each point x. */
  inputSize: number;
  /** Widths of the encoder's hidden layers; the decoder has them in reverse. */
  hiddenSizes: readonly number[];
  /** Widths of the encoder's hidden layers if they differ from the decoder's; default: hiddenSizes. */
  encoderSizes?: readonly number[];
  /** Numbers in each code z. */
  latentSize: number;
  /** The activation after each hidden layer; default: "relu". */
  activation?: Activation;
  /** Fixes the initial parameters. */
  seed: number;
}

/** The base of both models: two multilayer perceptrons that share one vector of parameters. */
export abstract class EncoderDecoder<Options extends Required<NetworkOptions>> {
  abstract readonly kind: string;
  /** The constructor's options, with the defaults filled in. */
  readonly options: Readonly<Options>;
  /** All parameters: the encoder's, then the decoder's. */
  readonly parameters: Float32Array;
  readonly encoder: Mlp;
  readonly decoder: Mlp;

  /** Throws a RangeError or a TypeError that names the invalid option. */
  constructor(options: Options, encoderOutputs: number, decoderOutputs: number) {
    const { inputSize, hiddenSizes, encoderSizes, latentSize, activation, seed } = options;
    checkInteger("inputSize", inputSize);
    checkIntegers("hiddenSizes", hiddenSizes);
    checkIntegers("encoderSizes", encoderSizes);
    checkInteger("latentSize", latentSize);
    checkChoice("activation", activation, Object.keys(ACTIVATIONS) as Activation[]);
    this.options = { ...options, hiddenSizes: [...hiddenSizes], encoderSizes: [...encoderSizes] };
    const encoding = [inputSize, ...encoderSizes, encoderOutputs];
    const decoding = [latentSize, ...[...hiddenSizes].reverse(), decoderOutputs];
    const split = Mlp.parameterCount(encoding);
    this.parameters = new Float32Array(split + Mlp.parameterCount(decoding));
    this.encoder = new Mlp(encoding, activation, this.parameters.subarray(0, split));
    this.decoder = new Mlp(decoding, activation, this.parameters.subarray(split));
    this.encoder.initialize(new Random(seed, "encoder"));
    this.decoder.initialize(new Random(seed, "decoder"));
  }

  get inputSize(): number {
    return this.options.inputSize;
  }

  get latentSize(): number {
    return this.options.latentSize;
  }

  /**
   * Writes parameters and options to a safetensors file (lib/files/README.md), and creates missing folders. Throws an
   * Error if that fails, and leaves an existing file unchanged.
   */
  save(path: string): void {
    checkReplaceable("path", path);
    writeSavedFile(path, parameterTensors(this), { model: describeModel(this) });
  }
}

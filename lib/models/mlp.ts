import { checkChoice, checkInteger } from "../check";
import { softplus } from "../distributions/bernoulli";
import { NDArray } from "../ndarray";
import type { Random } from "../random";

const activations = {
  relu: (x: number) => Math.max(x, 0),
  tanh: Math.tanh,
  softplus,
};

/** The activations' derivatives, in terms of their values. */
const slopes = {
  relu: (y: number) => (y > 0 ? 1 : 0),
  tanh: (y: number) => 1 - y * y,
  softplus: (y: number) => -Math.expm1(-y),
};

/** What stands between two dense layers. */
export type Activation = keyof typeof activations;

/** One dense layer's parameters, views into those of the model: y = x · weight + bias. */
export interface DenseLayer {
  /** [inputs, outputs], row-major. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
}

/** A multilayer perceptron: dense layers of the given sizes with an activation between them, none after the last. */
export class Mlp {
  readonly layers: readonly DenseLayer[];

  /** `parameters` holds weight and bias of each layer in turn, `Mlp.parameterCount(sizes)` numbers. */
  constructor(
    readonly sizes: readonly number[],
    readonly activation: Activation,
    readonly parameters: Float32Array,
  ) {
    checkChoice("activation", activation, Object.keys(activations) as Activation[]);
    let end = 0;
    this.layers = sizes.slice(1).map((outputs, l) => {
      const inputs = sizes[l];
      const start = end;
      const middle = start + inputs * outputs;
      end = middle + outputs;
      return {
        weight: parameters.subarray(start, middle),
        bias: parameters.subarray(middle, end),
        inputs,
        outputs,
      };
    });
  }

  static parameterCount(sizes: readonly number[]): number {
    for (const size of sizes) checkInteger("layer size", size);
    return sizes.slice(1).reduce((count, outputs, l) => count + (sizes[l] + 1) * outputs, 0);
  }

  /** Draws every parameter from U(−1/√inputs, 1/√inputs), as PyTorch's nn.Linear does. */
  initialize(random: Random): void {
    for (const { weight, bias, inputs } of this.layers)
      for (const values of [weight, bias])
        for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) / Math.sqrt(inputs);
  }

  /** [..., sizes[0]] → [..., last size], computed in float64 from the float32 parameters. Throws on another last axis. */
  forward(x: NDArray): NDArray {
    return new NDArray(this.pass(x).at(-1)!, [...x.shape.slice(0, -1), this.sizes[this.sizes.length - 1]]);
  }

  /**
   * The gradient in x of a function of y = forward(x), from its gradient in y [..., last size]: ∂y/∂x transposed times
   * `outputGradient`, [..., sizes[0]], in float64. Throws a RangeError where the shapes disagree.
   */
  inputGradient(x: NDArray, outputGradient: NDArray): NDArray {
    const expected = [...x.shape.slice(0, -1), this.sizes[this.sizes.length - 1]];
    if (outputGradient.shape.join() !== expected.join())
      throw new RangeError(`outputGradient: expected shape [${expected}], got [${outputGradient.shape}]`);
    const values = this.pass(x);
    let gradient = outputGradient.data;
    for (let l = this.layers.length - 1; l >= 0; l--) {
      if (l < this.layers.length - 1)
        gradient = gradient.map((value, i) => value * slopes[this.activation](values[l][i]));
      gradient = denseInputGradient(this.layers[l], gradient);
    }
    return new NDArray(gradient, x.shape);
  }

  /** What each layer puts out, activated except for the last. */
  private pass(x: NDArray): Float64Array[] {
    if (x.shape.at(-1) !== this.sizes[0])
      throw new RangeError(`x: expected shape [..., ${this.sizes[0]}], got [${x.shape}]`);
    const rows = x.size / this.sizes[0];
    let values = x.data;
    return this.layers.map((layer, l) => {
      values = dense(layer, values, rows);
      if (l < this.layers.length - 1) values = values.map(activations[this.activation]);
      return values;
    });
  }
}

function dense({ weight, bias, inputs, outputs }: DenseLayer, x: Float64Array, rows: number): Float64Array {
  const y = new Float64Array(rows * outputs);
  for (let r = 0; r < rows; r++) {
    const at = r * outputs;
    y.set(bias, at);
    for (let i = 0; i < inputs; i++) {
      const value = x[r * inputs + i];
      for (let j = 0; j < outputs; j++) y[at + j] += value * weight[i * outputs + j];
    }
  }
  return y;
}

/** gradient · weightᵀ. */
function denseInputGradient({ weight, inputs, outputs }: DenseLayer, gradient: Float64Array): Float64Array {
  const byInput = new Float64Array((gradient.length / outputs) * inputs);
  for (let r = 0, at = 0; r < gradient.length; r += outputs)
    for (let i = 0; i < inputs; i++, at++)
      for (let j = 0; j < outputs; j++) byInput[at] += gradient[r + j] * weight[i * outputs + j];
  return byInput;
}

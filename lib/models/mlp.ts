import { checkChoice, checkInteger } from "../check";
import { softplus } from "../distributions/bernoulli";
import { NDArray } from "../ndarray";
import type { Random } from "../random";

const activations = {
  relu: (x: number) => Math.max(x, 0),
  tanh: Math.tanh,
  softplus,
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
    if (x.shape.at(-1) !== this.sizes[0])
      throw new RangeError(`x: expected shape [..., ${this.sizes[0]}], got [${x.shape}]`);
    const rows = x.size / this.sizes[0];
    let values = x.data;
    this.layers.forEach((layer, l) => {
      values = dense(layer, values, rows);
      if (l < this.layers.length - 1) values = values.map(activations[this.activation]);
    });
    return new NDArray(values, [...x.shape.slice(0, -1), this.sizes[this.sizes.length - 1]]);
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

import { checkFinite, checkShape } from "../check";
import { addProduct, addProductWithTransposed } from "../kernels/product";
import { NDArray, type NDArrayLike } from "../ndarray";
import { ACTIVATIONS, type Activation } from "../numerics/activation";
import type { Random } from "../random";

/** One dense layer y = x · weight + bias; its parameters are views into the model's. */
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
    let rest = parameters;
    const take = (count: number) => {
      const taken = rest.subarray(0, count);
      rest = rest.subarray(count);
      return taken;
    };
    this.layers = sizes.slice(1).map((outputs, l) => {
      const inputs = sizes[l];
      return { weight: take(inputs * outputs), bias: take(outputs), inputs, outputs };
    });
  }

  /** Number of weights and biases in layers of these sizes. */
  static parameterCount(sizes: readonly number[]): number {
    return sizes.slice(1).reduce((count, outputs, l) => count + (sizes[l] + 1) * outputs, 0);
  }

  /** Draws every parameter from U(−1/√inputs, 1/√inputs), as PyTorch's nn.Linear does. */
  initialize(random: Random): void {
    for (const { weight, bias, inputs } of this.layers)
      for (const values of [weight, bias])
        for (let i = 0; i < values.length; i++) values[i] = (2 * random.uniform() - 1) / Math.sqrt(inputs);
  }

  /**
   * [..., sizes[0]] → [..., last size], computed in float64 from the float32 parameters, wide layers by BLAS if there is
   * one. Throws a RangeError that calls the input `name` if its last axis has another length or a number is not finite.
   */
  forward(input: NDArrayLike, name = "x"): NDArray {
    const x = NDArray.from(input, name);
    checkFinite(name, x.data, x.shape);
    return new NDArray(this.pass(x, name).at(-1)!, [...x.shape.slice(0, -1), this.sizes.at(-1)!]);
  }

  /**
   * The gradient with respect to x of a function of y = forward(x), from that with respect to y [..., last size]: ∂y/∂x
   * transposed times `outputGradient`, [..., sizes[0]], in float64. Throws a RangeError if the shapes do not match.
   */
  inputGradient(x: NDArray, outputGradient: NDArray): NDArray {
    const { deltas } = this.backward(x, outputGradient);
    return new NDArray(denseInputGradient(this.layers[0], deltas[0]), x.shape);
  }

  /**
   * The gradient with respect to the parameters of a function of y = forward(x), for each row of x [rows, sizes[0]] by
   * itself, from that with respect to y [rows, last size]: [rows, parameters], in float64. Throws a RangeError if the shapes
   * do not match.
   */
  parameterGradients(x: NDArray, outputGradient: NDArray): NDArray {
    const { values, deltas } = this.backward(x, outputGradient);
    const rows = x.shape[0];
    const data = new Float64Array(rows * this.parameters.length);
    for (let r = 0, at = 0; r < rows; r++)
      this.layers.forEach(({ inputs, outputs }, l) => {
        const input = l === 0 ? x.data : values[l - 1];
        const delta = deltas[l].subarray(r * outputs, (r + 1) * outputs);
        for (let i = r * inputs; i < (r + 1) * inputs; i++)
          for (const value of delta) data[at++] = input[i] * value;
        for (const value of delta) data[at++] = value;
      });
    return new NDArray(data, [rows, this.parameters.length]);
  }

  /** The outputs of the layers, and the gradients with respect to what each gives before its activation. */
  private backward(x: NDArray, outputGradient: NDArray) {
    checkShape("outputGradient", outputGradient.shape, [...x.shape.slice(0, -1), this.sizes.at(-1)!]);
    const values = this.pass(x, "x");
    const { slope } = ACTIVATIONS[this.activation];
    const deltas = [outputGradient.data];
    for (let l = this.layers.length - 1; l > 0; l--) {
      const gradient = denseInputGradient(this.layers[l], deltas[0]);
      deltas.unshift(gradient.map((value, i) => value * slope(values[l - 1][i])));
    }
    return { values, deltas };
  }

  /** The output of each layer, after its activation for all but the last. */
  private pass(x: NDArray, name: string): Float64Array[] {
    if (x.shape.at(-1) !== this.sizes[0])
      throw new RangeError(`${name}: expected shape [..., ${this.sizes[0]}], got [${x.shape}]`);
    const rows = x.size / this.sizes[0];
    let values = x.data;
    return this.layers.map((layer, l) => {
      values = dense(layer, values, rows);
      if (l < this.layers.length - 1) values = values.map(ACTIVATIONS[this.activation].value);
      return values;
    });
  }
}

function dense({ weight, bias, inputs, outputs }: DenseLayer, x: Float64Array, rows: number): Float64Array {
  const y = new Float64Array(rows * outputs);
  for (let r = 0; r < rows; r++) y.set(bias, r * outputs);
  addProduct(x, new Float64Array(weight), y, rows, outputs, inputs);
  return y;
}

/** gradient · weightᵀ. */
function denseInputGradient({ weight, inputs, outputs }: DenseLayer, gradient: Float64Array): Float64Array {
  const rows = gradient.length / outputs;
  const byInput = new Float64Array(rows * inputs);
  addProductWithTransposed(gradient, new Float64Array(weight), byInput, rows, inputs, outputs);
  return byInput;
}

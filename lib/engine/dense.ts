import type { Blas } from "../kernels/blas-interface";
import type { Kernels } from "../kernels/kernels";

/** One dense layer; offsets count from the first parameter. */
export interface LayerPlan {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: number;
  readonly bias: number;
  /** Whether a BLAS library multiplies the matrices, else the SIMD kernels. */
  readonly usesBlas: boolean;
}

/** A dense layer; all arguments but `vectors`, a row's length, `rectify` and `gradient` are panels. */
export interface Dense {
  /** output = Wᵀ · input + bias, with ReLU if `rectify`. */
  forward(input: number, output: number, vectors: number, rectify: boolean): void;
  /** Adds to the weight and bias in the gradient that begins at `gradient`. */
  addGradient(input: number, outputGradient: number, gradient: number, vectors: number): void;
  /** inputGradient = W · outputGradient, zeroed where `gate`, a ReLU's output or 0 for none, is not positive. */
  inputGradient(outputGradient: number, inputGradient: number, gate: number, vectors: number): void;
}

/** A layer by the SIMD kernels; the model's parameters begin at `parameters`. */
export function simdDense(layer: LayerPlan, parameters: number, kernels: Kernels): Dense {
  const { inputs, outputs } = layer;
  const [weight, bias] = [4 * layer.weight, 4 * layer.bias];
  return {
    forward: (input, output, vectors, rectify) =>
      kernels.dense(input, output, parameters + weight, parameters + bias, inputs, outputs, vectors, rectify),
    addGradient: (input, given, gradient, vectors) =>
      kernels.denseGradient(input, given, gradient + weight, gradient + bias, inputs, outputs, vectors),
    inputGradient: (given, result, gate, vectors) =>
      kernels.denseInputGradient(given, result, parameters + weight, gate, inputs, outputs, vectors),
  };
}

/** A layer whose matrix products a BLAS library computes, on the panels as they are: [units, points], row-major. */
export function blasDense(
  layer: LayerPlan,
  parameters: number,
  kernels: Kernels,
  { sgemm }: Blas,
  memory: ArrayBufferLike,
): Dense {
  const { inputs, outputs } = layer;
  const view = (address: number, length: number) => new Float32Array(memory, address, length);
  const weight = view(parameters + 4 * layer.weight, inputs * outputs);
  const bias = parameters + 4 * layer.bias;
  return {
    forward(input, output, vectors, rectify) {
      const points = 4 * vectors;
      const x = view(input, inputs * points);
      const y = view(output, outputs * points);
      sgemm(true, false, outputs, points, inputs, 1, weight, outputs, x, points, 0, y, points);
      kernels.addBias(output, bias, outputs, vectors);
      if (rectify) kernels.applyRelu(output, outputs * vectors);
    },
    addGradient(input, given, gradient, vectors) {
      const points = 4 * vectors;
      const weightGradient = view(gradient + 4 * layer.weight, inputs * outputs);
      const x = view(input, inputs * points);
      const d = view(given, outputs * points);
      sgemm(false, true, inputs, outputs, points, 1, x, points, d, points, 1, weightGradient, outputs);
      kernels.addBiasGradient(given, gradient + 4 * layer.bias, outputs, vectors);
    },
    inputGradient(given, result, gate, vectors) {
      const points = 4 * vectors;
      const d = view(given, outputs * points);
      const into = view(result, inputs * points);
      sgemm(false, false, inputs, points, outputs, 1, weight, outputs, d, points, 0, into, points);
      if (gate !== 0) kernels.reluGradient(gate, result, inputs * vectors);
    },
  };
}

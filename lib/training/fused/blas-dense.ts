import type { Blas } from "../../kernels/blas-interface";
import type { Kernels } from "../../kernels/kernels";
import type { LayerPlan } from "./plan";

/** A dense layer; all arguments but `vectors`, a row's length, `rectify` and `gradient` are panels. */
export interface Dense {
  /** output = Wᵀ · input + bias, with ReLU if `rectify`. */
  forward(input: number, output: number, vectors: number, rectify: boolean): void;
  /** Adds to the weight and bias in the gradient that begins at `gradient`. */
  addGradient(input: number, outputGradient: number, gradient: number, vectors: number): void;
  /** inputGradient = W · outputGradient, zeroed where `gate`, a ReLU's output or 0 for none, is not positive. */
  inputGradient(outputGradient: number, inputGradient: number, gate: number, vectors: number): void;
}

/**
 * A layer whose matrix products a BLAS library computes, on the panels as they are: [units, points], row-major. The model's
 * parameters begin at `parameters`.
 */
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
    addGradient(input, outputGradient, gradient, vectors) {
      const points = 4 * vectors;
      const weightGradient = view(gradient + 4 * layer.weight, inputs * outputs);
      const x = view(input, inputs * points);
      const d = view(outputGradient, outputs * points);
      sgemm(false, true, inputs, outputs, points, 1, x, points, d, points, 1, weightGradient, outputs);
      kernels.addBiasGradient(outputGradient, gradient + 4 * layer.bias, outputs, vectors);
    },
    inputGradient(outputGradient, inputGradient, gate, vectors) {
      const points = 4 * vectors;
      const d = view(outputGradient, outputs * points);
      const result = view(inputGradient, inputs * points);
      sgemm(false, false, inputs, points, outputs, 1, weight, outputs, d, points, 0, result, points);
      if (gate !== 0) kernels.reluGradient(gate, inputGradient, inputs * vectors);
    },
  };
}

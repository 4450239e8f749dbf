import { ACTIVATION_KERNELS } from "../kernels/activations";
import { loadBlas } from "../kernels/blas";
import type { Kernels } from "../kernels/kernels";
import type { Mlp } from "../models/mlp";
import type { Model } from "../models/model";
import { blasDense, type LayerPlan, simdDense } from "./dense";

type NetworkPlan = ReturnType<typeof networkPlan>;
export type ModelPlan = ReturnType<typeof modelPlan>;

/** Plans a model's networks for threads that have a BLAS library, or not. */
export function modelPlan({ encoder, decoder }: Model, hasBlas: boolean) {
  return { encoder: networkPlan(encoder, hasBlas), decoder: networkPlan(decoder, hasBlas) };
}

/** The layers' parameters are views into the model's one vector, whose buffer holds nothing else. */
function networkPlan({ layers, activation }: Mlp, hasBlas: boolean) {
  const offset = ({ byteOffset, BYTES_PER_ELEMENT }: Float32Array) => byteOffset / BYTES_PER_ELEMENT;
  return {
    layers: layers.map(({ inputs, outputs, weight, bias }): LayerPlan => {
      const place = { weight: offset(weight), bias: offset(bias) };
      return { inputs, outputs, ...place, usesBlas: hasBlas && suitsBlas(inputs, outputs) };
    }),
    activation,
  };
}

/** Measured with OpenBLAS: smaller layers, and those with a short side, are faster in the SIMD kernels. */
const suitsBlas = (inputs: number, outputs: number) =>
  Math.min(inputs, outputs) >= 16 && inputs * outputs >= 4096;

/** Whether a BLAS library multiplies the matrices of any layer. */
export const usesBlas = ({ encoder, decoder }: ModelPlan): boolean =>
  [...encoder.layers, ...decoder.layers].some((layer) => layer.usesBlas);

/** The most units that a layer of a network has, its input apart. */
export const widest = ({ layers }: NetworkPlan): number => Math.max(...layers.map(({ outputs }) => outputs));

/** A network on the panels of one thread: a row of `vectors` vectors of four points for each unit. */
export function makeNetwork(
  { layers, activation }: NetworkPlan,
  parameters: number,
  kernels: Kernels,
  memory: ArrayBufferLike,
) {
  const own = ACTIVATION_KERNELS[activation];
  const dense = layers.map((layer) =>
    layer.usesBlas
      ? blasDense(layer, parameters, kernels, loadBlas()!, memory)
      : simdDense(layer, parameters, kernels),
  );
  const last = layers.length - 1;
  return {
    /** Computes the panel of each layer's output. */
    forward(input: number, outputs: readonly number[], vectors: number): void {
      for (let l = 0; l <= last; l++) {
        const source = l === 0 ? input : outputs[l - 1];
        dense[l].forward(source, outputs[l], vectors, l < last && own === "in dense");
        if (l < last && own !== "in dense") kernels[own.apply](outputs[l], layers[l].outputs * vectors);
      }
    },
    /**
     * Takes the gradient of the output, in the first of two panels, back through the layers, and adds to that of the
     * parameters at `gradient`, unless it is 0. The two panels take turns; returns that with the gradient of the input, if
     * it is wanted.
     */
    backward(
      input: number,
      outputs: readonly number[],
      vectors: number,
      panels: readonly [given: number, other: number],
      gradient: number,
      wantsInput: boolean,
    ): number {
      let [given, other] = panels;
      for (let l = last; l >= 0; l--) {
        const source = l === 0 ? input : outputs[l - 1];
        if (gradient !== 0) dense[l].addGradient(source, given, gradient, vectors);
        if (l === 0 && !wantsInput) break;
        dense[l].inputGradient(given, other, l > 0 && own === "in dense" ? source : 0, vectors);
        if (l > 0 && own !== "in dense") kernels[own.gradient](source, other, layers[l].inputs * vectors);
        [given, other] = [other, given];
      }
      return given;
    },
  };
}

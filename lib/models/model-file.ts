import type { Tensor } from "../files/safetensors";
import { readSavedFile } from "../files/saved-file";
import type { Mlp } from "./mlp";

/** The parts of a model that its file is made from. */
interface Saveable {
  readonly kind: string;
  readonly options: object;
  readonly parameters: Float32Array;
  readonly encoder: Mlp;
  readonly decoder: Mlp;
}

/** Kind and options: the input of `makeModel`. */
export function describeModel<One extends Saveable>({ kind, options }: One) {
  return { kind, ...options } as { readonly kind: One["kind"] } & One["options"];
}

/**
 * Views of a vector, ordered like the model's parameters, as tensors. Their names are `prefix` and then as in a PyTorch
 * state dict ("decoder.0.weight"); weights are [inputs, outputs].
 */
export function parameterTensors(
  { parameters, encoder, decoder }: Saveable,
  vector: Float32Array = parameters,
  prefix = "",
): Map<string, Tensor> {
  const placed = (values: Float32Array, shape: readonly number[]): Tensor => {
    const start = (values.byteOffset - parameters.byteOffset) / values.BYTES_PER_ELEMENT;
    return { shape, data: vector.subarray(start, start + values.length) };
  };
  const tensors = Object.entries({ encoder, decoder }).flatMap(([network, { layers }]) =>
    layers.flatMap(({ weight, bias, inputs, outputs }, l): [string, Tensor][] => [
      [`${prefix}${network}.${l}.weight`, placed(weight, [inputs, outputs])],
      [`${prefix}${network}.${l}.bias`, placed(bias, [outputs])],
    ]),
  );
  return new Map(tensors);
}

/** Reads a model of one kind from a saved model or a checkpoint; `make` constructs it. Throws as `readSavedFile` does. */
export function loadModel<One extends Saveable, Options extends object>(
  file: string,
  kind: One["kind"],
  make: (options: Options) => One,
): One {
  const { tensors, description } = readSavedFile(file);
  const { kind: found, deviationHead, ...options } = description.model as Record<string, unknown>;
  if (deviationHead === "absolute")
    throw new Error(`${file}: its deviations are absolute values of heads, which models no longer have`);
  if (found !== kind) throw new Error(`${file}: expected a model of kind "${kind}", got "${found}"`);
  const model = make(options as Options);
  readParameters(model, tensors, file);
  return model;
}

/** Fills `vector` from tensors with the shapes and names of the model's parameters, `prefix` before the names. */
export function readParameters(
  model: Saveable,
  tensors: ReadonlyMap<string, Tensor>,
  file: string,
  vector: Float32Array = model.parameters,
  prefix = "",
): Float32Array {
  for (const [name, { shape, data }] of parameterTensors(model, vector, prefix)) {
    const found = tensors.get(name);
    if (!(found?.data instanceof Float32Array) || found.shape.join() !== shape.join())
      throw new Error(
        `${file}: expected a float32 tensor ${name} of shape [${shape}], got ${found ? `[${found.shape}]` : "none"}`,
      );
    data.set(found.data);
  }
  return vector;
}

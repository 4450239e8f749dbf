import type { Tensor } from "../files/safetensors";
import { readSavedFile } from "../files/saved-file";
import type { Mlp } from "./mlp";
import { namedParameters } from "./parameters";

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

/** Views of a vector, ordered like the model's parameters, as tensors with `prefix` before the parameters' names. */
export function parameterTensors(
  model: Saveable,
  vector: Float32Array = model.parameters,
  prefix = "",
): Map<string, Tensor> {
  return new Map(
    namedParameters(model).map(({ name, shape, values }) => {
      const start = (values.byteOffset - model.parameters.byteOffset) / values.BYTES_PER_ELEMENT;
      return [prefix + name, { shape, data: vector.subarray(start, start + values.length) }];
    }),
  );
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

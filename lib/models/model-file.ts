import { checkReplaceable } from "../checkpoints/replace-file";
import type { Tensor } from "../checkpoints/safetensors";
import { readSavedFile, writeSavedFile } from "../checkpoints/saved-file";
import { describeModel } from "../training/run";
import type { Model } from "./model";
import { namedParameters } from "./parameters";

/** Writes a model's parameters and options. */
export function saveModel(model: Model, file: string): void {
  checkReplaceable("path", file);
  writeSavedFile(file, parameterTensors(model), { model: describeModel(model) });
}

/** A vector in the order of the model's parameters as tensors, `prefix` before their names. */
export function parameterTensors(
  model: Model,
  vector: Float32Array = model.parameters,
  prefix = "",
): Map<string, Tensor> {
  let end = 0;
  return new Map(
    namedParameters(model).map(({ name, shape, values }) => {
      const start = end;
      end += values.length;
      return [prefix + name, { shape, data: vector.subarray(start, end) }];
    }),
  );
}

/** Reads a model of one kind from a saved model's file or a checkpoint's; `make` is its constructor. Throws as `readSavedFile`. */
export function loadModel<One extends Model>(
  file: string,
  kind: One["kind"],
  make: (options: One["options"]) => One,
): One {
  const { tensors, description } = readSavedFile(file);
  const { kind: found, ...options } = description.model;
  if (found !== kind) throw new Error(`${file}: expected a model of kind "${kind}", got "${found}"`);
  const model = make(options as One["options"]);
  readParameters(model, tensors, file);
  return model;
}

/** Fills `vector` from tensors named and shaped as the model's parameters, `prefix` before their names. */
export function readParameters(
  model: Model,
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

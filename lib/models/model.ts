import { type Points, pointsOf } from "../data/dataset";
import { FLOAT32 } from "../likelihoods/likelihood";
import { LIKELIHOODS } from "../likelihoods/likelihoods";
import type { NDArray } from "../ndarray";
import { Autoencoder } from "./autoencoder";
import { VariationalAutoencoder } from "./variational-autoencoder";

/** Every model that `fit` trains, distinguished by `kind`. */
export type Model = Autoencoder | VariationalAutoencoder;

/** A model without its parameters: plain data. */
export type ModelDescription = { readonly kind: Model["kind"] } & Model["options"];

/** Constructs the model of a description, with its initial parameters. */
export function makeModel({ kind, ...options }: ModelDescription): Model {
  return kind === "autoencoder" ? new Autoencoder(options) : new VariationalAutoencoder(options);
}

/**
 * The argument `name` as points [rows ≥ 1, inputSize] that `model` can be trained or evaluated on: finite numbers, also
 * in float32, and in the range of a model's likelihood. Throws a RangeError that says what is wrong, and in which row and column.
 */
export function inputsOf(model: Model, name: string, x: Points): NDArray {
  const range = model.kind === "autoencoder" ? FLOAT32 : LIKELIHOODS[model.options.family].range;
  return pointsOf(name, x, model.inputSize, range);
}

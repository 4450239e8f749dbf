import type { Range } from "../check";
import { type Points, pointsOf } from "../data/dataset";
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
 * in float32, and for a Bernoulli likelihood in [0, 1]. Throws a RangeError that says what is wrong, and in which row and column.
 */
export function inputsOf(model: Model, name: string, x: Points): NDArray {
  const bernoulli = model.kind === "variational autoencoder" && model.options.family === "bernoulli";
  return pointsOf(name, x, model.inputSize, bernoulli ? SHARES : FLOAT32);
}

const FLOAT32_MOST = (2 - 2 ** -23) * 2 ** 127;
const FLOAT32: Range = { least: -FLOAT32_MOST, most: FLOAT32_MOST, expected: "finite float32 numbers" };
const SHARES: Range = { least: 0, most: 1, expected: "numbers in [0, 1] for a Bernoulli likelihood" };

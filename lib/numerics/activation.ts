import { sigmoid, softplus } from "./sigmoid";

/**
 * The functions that can follow a hidden layer, and their derivatives in terms of their values: f'(x) = slope(f(x)).
 * Each engine has its own table with an entry for each of these names.
 */
export const ACTIVATIONS = {
  relu: { value: (x: number) => Math.max(x, 0), slope: (y: number) => (y > 0 ? 1 : 0) },
  tanh: { value: Math.tanh, slope: (y: number) => 1 - y * y },
  softplus: { value: softplus, slope: (y: number) => -Math.expm1(-y) },
  sigmoid: { value: sigmoid, slope: (y: number) => y * (1 - y) },
};

/** The name of a function that can follow a hidden layer. */
export type Activation = keyof typeof ACTIVATIONS;

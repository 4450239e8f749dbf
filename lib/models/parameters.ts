import type { Mlp } from "./mlp";

/** A parameter by name; `values` is a view: writing to it changes the model. */
export interface NamedParameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Names as in a PyTorch state dict ("decoder.0.weight"), weights as [inputs, outputs]. */
export function namedParameters({ encoder, decoder }: { encoder: Mlp; decoder: Mlp }): NamedParameter[] {
  return Object.entries({ encoder, decoder }).flatMap(([network, { layers }]) =>
    layers.flatMap(({ weight, bias, inputs, outputs }, l) => [
      { name: `${network}.${l}.weight`, shape: [inputs, outputs], values: weight },
      { name: `${network}.${l}.bias`, shape: [outputs], values: bias },
    ]),
  );
}

import { checkIntegers } from "../check";
import { VariationalAutoencoder } from "./variational-autoencoder";

/**
 * The same decoder and prior, for some of a point's coordinates: p(x|z) of the others is left out, which given z are
 * independent of them. Its encoder, which would have to do without the others, is untrained. Throws a RangeError for
 * coordinates that there are not.
 */
export function marginalModel(
  model: VariationalAutoencoder,
  coordinates: readonly number[],
): VariationalAutoencoder {
  const { inputSize } = model;
  checkIntegers("coordinates", coordinates, 0, inputSize - 1);
  if (coordinates.length === 0) throw new RangeError("coordinates: expected at least one, got none");
  const part = new VariationalAutoencoder({ ...model.options, inputSize: coordinates.length });
  part.decoder.layers.forEach(({ weight, bias, inputs, outputs }, l) => {
    const from = model.decoder.layers[l];
    const last = l === part.decoder.layers.length - 1;
    // The last layer has a head of means and may have one of log-variances, inputSize outputs each.
    for (let j = 0; j < outputs; j++) {
      const source = last
        ? Math.floor(j / coordinates.length) * inputSize + coordinates[j % coordinates.length]
        : j;
      bias[j] = from.bias[source];
      for (let i = 0; i < inputs; i++) weight[i * outputs + j] = from.weight[i * from.outputs + source];
    }
  });
  return part;
}

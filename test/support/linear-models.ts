import { LinearGaussian, NDArray, VariationalAutoencoder } from "../../lib";

/** The same model twice: in closed form, and as an autoencoder whose every layer is linear. */
export function linearModels(weight: number[][], bias: number[], scale: number) {
  const autoencoder = new VariationalAutoencoder({
    inputSize: bias.length,
    hiddenSizes: [],
    latentSize: weight.length,
    scale,
    seed: 0,
  });
  const [layer] = autoencoder.decoder.layers;
  layer.weight.set(weight.flat());
  layer.bias.set(bias);
  // The autoencoder's parameters are float32: both models get those.
  const [rounded] = [NDArray.from(Float64Array.from(layer.weight)).reshape([weight.length, bias.length])];
  const closed = new LinearGaussian({ weight: rounded, bias: Array.from(layer.bias), scale });
  return { autoencoder, closed };
}

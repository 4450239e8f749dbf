import { describe, expect, it } from "vitest";
import { Autoencoder, decodedMixture, VariationalAutoencoder } from "../../lib";

const shape = { inputSize: 2, hiddenSizes: [4], latentSize: 1, seed: 1 };
const codes = [[-1], [0], [2]];
const x = [0.3, -0.2];

/** The density of N(mean, diag(scale²)) at x. */
const gaussian = (mean: ArrayLike<number>, scale: ArrayLike<number>) =>
  x.reduce(
    (product, value, d) =>
      (product * Math.exp(-0.5 * ((value - mean[d]) / scale[d]) ** 2)) / (Math.sqrt(2 * Math.PI) * scale[d]),
    1,
  );
const logMean = (densities: number[]) => Math.log(densities.reduce((a, b) => a + b) / densities.length);

describe("decodedMixture", () => {
  const autoencoder = new Autoencoder(shape);

  it("is the mean of Gaussians of one width around an autoencoder's outputs", () => {
    const expected = logMean(codes.map((code) => gaussian(autoencoder.decode(code).data, [0.5, 0.5])));
    expect(decodedMixture(autoencoder, codes, 0.5).logProb([x]).data[0]).toBeCloseTo(expected, 10);
  });

  it("is the mean of a variational autoencoder's likelihoods, each with its own width", () => {
    const model = new VariationalAutoencoder(shape);
    const heads = codes.map((code) => model.decoder.forward(code).data);
    const expected = logMean(
      heads.map(([a, b, c, d]) => gaussian([a, b], [Math.exp(c / 2), Math.exp(d / 2)])),
    );
    expect(decodedMixture(model, codes).logProb([x]).data[0]).toBeCloseTo(expected, 10);
  });

  it("refuses a scale that is not positive", () => {
    expect(() => decodedMixture(autoencoder, codes, 0)).toThrow("scale: expected");
  });
});

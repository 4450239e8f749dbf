import { describe, expect, it } from "vitest";
import { Autoencoder, decodedMixture } from "../../lib";

describe("decodedMixture", () => {
  const model = new Autoencoder({ inputSize: 2, hiddenSizes: [4], latentSize: 1, seed: 1 });
  const codes = [[-1], [0], [2]];

  it("is the mean of Gaussians around the decoded codes", () => {
    const x = [0.3, -0.2];
    const centers = model.decode(codes);
    const densities = codes.map((_, k) => {
      const [a, b] = centers.row(k);
      return Math.exp(-((x[0] - a) ** 2 + (x[1] - b) ** 2) / (2 * 0.25)) / (2 * Math.PI * 0.25);
    });
    const expected = Math.log(densities.reduce((a, b) => a + b) / 3);
    expect(decodedMixture(model, codes, 0.5).logProb([x]).data[0]).toBeCloseTo(expected, 10);
  });

  it("refuses a scale that is not positive", () => {
    expect(() => decodedMixture(model, codes, 0)).toThrow("scale: expected");
  });
});

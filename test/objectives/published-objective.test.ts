import { describe, expect, it } from "vitest";
import { elbo, NDArray, publishedObjective, VariationalAutoencoder } from "../../lib";

/** μ = 0 and σ = `scale` for every z, in one dimension. */
function constantDecoder(scale: number): VariationalAutoencoder {
  const model = new VariationalAutoencoder({ inputSize: 1, hiddenSizes: [], latentSize: 1, seed: 0 });
  model.decoder.parameters.set([0, 0, 0, 2 * Math.log(scale)]);
  return model;
}

describe("publishedObjective", () => {
  it("has the values that one works out by hand", () => {
    // residual 2, σ = ½: −log σ − ½(1/(2σ²) + 4) = log 2 − 3, where −log σ − 4/(2σ²) = log 2 − 8 is right
    const model = constantDecoder(0.5);
    const x = NDArray.from([[2]]);
    const constant = -0.5 * Math.log(2 * Math.PI);
    const objective = publishedObjective(model, x, { seed: 1 });
    expect(objective.data[0]).toBeCloseTo(constant + Math.log(2) - 3, 6);
    const correct = elbo(model, x, { seed: 1 });
    expect(correct.reconstruction.data[0]).toBeCloseTo(constant + Math.log(2) - 8, 5);
  });

  it("is largest at σ = 1/√2, whatever the residual", () => {
    for (const residual of [0, 0.3, 2]) {
      const at = (scale: number) =>
        publishedObjective(constantDecoder(scale), NDArray.from([[residual]]), { seed: 1 }).data[0];
      const best = at(Math.SQRT1_2);
      expect(best).toBeGreaterThan(at(Math.SQRT1_2 * 1.05));
      expect(best).toBeGreaterThan(at(Math.SQRT1_2 * 0.95));
      expect(best).toBeCloseTo(-Math.log(2 * Math.PI) / 2 + Math.log(2) / 2 - 0.5 - residual ** 2 / 2, 6);
    }
  });

  it("refuses a Bernoulli likelihood and unknown options", () => {
    const shape = { inputSize: 1, hiddenSizes: [], latentSize: 1, seed: 0 };
    const x = NDArray.from([[1]]);
    const bernoulli = new VariationalAutoencoder({ ...shape, family: "bernoulli" });
    expect(() => publishedObjective(bernoulli, x, { seed: 1 })).toThrow(
      'model.options.family: expected one of "published", "gaussian", got "bernoulli"',
    );
    expect(() => publishedObjective(bernoulli, x, { seed: 1, kl: "analytic" } as never)).toThrow(
      "unknown option",
    );
  });
});

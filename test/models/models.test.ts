import { describe, expect, it } from "vitest";
import { Autoencoder, NDArray, VariationalAutoencoder } from "../../lib";
import { parameterTensors } from "../../lib/models/model-file";
import { expectClose } from "../support/close";
import { cases } from "../training/golden";

const shape = { inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 };
const points = NDArray.from(Array.from({ length: 6 }, (_, i) => [i, -i / 2]));

describe("networks against PyTorch", () => {
  it.each(cases)("$name", ({ makeModel, x, noise, samples, latent, encoded, decoded }) => {
    const model = makeModel();
    expectClose(model.encoder.forward(x), encoded, 1e-12);
    const [rows] = x.shape;
    const ofPoint = noise.length / rows;
    const firstDraws = Array.from({ length: rows }, (_, i) => noise.slice(i * ofPoint, i * ofPoint + latent));
    expectClose(
      model.decoder.forward(samples > 0 ? NDArray.from(firstDraws) : NDArray.from(encoded)),
      decoded,
      1e-12,
    );
  });
});

describe("initialisation", () => {
  it("fills weights and biases from U(−1/√inputs, 1/√inputs), as nn.Linear does", () => {
    const { encoder } = new Autoencoder({ inputSize: 4, hiddenSizes: [2000], latentSize: 1, seed: 3 });
    for (const values of [encoder.layers[0].weight, encoder.layers[0].bias]) {
      const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
      expect(largest).toBeLessThanOrEqual(0.5);
      expect(largest).toBeGreaterThan(0.49);
      const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
      expect(variance * 12).toBeCloseTo(1, 1); // of U(−½, ½): 1/12
    }
  });

  it("is fixed by the seed", () => {
    expect(new Autoencoder(shape).parameters).toEqual(new Autoencoder(shape).parameters);
    expect(new Autoencoder(shape).parameters).not.toEqual(new Autoencoder({ ...shape, seed: 2 }).parameters);
  });
});

describe("parameters", () => {
  it("have PyTorch's names and are views of one vector", () => {
    const model = new VariationalAutoencoder(shape);
    const named = [...parameterTensors(model)];
    expect(named.map(([name, { shape }]) => `${name} ${shape.join("×")}`)).toEqual([
      "encoder.0.weight 2×10",
      "encoder.0.bias 10",
      "encoder.1.weight 10×2",
      "encoder.1.bias 2",
      "decoder.0.weight 1×10",
      "decoder.0.bias 10",
      "decoder.1.weight 10×4",
      "decoder.1.bias 4",
    ]);
    expect(named.reduce((count, [, { data }]) => count + data.length, 0)).toBe(model.parameters.length);
    model.parameters.fill(7);
    for (const [, { data }] of named) expect(data.every((value) => value === 7)).toBe(true);
  });

  it.each([Autoencoder, VariationalAutoencoder])(
    "start with the same decoder whatever the encoder's widths, %o",
    (Model) => {
      const [usual, wide] = [new Model(shape), new Model({ ...shape, encoderSizes: [50, 3] })];
      expect(wide.encoder.sizes.slice(1, -1)).toEqual([50, 3]);
      expect(wide.decoder.sizes).toEqual(usual.decoder.sizes);
      expect(wide.decoder.parameters).toEqual(usual.decoder.parameters);
    },
  );
});

describe("VariationalAutoencoder", () => {
  const model = new VariationalAutoencoder(shape);

  it("forward has the shapes that it says", () => {
    const pass = model.forward(points, { latentSamples: 3, outputSamples: 4, seed: 1 });
    expect(pass.posterior.batchShape).toEqual([6, 1]);
    expect(pass.encoded.shape).toEqual([6, 3, 1]);
    expect(pass.likelihood.batchShape).toEqual([6, 3, 2]);
    expect(pass.decoded.shape).toEqual([4, 6, 3, 2]);
  });

  it("forward draws z from q(z|x) and x from p(x|z)", () => {
    const one = points.head(1);
    const { posterior, encoded } = model.forward(one, { latentSamples: 50_000, seed: 2 });
    const standardError = posterior.scale.data[0] / Math.sqrt(50_000);
    expect(Math.abs(encoded.mean() - posterior.loc.data[0])).toBeLessThan(4 * standardError);
    expect(encoded.standardDeviation() / posterior.scale.data[0]).toBeCloseTo(1, 1.5);

    const { likelihood, decoded } = model.forward(one, { outputSamples: 50_000, seed: 3 });
    const draws = NDArray.from(decoded.reshape([50_000, 2]).column(1));
    const scale = Math.sqrt(likelihood.variance.data[1]);
    expect(Math.abs(draws.mean() - likelihood.mean.data[1])).toBeLessThan((4 * scale) / Math.sqrt(50_000));
    expect(draws.standardDeviation() / scale).toBeCloseTo(1, 1.5);
  });

  it("samples from the linear model's closed form N(bias, weight weightᵀ + scale²)", () => {
    const linear = new VariationalAutoencoder({ ...shape, hiddenSizes: [], scale: 0.5 });
    linear.decoder.layers[0].weight.set([2, -1]);
    linear.decoder.layers[0].bias.set([3, 1]);
    const draws = linear.sample(100_000, { seed: 4 });
    const [first, second] = [0, 1].map((i) => NDArray.from(draws.column(i)));
    expect(first.mean()).toBeCloseTo(3, 1.5);
    expect(first.standardDeviation() ** 2 / (4 + 0.25)).toBeCloseTo(1, 1.5);
    expect(second.standardDeviation() ** 2 / (1 + 0.25)).toBeCloseTo(1, 1.5);
    const covariance = draws.data.reduce(
      (sum, x, i) => (i % 2 ? sum : sum + (x - 3) * (draws.data[i + 1] - 1)),
      0,
    );
    expect(covariance / 100_000).toBeCloseTo(-2, 1);
  });

  it("draws zeros and ones from a Bernoulli likelihood, with its probabilities", () => {
    const binary = new VariationalAutoencoder({ ...shape, family: "bernoulli" });
    expect(new Set(binary.sample(500, { seed: 1 }).data)).toEqual(new Set([0, 1]));
    const { likelihood, decoded } = binary.forward(points.head(1), { outputSamples: 20_000, seed: 1 });
    const share = decoded.reshape([20_000, 2]).mean(0).data;
    for (const i of [0, 1])
      expect(Math.abs(share[i] - likelihood.mean.data[i])).toBeLessThan(
        4 * Math.sqrt(likelihood.variance.data[i] / 20_000),
      );
  });

  it("rejects invalid input by name", () => {
    expect(() => new VariationalAutoencoder({ ...shape, latentSize: 0 })).toThrow(
      "latentSize: expected an integer",
    );
    expect(() => new VariationalAutoencoder({ ...shape, scale: -1 })).toThrow(
      "expected a finite number > 0, got -1",
    );
    expect(() => new VariationalAutoencoder({ ...shape, hidden: 3 } as never)).toThrow(
      'unknown option "hidden"',
    );
    expect(() => new Autoencoder({ ...shape, activation: "gelu" as never })).toThrow(
      'activation: expected one of "relu"',
    );
    expect(() => model.posterior(NDArray.from([[1, 2, 3]]))).toThrow("x: expected shape [..., 2], got [1,3]");
    expect(() => model.forward(points, { latentSamples: 0, seed: 1 })).toThrow(
      "latentSamples: expected an integer",
    );
  });
});

import { describe, expect, it } from "vitest";
import { elbo, logEvidence, NDArray, VariationalAutoencoder } from "../../lib";
import { logSumExp } from "../../lib/exact/log-sum-exp";
import { productRule, trapezoid } from "../../lib/exact/quadrature";
import { expectClose } from "../support/close";

/** A decoder x = weight · z + bias + scale · ε, of which everything is known in closed form (probabilistic PCA). */
function linearModel(weight: number[], bias: number[], scale: number): VariationalAutoencoder {
  const model = new VariationalAutoencoder({
    inputSize: weight.length,
    hiddenSizes: [],
    latentSize: 1,
    scale,
    seed: 0,
  });
  model.decoder.layers[0].weight.set(weight);
  model.decoder.layers[0].bias.set(bias);
  return model;
}

const weight = [1.5, -0.5];
const bias = [0.25, 1];
const points = NDArray.from([
  [0, 0],
  [1, 2],
  [-3, 0.5],
  [4, -1],
]);

/** log N(x; bias, weight weightᵀ + scale² I), by the matrix determinant lemma and Sherman–Morrison. */
function closedForm([x, y]: Float64Array, scale: number): number {
  const residual = [x - bias[0], y - bias[1]];
  const variance = scale ** 2;
  const norm = weight[0] ** 2 + weight[1] ** 2;
  const projected = residual[0] * weight[0] + residual[1] * weight[1];
  const square = (residual[0] ** 2 + residual[1] ** 2 - projected ** 2 / (variance + norm)) / variance;
  return -0.5 * (square + Math.log(variance * (variance + norm)) + 2 * Math.log(2 * Math.PI));
}

describe("quadrature", () => {
  it("integrates a Gaussian to rounding", () => {
    const { nodes, weights } = trapezoid(-9, 9, 60);
    const integral = nodes.reduce((sum, z, k) => sum + weights[k] * z ** 4 * Math.exp((-z * z) / 2), 0);
    expect(integral / Math.sqrt(2 * Math.PI)).toBeCloseTo(3, 12);
  });

  it("is exact for straight lines, and the product rule for their products", () => {
    const line = trapezoid(1, 3, 5);
    expect(line.nodes.reduce((sum, z, k) => sum + line.weights[k] * (2 * z + 1), 0)).toBeCloseTo(10, 13);
    const { nodes, weights } = productRule([line, trapezoid(0, 2, 3)]);
    expect(nodes.shape).toEqual([15, 2]);
    const integral = weights.reduce((sum, w, k) => sum + w * nodes.data[2 * k] * nodes.data[2 * k + 1], 0);
    expect(integral).toBeCloseTo(4 * 2, 12);
  });

  it("refuses an empty range", () => {
    expect(() => trapezoid(1, 1, 5)).toThrow("lower < upper, got 1 and 1");
    expect(() => trapezoid(0, 1, 1)).toThrow("points: expected a whole number ≥ 2");
  });
});

describe("logSumExp", () => {
  it("neither overflows nor underflows", () => {
    expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.log(2), 12);
    expect(logSumExp([-1000, -1001])).toBeCloseTo(-1000 + Math.log1p(Math.exp(-1)), 12);
    expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
    expect(logSumExp([Number.NEGATIVE_INFINITY, 2])).toBe(2);
  });
});

describe("logEvidence", () => {
  it.each([1, 0.25, 0.0625])("is the closed form of a linear model with scale %s", (scale) => {
    const expected = [0, 1, 2, 3].map((i) => closedForm(points.row(i), scale));
    expectClose(logEvidence(linearModel(weight, bias, scale), points), expected, 1e-10);
  });

  it("is reached by the ELBO, draw by draw, when the encoder is the true posterior", () => {
    const scale = 0.5;
    const model = linearModel(weight, bias, scale);
    const total = scale ** 2 + weight[0] ** 2 + weight[1] ** 2;
    // q(z|x) = N(weightᵀ(x − bias)/total, scale²/total)
    model.encoder.layers[0].weight.set([weight[0] / total, 0, weight[1] / total, 0]);
    model.encoder.layers[0].bias.set([
      -(weight[0] * bias[0] + weight[1] * bias[1]) / total,
      Math.log(scale ** 2 / total),
    ]);
    const bound = elbo(model, points, { kl: "monteCarlo", latentSamples: 1, seed: 1 }).elbo;
    expectClose(bound, [...logEvidence(model, points).data], 1e-6); // the encoder's weights are float32
  });

  it("sums to one over all binary points of a Bernoulli model", () => {
    const model = new VariationalAutoencoder({
      inputSize: 3,
      hiddenSizes: [4],
      latentSize: 1,
      family: "bernoulli",
      seed: 2,
    });
    const corners = Array.from({ length: 8 }, (_, k) => [k & 1, (k >> 1) & 1, (k >> 2) & 1]);
    const total = logEvidence(model, NDArray.from(corners)).data.reduce((sum, log) => sum + Math.exp(log), 0);
    expect(total).toBeCloseTo(1, 10);
  });

  it("refuses what it cannot integrate", () => {
    const model = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [3], latentSize: 2, seed: 0 });
    expect(() => logEvidence(model, points)).toThrow("model.latentSize: expected 1");
  });
});

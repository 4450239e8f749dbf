import { describe, expect, it } from "vitest";
import {
  elbo,
  exactElbo,
  exactPosterior,
  klToPosterior,
  logEvidence,
  NDArray,
  trapezoid,
  VariationalAutoencoder,
} from "../../lib";
import { logSumExp } from "../../lib/numerics/log-sum-exp";
import { expectClose } from "../support/close";
import { linearModels } from "../support/linear-models";

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

  it("is the closed form where a posterior over two latents is far out", () => {
    const two = [
      [1.5, -0.5, 0.3],
      [0.2, 0.8, -1],
    ];
    const { autoencoder, closed } = linearModels(two, [0.25, 1, 0], 0.4);
    // Of z = (5, −3), and of (8, 0) and (−20, 15), which are outside of the usual square.
    const x = [
      [7.15, -3.9, 4.5],
      [12.25, -3, 2.4],
      [-26.75, 23, -21],
    ];
    expectClose(logEvidence(autoencoder, x), [...closed.logEvidence(x).data], 1e-9);
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

  it("takes a wide and fine grid where posteriors are far out and narrow, whatever the encoder says", () => {
    const [slope, scale] = [20, 0.02]; // the posterior's deviation is 1e-3
    const model = linearModel([slope, 0], [0, 0], scale);
    const far = NDArray.from([
      [10, 0],
      [300, 0.01],
      [-500, 0],
    ]);
    const variance = scale ** 2 + slope ** 2;
    const expected = [0, 1, 2].map((i) => {
      const [x, y] = far.row(i);
      return (
        -0.5 * (x ** 2 / variance + (y / scale) ** 2 + Math.log(variance * scale ** 2)) -
        Math.log(2 * Math.PI)
      );
    });
    expectClose(logEvidence(model, far), expected, 1e-9);
  });

  it("finds a mode between two nodes of its grid, where the encoder says that it is", () => {
    const scale = 0.5;
    const model = new VariationalAutoencoder({
      inputSize: 1,
      hiddenSizes: [3],
      latentSize: 1,
      scale,
      seed: 0,
    });
    // The decoder's mean is 0 but for a hat, of height 3 and half the width .002, around z = .0025.
    const [hidden, mean] = model.decoder.layers;
    hidden.weight.fill(1);
    hidden.bias.set([-0.0005, -0.0025, -0.0045]);
    mean.weight.set([1500, -3000, 1500]);
    mean.bias.fill(0);
    const guess = model.encoder.layers[1];
    guess.weight.fill(0);
    guess.bias.set([0.0025, 2 * Math.log(0.001)]);
    const decoded = (z: number) => Math.max(0, 3 - 1500 * Math.abs(z - 0.0025));
    const evidence = (x: number) => {
      const step = 1e-5;
      let sum = 0;
      for (let z = -8; z < 8; z += step)
        sum += step * Math.exp(-(z ** 2) / 2 - ((x - decoded(z)) / scale) ** 2 / 2);
      return Math.log(sum / (2 * Math.PI * scale));
    };
    const xs = [2, 2.5, 3];
    expectClose(logEvidence(model, [[2], [2.5], [3]]), xs.map(evidence), 1e-3);
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

  it("integrates to one over the line for a Student-t model", () => {
    const shape = { inputSize: 1, hiddenSizes: [4], latentSize: 1, seed: 2 };
    const model = new VariationalAutoencoder({ ...shape, activation: "tanh", family: "studentT" });
    // x = tan(u), so that no tail is cut off.
    const { nodes, weights } = trapezoid(-Math.PI / 2 + 1e-6, Math.PI / 2 - 1e-6, 1001);
    const density = logEvidence(model, NDArray.from(Array.from(nodes, (u) => [Math.tan(u)])));
    const total = density.data.reduce(
      (sum, log, i) => sum + (weights[i] * Math.exp(log)) / Math.cos(nodes[i]) ** 2,
      0,
    );
    expect(total).toBeCloseTo(1, 6);
  });

  it("refuses what it cannot integrate", () => {
    const model = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [3], latentSize: 3, seed: 0 });
    for (const f of [logEvidence, exactPosterior, exactElbo, klToPosterior])
      expect(() => f(model, points)).toThrow(
        /^model.latentSize: expected 1 or 2, .*, got 3; vb.iwae bounds log p\(x\) for any latent$/,
      );
  });
});

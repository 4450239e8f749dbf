import { expect, it } from "vitest";
import {
  broadcast,
  encoderVarianceRatio,
  Independent,
  NDArray,
  Normal,
  VariationalAutoencoder,
  varianceRatio,
} from "../../lib";
import { trapezoid } from "../../lib/numerics/quadrature";

const square = (z: NDArray) => broadcast((value) => value ** 2, z);
const slope = (z: NDArray) => broadcast((value) => 2 * value, z);

it("is that of the closed forms for z², at each entry of q", () => {
  const [locs, scale] = [[0, 1], 0.5];
  const ratio = varianceRatio(new Normal(locs, scale), square, slope, { draws: 60_000, seed: 1 });
  expect(ratio.shape).toEqual([2]);
  locs.forEach((mu, i) => {
    const exact = (mu ** 4 / scale ** 2 + 14 * mu ** 2 + 15 * scale ** 2) / (4 * scale ** 2);
    expect(Math.abs(ratio.data[i] / exact - 1)).toBeLessThan(0.05);
  });
});

it("takes a baseline", () => {
  const options = { draws: 60_000, seed: 1, baseline: 0.25 }; // E f
  const ratio = varianceRatio(new Normal(0, 0.5), square, slope, options);
  expect(Math.abs(ratio.data[0] / 2.5 - 1)).toBeLessThan(0.05);
});

it("is for an encoder that of log p(x|z), by quadrature, at each point", () => {
  const vae = new VariationalAutoencoder({
    inputSize: 2,
    hiddenSizes: [4],
    latentSize: 1,
    activation: "tanh",
    seed: 2,
  });
  const x = [
    [1, 0.5],
    [-2, 1],
  ];
  const ratio = encoderVarianceRatio(vae, x, { draws: 40_000, seed: 1, baseline: -3 });
  expect(ratio.shape).toEqual([2, 1]);
  const { nodes, weights } = trapezoid(-8, 8, 401);
  const masses = new Normal(0, 1).logProb(nodes).data.map((log, k) => weights[k] * Math.exp(log));
  const expectation = (of: (k: number) => number) => masses.reduce((sum, mass, k) => sum + mass * of(k), 0);
  const varianceOf = (of: (k: number) => number) => {
    const mean = expectation(of);
    return expectation((k) => (of(k) - mean) ** 2);
  };
  x.forEach((point, i) => {
    const q = vae.posterior([point]);
    const [mu, sigma] = [q.loc.data[0], q.scale.data[0]];
    const heights = (shift: number) => {
      const z = nodes.map((epsilon) => mu + sigma * epsilon + shift);
      return new Independent(vae.likelihood(new NDArray(z, [z.length, 1])), 1).logProb([point]).data;
    };
    const [low, middle, high] = [-1e-4, 0, 1e-4].map(heights);
    const score = varianceOf((k) => ((middle[k] + 3) * nodes[k]) / sigma);
    const path = varianceOf((k) => (high[k] - low[k]) / 2e-4);
    expect(Math.abs(ratio.data[i] / (score / path) - 1)).toBeLessThan(0.05);
  });
});

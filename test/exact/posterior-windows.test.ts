import { describe, expect, it } from "vitest";
import { LinearGaussian, NDArray, posteriorWindows, VariationalAutoencoder } from "../../lib";

/** A linear decoder, whose posterior has a closed form. */
const linear = new LinearGaussian({
  weight: [
    [3, 1, 0.5],
    [0, -2, 4],
  ],
  bias: [0.5, -1, 0],
  scale: 0.5,
});
const shape = { inputSize: 3, hiddenSizes: [], latentSize: 2, seed: 1 };
const model = new VariationalAutoencoder({ ...shape, scale: linear.scale });
model.decoder.layers[0].weight.set(linear.weight.data);
model.decoder.layers[0].bias.set(linear.bias.data);
const points = NDArray.from([
  [1, 0.3, -0.2],
  [-2, 1, 3],
]);

describe("posteriorWindows", () => {
  const windows = posteriorWindows(model, points, { steps: 61 });

  it("hold the densities of the closed form", () => {
    windows.forEach(({ nodes, logProb }, i) => {
      const truth = linear.posterior([[...points.row(i)]]).logProb(nodes.expandDims(1)).data;
      expect(logProb.shape).toEqual([1, 61 ** 2]);
      logProb.data.forEach((log, k) => {
        expect(Math.abs(log - truth[k])).toBeLessThan(1e-3);
      });
    });
  });

  it("hold all of the posterior, and where q is", () => {
    const { loc, scale } = model.posterior(points);
    windows.forEach(({ nodes, weights, logProb }, i) => {
      const share = weights.data.reduce((sum, weight, k) => sum + weight * Math.exp(logProb.data[k]), 0);
      expect(share).toBeCloseTo(1, 3);
      for (const axis of [0, 1]) {
        const along = nodes.column(axis);
        const [center, reach] = [loc.row(i)[axis], 3 * scale.row(i)[axis]];
        expect(Math.min(...along)).toBeLessThan(center - reach);
        expect(Math.max(...along)).toBeGreaterThan(center + reach);
      }
    });
  });

  it("are squares", () => {
    for (const { nodes } of windows) {
      const [first, last] = [nodes.row(0), nodes.row(nodes.shape[0] - 1)];
      expect(last[0] - first[0]).toBeCloseTo(last[1] - first[1], 12);
    }
  });

  it("say what is wrong with their arguments", () => {
    const one = new VariationalAutoencoder({ ...shape, latentSize: 1 });
    expect(() => posteriorWindows(one, points)).toThrow("model.latentSize: expected 2");
    expect(() => posteriorWindows(model, points, { steps: 1 })).toThrow("steps: expected an integer ≥ 2");
    expect(() => posteriorWindows(model, points, { depth: 1 } as object)).toThrow('unknown option "depth"');
  });
});

import { describe, expect, it } from "vitest";
import { logEvidence, NDArray, Normal, randomDecoder } from "../../lib";

describe("randomDecoder", () => {
  it("has the evidence of the sum over a fine grid of its formula", () => {
    const model = randomDecoder({ dimensions: 3, noise: 0.4, unevenness: 0.5, seed: 1 });
    const [first, last] = model.decoder.layers;
    const x = model.sample(2, { seed: 1 });
    const step = 0.08;
    for (let i = 0; i < 2; i++) {
      let sum = 0;
      for (let a = -7; a <= 7; a += step)
        for (let b = -7; b <= 7; b += step) {
          const hidden = Array.from({ length: 20 }, (_, h) =>
            Math.tanh(a * first.weight[h] + b * first.weight[20 + h] + first.bias[h]),
          );
          const head = (j: number) =>
            hidden.reduce((total, value, h) => total + value * last.weight[6 * h + j], last.bias[j]);
          let log = -(a ** 2 + b ** 2) / 2 - Math.log(2 * Math.PI);
          for (let j = 0; j < 3; j++) {
            const variance = Math.exp(head(3 + j));
            log -= (x.row(i)[j] - head(j)) ** 2 / (2 * variance) + Math.log(2 * Math.PI * variance) / 2;
          }
          sum += Math.exp(log) * step ** 2;
        }
      expect(logEvidence(model, new NDArray(x.row(i), [1, 3])).data[0]).toBeCloseTo(Math.log(sum), 3);
    }
  });

  it("has the noise asked for, alike for all z or not", () => {
    const z = new Normal([0, 0], 1).sample(2000, { seed: 1 });
    const logScales = (unevenness: number) => {
      const model = randomDecoder({ dimensions: 100, noise: 0.3, unevenness, seed: 2 });
      return (model.likelihood(z) as Normal).scale.data.map((scale) => Math.log(scale / 0.3));
    };
    expect(logScales(0).every((log) => Math.abs(log) < 1e-6)).toBe(true);
    const uneven = NDArray.from(logScales(0.5));
    expect(Math.abs(uneven.mean())).toBeLessThan(0.1);
    expect(uneven.standardDeviation()).toBeGreaterThan(0.35);
    expect(uneven.standardDeviation()).toBeLessThan(0.65);
  });

  it("differs from seed to seed, and refuses bad options by name", () => {
    const points = (seed: number) => randomDecoder({ dimensions: 2, seed }).sample(1, { seed: 1 }).data;
    expect(points(1)).toEqual(points(1));
    expect(points(1)).not.toEqual(points(2));
    expect(() => randomDecoder({ dimensions: 0, seed: 1 })).toThrow("dimensions: expected an integer");
    expect(() => randomDecoder({ dimensions: 2, noise: 0, seed: 1 })).toThrow("noise: expected");
    expect(() => randomDecoder({ dimensions: 2, unevenness: -1, seed: 1 })).toThrow("unevenness: expected");
  });
});

import { describe, expect, it } from "vitest";
import { energyDistance, lowDensityShare, NDArray, Normal, twoGaussians } from "../../lib";

describe("energyDistance", () => {
  const normal = (loc: number, scale: number, seed: number) =>
    new Normal(loc, scale).sample(3000, { seed }).reshape([3000, 1]);

  it("is the mean of pairwise distances, by hand", () => {
    // 2 · mean(5, 4, 3, 2) − 1 − 2
    const value = energyDistance(NDArray.from([[0], [1]]), NDArray.from([[5], [3]]));
    expect(value).toBeCloseTo(2 * ((5 + 3 + 4 + 2) / 4) - 1 - 2, 14);
  });

  it("has the closed form of two Gaussians in one dimension", () => {
    // E|N(m, s²)| = s √(2/π) exp(−m²/2s²) + m erf(m/(s√2)); here m = 3, erf(3/2) = 0.96610514647531…
    const between = Math.SQRT2 * Math.sqrt(2 / Math.PI) * Math.exp(-9 / 4) + 3 * 0.9661051464753108;
    const within = 2 / Math.sqrt(Math.PI);
    const symmetric = (loc: number, seed: number) => {
      const draws = normal(0, 1, seed).data;
      return NDArray.from([...draws, ...draws.map((x) => -x)].map((x) => [loc + x])); // its mean is exactly loc
    };
    expect(energyDistance(symmetric(0, 1), symmetric(3, 2))).toBeCloseTo(2 * between - 2 * within, 1);
  });

  it("is near zero for two samples of one distribution, and may be negative", () => {
    const values = Array.from({ length: 20 }, (_, i) =>
      energyDistance(normal(0, 1, 2 * i), normal(0, 1, 2 * i + 1)),
    );
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(0.005);
    expect(Math.min(...values)).toBeLessThan(0);
  });

  it("refuses samples of different width or one row", () => {
    expect(() =>
      energyDistance(
        NDArray.from([
          [1, 2],
          [3, 4],
        ]),
        NDArray.from([[1], [2]]),
      ),
    ).toThrow("y: expected shape [rows ≥ 2, 2]");
    expect(() => energyDistance(NDArray.from([[1]]), NDArray.from([[1], [2]]))).toThrow("x: expected shape");
  });
});

describe("lowDensityShare", () => {
  const data = twoGaussians({ size: 10_000, seed: 1 });

  it("is the quantile for fresh draws, within four standard errors", () => {
    const share = lowDensityShare(data.density.sample(10_000, { seed: 2 }), data, { quantile: 0.05 });
    expect(Math.abs(share - 0.05)).toBeLessThan(4 * Math.sqrt((2 * 0.05 * 0.95) / 10_000));
  });

  it("is 1 far away and 0 at the modes", () => {
    expect(
      lowDensityShare(
        NDArray.from([
          [9, 9],
          [0, 0],
        ]),
        data,
      ),
    ).toBe(1);
    expect(
      lowDensityShare(
        NDArray.from([
          [2, 2],
          [-2, -2],
        ]),
        data,
      ),
    ).toBe(0);
  });

  it("refuses a quantile outside (0, 1)", () => {
    expect(() => lowDensityShare(data.points, data, { quantile: 1 })).toThrow(
      "quantile: expected a number in (0, 1)",
    );
  });
});

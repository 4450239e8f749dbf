import { describe, expect, it } from "vitest";
import { effectiveSampleSize, NDArray, Normal, paretoShape } from "../../lib";
import { Random } from "../../lib/random";

describe("effectiveSampleSize", () => {
  it("counts equal weights, and one that carries everything as one", () => {
    expect(effectiveSampleSize([-900, -900, -900])).toBeCloseTo(3, 12);
    expect(effectiveSampleSize([0, -800, -900])).toBeCloseTo(1, 12);
    // (1 + 3)² / (1 + 9)
    expect(effectiveSampleSize([0, Math.log(3)])).toBeCloseTo(1.6, 12);
  });

  it("is K / E w² for a Gaussian drawn from a wider one", () => {
    const draws = new Normal(0, 2).sample(200_000, { seed: 1 });
    const logWeights = draws.data.map((z) => Math.log(2) - (3 / 8) * z * z);
    // E w² = ∫ p²/q = 4/√7 for deviations 1 and 2.
    expect(effectiveSampleSize(logWeights) / draws.size).toBeCloseTo(Math.sqrt(7) / 4, 2);
  });

  it("refuses no weights, and weights that are not finite", () => {
    expect(() => effectiveSampleSize([])).toThrow("logWeights: expected at least 1 numbers, got 0");
    expect(() => effectiveSampleSize([0, Number.NaN])).toThrow("logWeights");
  });
});

describe("paretoShape", () => {
  it.each([0.2, 0.5, 1, 3])("finds the shape %s of Pareto weights, whatever their scale", (shape) => {
    const count = 100_000;
    const random = new Random(3, "pareto");
    const logWeights = Array.from(random.uniforms(count), (u) => -shape * Math.log(u) - 400);
    // The fit's standard error is (1 + k)/√M, with the M = 3 √K largest weights.
    const error = (1 + shape) / Math.sqrt(3 * Math.sqrt(count));
    expect(Math.abs(paretoShape(logWeights) - shape)).toBeLessThan(3 * error);
    expect(paretoShape(logWeights.map((log) => log + 700))).toBeCloseTo(paretoShape(logWeights), 9);
  });

  it("has its maximum likelihood near the one that a search over both parameters finds", () => {
    const shape = 0.8;
    const logWeights = Array.from(new Random(5, "pareto").uniforms(2000), (u) => -shape * Math.log(u));
    const weights = logWeights.map(Math.exp).sort((a, b) => a - b);
    const size = Math.ceil(3 * Math.sqrt(2000));
    const threshold = weights[weights.length - size - 1];
    const excess = weights.slice(-size).map((weight) => weight - threshold);
    let [best, highest] = [0, Number.NEGATIVE_INFINITY];
    for (let k = 0.2; k < 2; k += 0.01)
      for (let scale = 0.2; scale < 30; scale *= 1.02) {
        const log = excess.reduce(
          (sum, x) => sum - Math.log(scale) - (1 + 1 / k) * Math.log1p((k * x) / scale),
          0,
        );
        if (log > highest) [best, highest] = [k, log];
      }
    const withPrior = (size * best + 5) / (size + 10);
    expect(Math.abs(paretoShape(logWeights) - withPrior)).toBeLessThan(0.1);
  });

  it("is negative for bounded weights, and −∞ for equal ones", () => {
    const uniform = Array.from(new Random(1, "u").uniforms(10_000), Math.log);
    expect(paretoShape(uniform)).toBeLessThan(-0.5);
    expect(paretoShape(new Float64Array(30))).toBe(Number.NEGATIVE_INFINITY);
    expect(() => paretoShape(NDArray.from(new Float64Array(24)).data)).toThrow(
      "logWeights: expected at least 25 numbers, got 24",
    );
  });
});

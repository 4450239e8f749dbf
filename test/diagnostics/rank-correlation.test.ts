import { describe, expect, it } from "vitest";
import { bootstrapInterval, NDArray, Normal, rankCorrelation } from "../../lib";

describe("rankCorrelation", () => {
  it("is 1 − 6 Σ d²/(n³ − n) where no numbers are equal", () => {
    // Ranks 1 3 2 5 4 against 2 1 3 5 4: d² adds up to 1 + 4 + 1.
    expect(rankCorrelation([0.1, 7, 0.5, 90, 8], [-2, -3, 4, 60, 5])).toBeCloseTo(1 - (6 * 6) / 120, 12);
  });

  it("gives equal numbers their mean rank, as the example of SciPy's documentation", () => {
    expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 12);
  });

  it("does not change with increasing functions, and is near 6/π asin(ρ/2) for Gaussians", () => {
    const [a, b] = [1, 2].map((seed) => new Normal(0, 1).sample(2000, { seed }).data);
    const mixed = a.map((value, i) => 0.8 * value + 0.6 * b[i]);
    const found = rankCorrelation(a, mixed);
    expect(rankCorrelation(a.map(Math.exp), mixed)).toBe(found);
    expect(found).toBeCloseTo((6 / Math.PI) * Math.asin(0.4), 1);
  });

  it("refuses other shapes and numbers that are not finite", () => {
    expect(() => rankCorrelation([1], [1])).toThrow("x: expected shape [count ≥ 2], got [1]");
    expect(() => rankCorrelation([1, 2], [1, 2, 3])).toThrow("y: expected shape [2], got [3]");
    expect(() => rankCorrelation([1, 2], [1, Number.NaN])).toThrow("y: expected finite numbers");
  });
});

describe("the bootstrap of another statistic", () => {
  it("has the width that Fisher's transformation gives a rank correlation", () => {
    const size = 100;
    const [a, b] = [3, 4].map((seed) => new Normal(0, 1).sample(size, { seed }).data);
    const mixed = a.map((value, i) => 0.6 * value + 0.8 * b[i]);
    const pick = (values: Float64Array, indices: Float64Array) =>
      NDArray.from([...indices].map((i) => values[i]));
    const [lower, upper] = bootstrapInterval([...a.keys()], {
      statistic: (sample) => rankCorrelation(pick(a, sample), pick(mixed, sample)),
      resamples: 500,
      seed: 1,
    });
    const found = rankCorrelation(a, mixed);
    expect(lower).toBeLessThan(found);
    expect(upper).toBeGreaterThan(found);
    const transformed = Math.atanh(upper) - Math.atanh(lower);
    expect(transformed / (2 * 1.96 * Math.sqrt(1.06 / (size - 3)))).toBeCloseTo(1, 0.5);
  });
});

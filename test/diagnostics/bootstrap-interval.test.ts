import { describe, expect, it } from "vitest";
import { bootstrapInterval, NDArray, Normal } from "../../lib";

describe("bootstrapInterval", () => {
  it("covers a mean as often as it says, with the width of the normal approximation", () => {
    const size = 100;
    let [covered, width] = [0, 0];
    const repeats = 200;
    for (let seed = 1; seed <= repeats; seed++) {
      const [lower, upper] = bootstrapInterval(new Normal(3, 2).sample(size, { seed }), {
        seed,
        resamples: 400,
      });
      if (lower < 3 && upper > 3) covered++;
      width += (upper - lower) / repeats;
    }
    // The standard error of the share is .015.
    expect(Math.abs(covered / repeats - 0.945)).toBeLessThan(0.045);
    expect(width / (2 * 1.96 * (2 / Math.sqrt(size)))).toBeCloseTo(0.99, 1);
  });

  it("does not count a point that several seeds share several times", () => {
    const points = new Normal(0, 1).sample(200, { seed: 1 });
    const width = (values: NDArray) => {
      const [lower, upper] = bootstrapInterval(values, { seed: 1 });
      return upper - lower;
    };
    const repeated = NDArray.from(Array.from({ length: 5 }, () => points.data));
    expect(width(repeated) / width(points)).toBeCloseTo(1, 1);
    const offsets = NDArray.from([0, 0, 10].map((offset) => points.data.map(() => offset)));
    // All three seeds the same happens in 1 of 27 resamples each.
    expect(bootstrapInterval(offsets, { seed: 1 })).toEqual([0, 10]);
  });

  it("refuses other shapes, numbers that are not finite and few resamples", () => {
    expect(() => bootstrapInterval(NDArray.from([[1]]).expandDims(0), { seed: 1 })).toThrow(
      "values: expected shape [points] or [seeds, points], got [1,1,1]",
    );
    expect(() => bootstrapInterval([1, Number.NaN], { seed: 1 })).toThrow("values");
    expect(() => bootstrapInterval([1], { seed: 1, resamples: 10 })).toThrow("resamples");
  });
});

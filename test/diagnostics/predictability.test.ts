import { describe, expect, it } from "vitest";
import { NDArray, Normal, predictability } from "../../lib";

describe("predictability", () => {
  it("compares each value with those of the nearest other codes, by hand", () => {
    const codes = [
      [0, 0],
      [0, 1],
      [5, 0],
      [5, 2],
    ];
    // With one neighbour the first two predict each other, and so do the last two; the mean is 3.
    const { a, b } = predictability(codes, { a: [1, 2, 4, 5], b: [0, 0, 6, 6] }, { neighbors: 1 });
    expect(a).toBeCloseTo(1 - 4 / (4 + 1 + 1 + 4), 14);
    expect(b).toBe(1);
  });

  it("finds most of a smooth function of the codes, and nothing of independent numbers", () => {
    const size = 1500;
    const codes = new Normal(0, 1).sample(2 * size, { seed: 1 }).reshape([size, 2]);
    const wave = codes.column(0).map((z, i) => Math.sin(z) + codes.row(i)[1]);
    const noise = new Normal(0, 1).sample(size, { seed: 2 }).data;
    const found = predictability(codes, {
      wave,
      noise,
      half: wave.map((value, i) => value + 1.2 * noise[i]),
    });
    expect(found.wave).toBeGreaterThan(0.97);
    expect(Math.abs(found.noise + 0.1)).toBeLessThan(4 / Math.sqrt(10 * size));
    // Var wave = 1 + (1 − e⁻²)/2, of which 1.2² (1 + 1/10) of noise remain unexplained.
    const signal = 1 + (1 - Math.exp(-2)) / 2;
    expect(found.half).toBeCloseTo(1 - (1.44 * 1.1) / (signal + 1.44), 1);
  });

  it("has no answer for a quantity that does not vary", () => {
    expect(predictability([[1], [2]], { same: [3, 3] }, { neighbors: 1 }).same).toBeNaN();
    // The mean of ten times 0.1 is not 0.1.
    const codes = Array.from({ length: 10 }, (_, i) => [i]);
    expect(predictability(codes, { same: new Array(10).fill(0.1) }, { neighbors: 1 }).same).toBeNaN();
  });

  it("says what is wrong", () => {
    const codes = NDArray.from([[1], [2], [3]]);
    expect(() => predictability(codes, {})).toThrow("codes: expected shape [rows > 10, size], got [3,1]");
    expect(() => predictability(codes, { pose: [1, 2] }, { neighbors: 2 })).toThrow(
      "pose: expected 3 values, one for each code, got 2",
    );
    expect(() => predictability(codes, {}, { neighbors: 0 })).toThrow("neighbors: expected an integer ≥ 1");
  });
});

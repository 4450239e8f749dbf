import { describe, expect, it } from "vitest";
import { NDArray, Normal, predictability } from "../../lib";

const gaussian = (rows: number, width: number, seed: number) =>
  new Normal(0, 1).sample(rows * width, { seed }).reshape([rows, width]);

describe("predictability", () => {
  it("reads lines and parabolas in a hundred coordinates' products, of other codes than it was fitted on", () => {
    const [fitted, judged] = [1, 2].map((seed) => {
      const codes = gaussian(200, 3, seed);
      const of = (f: (z: Float64Array) => number) => Array.from({ length: 200 }, (_, i) => f(codes.row(i)));
      return {
        codes,
        quantities: { line: of(([a, , c]) => 4 - a + 2 * c), saddle: of(([a, b, c]) => a * b - c * c + 7) },
      };
    });
    const { line, saddle } = predictability(fitted, judged);
    expect(line).toBeCloseTo(1, 10);
    expect(saddle).toBeCloseTo(1, 10);
  });

  it("loses the variance that the codes do not tell, and no more than its own noise", () => {
    const [fitted, judged] = [1, 2].map((seed) => {
      const codes = gaussian(4000, 2, seed);
      const noise = new Normal(0, 1).sample(4000, { seed: seed + 10 }).data;
      return { codes, quantities: { noise, half: noise.map((value, i) => value + 2 * codes.row(i)[0]) } };
    });
    const found = predictability(fitted, judged);
    expect(found.half).toBeCloseTo(4 / 5, 1);
    // Six weights fitted to noise cost 6/4000 in expectation.
    expect(found.noise).toBeLessThan(0.001);
    expect(found.noise).toBeGreaterThan(-0.01);
  });

  it("agrees with least squares by hand, on codes with a coordinate that does not vary", () => {
    // Through (0, 1), (1, 2), (2, 5) goes 1 + x²; at 3 and −1 it says 10 and 2, and the values are 11 and 1.
    const fitted = {
      codes: [
        [0, 8],
        [1, 8],
        [2, 8],
      ],
      quantities: { y: [1, 2, 5] },
    };
    const judged = {
      codes: [
        [3, 8],
        [-1, 8],
      ],
      quantities: { y: [11, 1] },
    };
    expect(predictability(fitted, judged).y).toBeCloseTo(1 - (1 + 1) / (25 + 25), 5);
  });

  it("has no answer for a quantity that does not vary", () => {
    // The mean of ten times 0.1 is not 0.1.
    const same = {
      codes: Array.from({ length: 10 }, (_, i) => [i]),
      quantities: { same: new Array(10).fill(0.1) },
    };
    expect(predictability(same, same).same).toBeNaN();
  });

  it("says what is wrong", () => {
    const codes = NDArray.from([[1], [2], [3]]);
    const known = { codes, quantities: { pose: [1, 2, 3] } };
    expect(() => predictability(known, { codes, quantities: { pose: [1, 2] } })).toThrow(
      "judged: pose: expected 3 values, one for each code, got 2",
    );
    expect(() => predictability(known, { ...known, codes: gaussian(3, 2, 1) })).toThrow("judged.codes");
  });
});

import { describe, expect, it } from "vitest";
import { type Dataset, NDArray, noisyCurve, standardNormal, trapezoid, twoGaussians } from "../../lib";
import { pointsOf } from "../../lib/data/dataset";
import { expectClose } from "../support/close";

/** Expects the mean true log-density of the points to be −entropy within four standard errors. */
function expectDrawnFromOwnDensity({ points, density }: Dataset) {
  const logProb = density.logProb(points);
  const standardError = logProb.standardDeviation() / Math.sqrt(logProb.size);
  expect(Math.abs(logProb.mean() + density.entropy().data[0])).toBeLessThan(4 * standardError);
}

describe("data sets", () => {
  it("are drawn from the density they carry", () => {
    expectDrawnFromOwnDensity(twoGaussians({ size: 5000, seed: 1 }));
    expectDrawnFromOwnDensity(standardNormal({ size: 5000, seed: 2 }));
    expectDrawnFromOwnDensity(noisyCurve({ scale: 0.4, size: 5000, seed: 4 }));
  });

  it("noisyCurve's density is the integral over the curve, also for little noise", () => {
    for (const scale of [0.05, 0.4, 2]) {
      const { points, density } = noisyCurve({ scale, size: 20, seed: 1 });
      const { nodes, weights } = trapezoid(-9, 9, 20_001);
      const expected = Array.from({ length: 20 }, (_, i) => {
        const [x, y] = points.row(i);
        const terms = nodes.map((t, k) => {
          const square = ((x - 1.5 * t) ** 2 + (y - Math.sin(1.5 * t)) ** 2) / scale ** 2 + t ** 2;
          return weights[k] * Math.exp(-square / 2);
        });
        return Math.log(terms.reduce((a, b) => a + b) / ((2 * Math.PI) ** 1.5 * scale ** 2));
      });
      expectClose(density.logProb(points), expected, 1e-6);
    }
  });

  it("twoGaussians puts half of the points around each mean", () => {
    const { points } = twoGaussians({
      means: [
        [2, 0],
        [-2, 0],
      ],
      size: 10_000,
      seed: 1,
    });
    const right = points.column(0).filter((x) => x > 0).length;
    expect(Math.abs(right - 5000)).toBeLessThan(4 * 50);
    const spread = NDArray.from(points.column(1)).standardDeviation();
    expect(spread).toBeCloseTo(0.5, 1.5);
  });

  it("standardNormal takes its dimensions and is fixed by the seed", () => {
    const { points } = standardNormal({ dimensions: 3, size: 10, seed: 4 });
    expect(points.shape).toEqual([10, 3]);
    expect(points.data).toEqual(standardNormal({ dimensions: 3, size: 10, seed: 4 }).points.data);
    expect(points.data).not.toEqual(standardNormal({ dimensions: 3, size: 10, seed: 5 }).points.data);
  });

  it("refuses bad options by name", () => {
    expect(() => twoGaussians({ size: 0, seed: 1 })).toThrow("size: expected an integer ≥ 1, got 0");
    expect(() => twoGaussians({ scale: -1, seed: 1 })).toThrow("scale: expected a finite number > 0, got -1");
    expect(() => twoGaussians({ scales: 1, seed: 1 } as never)).toThrow(
      'twoGaussians: unknown option "scales"',
    );
    expect(() => twoGaussians({ seed: 1.5 })).toThrow("seed: expected an integer");
    expect(() => standardNormal({ seed: 1, sise: 3 } as never)).toThrow(
      'standardNormal: unknown option "sise"',
    );
  });
});

describe("pointsOf", () => {
  it("refuses what is not a matrix of finite numbers of the right width", () => {
    const rows = (values: number[][]) => NDArray.from(values);
    expect(() => pointsOf("data", rows([[1, 2, 3]]), 2)).toThrow(
      "data: expected shape [rows ≥ 1, 2], got [1,3]",
    );
    expect(() => pointsOf("x", new NDArray(new Float64Array(0), [0, 2]), 2)).toThrow("got [0,2]");
    expect(() =>
      pointsOf(
        "x",
        [
          [1, 2],
          [3, Number.NaN],
        ],
        2,
      ),
    ).toThrow("x: expected finite numbers, got NaN in row 1, column 1");
  });
});

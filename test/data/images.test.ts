import { describe, expect, it } from "vitest";
import { Bernoulli, binarize, drawnDigits, NDArray } from "../../lib";

describe("binarize", () => {
  const grey = NDArray.from([
    [0, 0.5, 0.51],
    [1, 0.2, 0.8],
  ]);

  it("compares with a threshold", () => {
    const { shape, data } = binarize(grey, { threshold: 0.5 });
    expect([shape, [...data]]).toEqual([
      [2, 3],
      [0, 0, 1, 1, 0, 1],
    ]);
  });

  it("draws each bit with the probability that the pixel gives", () => {
    const rows = 20_000;
    const many = new NDArray(
      Float64Array.from({ length: 4 * rows }, (_, i) => [0, 0.2, 0.7, 1][i % 4]),
      [rows, 4],
    );
    const bits = binarize(many, { seed: 1 });
    expect(bits.data.every((bit) => bit === 0 || bit === 1)).toBe(true);
    const shares = bits.mean(0).data;
    expect([shares[0], shares[3]]).toEqual([0, 1]);
    for (const [column, p] of [
      [1, 0.2],
      [2, 0.7],
    ])
      expect(Math.abs(shares[column] - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / rows));
    expect(binarize(many, { seed: 1 })).toEqual(bits);
    expect(binarize(many, { seed: 2 })).not.toEqual(bits);
  });

  it("gives the grey pixels' log-likelihood in the mean", () => {
    const logits = [0.3, -2, 1];
    const bits = binarize(new NDArray(new Float64Array(60_000).fill(0.3), [20_000, 3]), { seed: 3 });
    const logProb = new Bernoulli(logits).logProb(bits).sum(1);
    const expected = new Bernoulli(logits).logProb([0.3, 0.3, 0.3]).data.reduce((a, b) => a + b);
    const standardError = logProb.standardDeviation() / Math.sqrt(20_000);
    expect(Math.abs(logProb.mean() - expected)).toBeLessThan(4 * standardError);
  });

  it("says what is wrong with its arguments", () => {
    expect(() => binarize([[0, 1.5]], { seed: 1 })).toThrow(
      "x: expected numbers in [0, 1], got 1.5 in row 0, column 1",
    );
    expect(() => binarize(grey, {})).toThrow("binarize: expected a threshold or a seed, got none");
    expect(() => binarize(grey, { seed: 1, threshold: 0.5 })).toThrow("got both");
    expect(() => binarize(grey, { threshold: Number.NaN })).toThrow(
      "threshold: expected finite numbers, got NaN",
    );
    expect(() => binarize(grey, { limit: 1 } as object)).toThrow('binarize: unknown option "limit"');
  });
});

describe("drawnDigits", () => {
  const { points, labels, imageSize } = drawnDigits({ size: 600, seed: 1 });

  it("are images with dark margins, and some of each digit", () => {
    expect([points.shape, labels.shape, imageSize]).toEqual([[600, 784], [600], [28, 28]]);
    expect(points.data.every((value) => value >= 0 && value <= 1)).toBe(true);
    const mean = points.mean(0).data;
    expect(mean[0] + mean[27] + mean[756] + mean[783]).toBeLessThan(0.02);
    expect(new Set(labels.data).size).toBe(10);
    // Handwritten digits have .13.
    expect(Math.abs(points.mean() - 0.13)).toBeLessThan(0.04);
  });

  it("look like others with the same label: the nearest of them has it nearly always", () => {
    const distance = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, k) => sum + (x - b[k]) ** 2, 0);
    let right = 0;
    for (let i = 0; i < 50; i++) {
      let [nearest, least] = [-1, Number.POSITIVE_INFINITY];
      for (let j = 50; j < 600; j++) {
        const apart = distance(points.row(i), points.row(j));
        if (apart < least) [nearest, least] = [j, apart];
      }
      if (labels.data[nearest] === labels.data[i]) right++;
    }
    expect(right).toBeGreaterThan(40);
  });

  it("are fixed by the seed, and refuse bad options", () => {
    expect(drawnDigits({ size: 3, seed: 1 }).points).toEqual(points.head(3));
    expect(drawnDigits({ size: 3, seed: 2 }).points).not.toEqual(points.head(3));
    expect(() => drawnDigits({ size: 0, seed: 1 })).toThrow("size: expected an integer ≥ 1, got 0");
    expect(() => drawnDigits({ count: 3, seed: 1 } as never)).toThrow('drawnDigits: unknown option "count"');
  });
});

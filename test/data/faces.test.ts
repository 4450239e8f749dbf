import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type FaceFactor, faces, NDArray, renderFaces } from "../../lib";
import { expectClose } from "../support/close";

const golden: { factors: Partial<Record<FaceFactor, number>>; pixels: number[] }[] = JSON.parse(
  readFileSync(join(__dirname, "golden.json"), "utf8"),
);

describe("renderFaces", () => {
  it("draws what an implementation in NumPy draws", () => {
    for (const { factors, pixels } of golden) expectClose(renderFaces(factors), [pixels], 1e-7);
  });

  it("draws a list of faces, with numbers for all of them", () => {
    const { data } = renderFaces({ expression: [1, -1], pose: 0.3 });
    const each = [1, -1].flatMap((expression) => [...renderFaces({ expression, pose: 0.3 }).data]);
    expect([...data]).toEqual(each);
  });

  it("says what is wrong", () => {
    expect(() => renderFaces({ expression: [1, 0], pose: [1, 2, 3] })).toThrow(
      "pose: expected 2 numbers, as many as expression has, got 3",
    );
    expect(() => renderFaces({ smile: 1 } as never)).toThrow('renderFaces: unknown option "smile"');
    expect(() => renderFaces({ brow: Number.NaN })).toThrow("brow: expected finite numbers, got NaN");
  });
});

describe("faces", () => {
  const size = 1000;
  const { points, imageSize, factors } = faces({ size, browCue: 0.6, noise: 0.1, seed: 1 });
  const of = (values: ArrayLike<number>) => NDArray.from(values);
  const signs = factors.expression.map(Math.sign);

  it("are their factors' pictures with noise", () => {
    expect(points.shape).toEqual([size, 28 * 20]);
    expect(imageSize).toEqual([28, 20]);
    const clean = renderFaces(factors).data;
    const noise = of(points.data.map((value, i) => value - clean[i]));
    expect(Math.abs(noise.mean())).toBeLessThan(4 * (0.1 / Math.sqrt(noise.size)));
    expect(Math.abs(noise.standardDeviation() / 0.1 - 1)).toBeLessThan(4 / Math.sqrt(2 * noise.size));
  });

  it("have factors with the given distributions", () => {
    const smiling = signs.filter((sign) => sign > 0).length / size;
    expect(Math.abs(smiling - 0.6)).toBeLessThan(4 * Math.sqrt(0.24 / size));
    const cue = of(factors.brow.map((brow, i) => brow * signs[i] - 0.6 * 0.6));
    expect(Math.abs(cue.mean())).toBeLessThan(4 * (0.48 / Math.sqrt(size)));
    const expected = {
      expression: 0.12,
      brow: 0.48,
      offsetX: 0.03,
      pose: 2 / Math.sqrt(12),
      skin: 1 / Math.sqrt(12),
    };
    const shifts: Partial<Record<FaceFactor, number>> = { expression: 0.7, brow: 0.36 };
    for (const [name, deviation] of Object.entries(expected)) {
      const shift = shifts[name as FaceFactor] ?? 0;
      const values = of(factors[name as FaceFactor].map((value, i) => value - shift * signs[i]));
      expect(Math.abs(values.standardDeviation() / deviation - 1), name).toBeLessThan(
        4 / Math.sqrt(2 * size),
      );
    }
    expect(Math.min(...factors.nose)).toBeLessThan(-0.99);
    expect(Math.min(...factors.hairLength)).toBeGreaterThan(0);
    expect(Math.max(...factors.hairLength)).toBeGreaterThan(0.99);
  });

  it("vary in the given factors alone, whose values do not depend on which they are", () => {
    const some = faces({ size, factors: ["brow", "expression"], browCue: 0.6, seed: 1 });
    expect(some.factors.brow).toEqual(factors.brow);
    expect(new Set(some.factors.pose)).toEqual(new Set([0]));
    expect(new Set(some.factors.hairDarkness)).toEqual(new Set([0.75]));
  });

  it("are the same for the same seed, and others for another", () => {
    const [a, b, c] = [1, 1, 2].map((seed) => faces({ size: 3, seed }).points.data);
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  it("refuse bad options by name", () => {
    expect(() => faces({ size: 0, seed: 1 })).toThrow("size: expected an integer ≥ 1, got 0");
    expect(() => faces({ factors: ["beard" as never], seed: 1 })).toThrow("factors: expected one of");
    expect(() => faces({ smileShare: 2, seed: 1 })).toThrow("smileShare: expected a number in [0, 1], got 2");
    expect(() => faces({ browCue: -1.5, seed: 1 })).toThrow(
      "browCue: expected a number in [−1, 1], got -1.5",
    );
    expect(() => faces({ noise: -1, seed: 1 })).toThrow("noise: expected a finite number ≥ 0, got -1");
    expect(() => faces({ seed: 1, hair: 2 } as never)).toThrow('faces: unknown option "hair"');
  });
});

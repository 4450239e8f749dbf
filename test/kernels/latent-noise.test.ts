import { describe, expect, it } from "vitest";
import { latentNoise, latentNoiseKey } from "../../lib/kernels/latent-noise";
import { bitsOf } from "../support/bits";

const key = latentNoiseKey(3);

describe("latentNoise", () => {
  it("is fixed by point, draw and entry, whatever else is drawn", () => {
    const [rows, draws, size] = [11, 7, 3];
    const all = latentNoise(key, 0, rows, draws, size);
    const at = (i: number, s: number, k: number) => all[(i * draws + s) * size + k];
    const fewer = latentNoise(key, 8, 2, 4, size);
    for (const i of [0, 1])
      for (const s of [0, 1, 2, 3])
        for (const k of [0, 1, 2]) expect(fewer[(i * 4 + s) * size + k]).toBe(at(8 + i, s, k));
    expect(latentNoise(latentNoiseKey(4), 0, rows, draws, size)).not.toEqual(all);
  });

  it("is the same where the draws do not fit into one call of the kernel", () => {
    const size = 200_000;
    const long = latentNoise(key, 0, 1, 4, size);
    const first = latentNoise(key, 0, 1, 2, size);
    expect(bitsOf(long.subarray(0, 2 * size))).toBe(bitsOf(first));
    expect(long[2 * size]).not.toBe(first[0]);
  });

  it("has the moments of N(0, 1), and no correlation between draws, points or entries", () => {
    const [rows, draws, size] = [1000, 500, 2];
    const noise = latentNoise(key, 0, rows, draws, size);
    const mean = (f: (at: number) => number) => {
      let sum = 0;
      for (let at = 0; at < noise.length; at++) sum += f(at);
      return sum / noise.length;
    };
    const standardError = 1 / Math.sqrt(noise.length);
    const later = (by: number) => (at: number) => noise[at] * noise[(at + by) % noise.length];
    expect(Math.abs(mean((at) => noise[at]))).toBeLessThan(4 * standardError);
    expect(Math.abs(mean((at) => noise[at] ** 2) - 1)).toBeLessThan(4 * Math.sqrt(2) * standardError);
    expect(Math.abs(mean((at) => noise[at] ** 3))).toBeLessThan(4 * Math.sqrt(15) * standardError);
    expect(Math.abs(mean((at) => noise[at] ** 4) - 3)).toBeLessThan(4 * Math.sqrt(96) * standardError);
    const nextPoint = draws * size;
    for (const by of [1, size, 2 * size, nextPoint, 2 * nextPoint, 4 * nextPoint, nextPoint + 1])
      expect(Math.abs(mean(later(by))), `lag ${by}`).toBeLessThan(4 * standardError);
  });
});

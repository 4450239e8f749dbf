import { describe, expect, it } from "vitest";
import { figures, Independent, NDArray, Normal } from "../../lib";
import type { PackedNumbers } from "../../lib/figures/numbers";
import { unpacked } from "./read";

describe("densityMaps", () => {
  const density = new Independent(new Normal([1, -1], 0.5), 1);
  const maps = { one: (x: NDArray) => density.logProb(x), flat: (x: NDArray) => density.logProb(x).sum(0) };

  it("shows the log-density of each place on one scale", () => {
    const flat = (x: NDArray) => NDArray.from(new Float64Array(x.shape[0]).fill(-3));
    const { data } = figures.densityMaps({ one: density, flat });
    const [first, second] = data as {
      z: PackedNumbers & { shape: string };
      [name: string]: unknown;
    }[];
    const [rows, columns] = first.z.shape.split(",").map(Number);
    const [x0, y0, dx, dy] = ["x0", "y0", "dx", "dy"].map((name) => first[name] as number);
    const heights = unpacked(first.z);
    expect(heights).toHaveLength(rows * columns);
    for (const [i, j] of [
      [3, 17],
      [60, 20],
      [rows - 1, columns - 1],
    ])
      expect(heights[i * columns + j]).toBeCloseTo(density.logProb([x0 + j * dx, y0 + i * dy]).data[0], 5);
    const highest = Math.max(...heights);
    for (const map of [first, second]) {
      expect(map.zmax).toBeCloseTo(highest, 5);
      expect(map.zmin).toBeCloseTo(highest - 6, 5);
    }
  });

  it("computes the densities at fewer places on request", () => {
    const [map] = figures.densityMaps({ one: maps.one }, { steps: 9 }).data as {
      z: PackedNumbers & { shape: string };
      dx: number;
    }[];
    expect([map.z.shape, map.dx]).toEqual(["9,9", 1.25]);
    expect(unpacked(map.z)[3 * 9 + 5]).toBeCloseTo(density.logProb([1.25, -1.25]).data[0], 5);
    expect(() => figures.densityMaps(maps, { steps: 1 })).toThrow("steps: expected");
  });

  it("names a density that does not answer for each point", () => {
    expect(() => figures.densityMaps({ flat: maps.flat })).toThrow(
      /^flat: expected \d+ log-densities, got 1$/,
    );
  });
});

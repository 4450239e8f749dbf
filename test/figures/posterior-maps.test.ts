import { describe, expect, it } from "vitest";
import { figures, Normal, productRule, trapezoid } from "../../lib";
import type { PackedNumbers } from "../../lib/figures/numbers";
import { unpacked } from "./read";

/** A posterior N((1, −2), diag(.3², .2²)) on 3 × 3 nodes around its mean. */
const { nodes } = productRule([trapezoid(0.4, 1.6, 3), trapezoid(-2.5, -1.5, 3)]);
const exact = { nodes, logProb: new Normal([1, -2], [0.3, 0.2]).logProb(nodes).sum(1).reshape([1, 9]) };
const q = new Normal([[1.5, -2.2]], [[0.1, 0.05]]);
const panels = { one: { exact, q }, two: { exact, q }, three: { exact, q }, four: { exact, q } };
type Trace = Record<string, unknown> & { x: number[]; y: number[]; z: PackedNumbers };

describe("posteriorMaps", () => {
  const { data, layout } = figures.posteriorMaps(panels);
  const [map, ring, mode] = data as Trace[];

  it("shows log-densities below the highest, in rows of equal z₂", () => {
    // −½ (.6/.3)² = −2 to the sides, −½ (.5/.2)² = −3.125 up and down, and their sum in the corners.
    const [side, height] = [-2, -3.125];
    const expected = [
      side + height,
      height,
      side + height,
      side,
      0,
      side,
      side + height,
      height,
      side + height,
    ];
    unpacked(map.z).forEach((log, i) => {
      expect(log).toBeCloseTo(expected[i], 5);
    });
    expect(map).toMatchObject({ zmin: -12, zmax: 0 });
    const { x0, dx, y0, dy } = map as unknown as Record<string, number>;
    for (const [got, expected] of [
      [x0, 0.4],
      [dx, 0.6],
      [y0, -2.5],
      [dy, 0.5],
    ])
      expect(got).toBeCloseTo(expected, 12);
  });

  it("marks the mode, and q by ellipses around its mean", () => {
    expect([mode.x, mode.y]).toEqual([[1], [-2]]);
    const ends = (packed: PackedNumbers) => {
      const numbers = unpacked(packed).filter(Number.isFinite);
      return [Math.min(...numbers), Math.max(...numbers)].map((end) => end.toFixed(4));
    };
    expect(ends(ring.x as unknown as PackedNumbers)).toEqual(["1.3000", "1.7000"]);
    expect(ends(ring.y as unknown as PackedNumbers)).toEqual(["-2.3000", "-2.1000"]);
  });

  it("stands three panels side by side and the fourth below, each with its own window and title", () => {
    expect(layout).toMatchObject({
      grid: { rows: 2, columns: 3 },
      xaxis: { range: [0.4, 1.6] },
      annotations: ["one", "two", "three", "four"].map((text) => ({ text })),
    });
  });

  it("names the panel that has a wrong shape", () => {
    const bad = { nodes: nodes.head(8), logProb: exact.logProb };
    expect(() => figures.posteriorMaps({ a: { exact: bad, q } })).toThrow(
      "a: exact.nodes: expected shape [9,2], got [8,2]",
    );
    expect(() => figures.posteriorMaps({ a: { exact, q: new Normal([0, 0], 1) } })).toThrow(
      "a: q: expected shape [1,2], got [2]",
    );
  });
});

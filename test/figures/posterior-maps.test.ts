import { describe, expect, it } from "vitest";
import { figures, Normal, productRule, trapezoid } from "../../lib";
import type { PackedNumbers } from "../../lib/figures/figure";
import { unpacked } from "./read";

/** A posterior N((1, −2), diag(.3², .2²)) on 3 × 3 nodes around its mean. */
const { nodes } = productRule([trapezoid(0.4, 1.6, 3), trapezoid(-2.5, -1.5, 3)]);
const exact = { nodes, logProb: new Normal([1, -2], [0.3, 0.2]).logProb(nodes).sum(1).reshape([1, 9]) };
const q = new Normal([[1.5, -2.2]], [[0.1, 0.05]]);
const panels = { one: { exact, q }, two: { exact, q }, three: { exact, q }, four: { exact, q } };
type Trace = Record<string, unknown> & { x: number[]; y: number[]; z: PackedNumbers };

describe("posteriorMaps", () => {
  const { data, layout } = figures.posteriorMaps(panels, { depth: 4 });
  const [map, ring, mode] = data as Trace[];

  it("shows log-densities from the highest down to the depth, in rows of equal z₂", () => {
    // −½ (.6/.3)² = −2 to the sides, −½ (.5/.2)² = −3.125 up and down; the corners lie below −4.
    const [side, height] = [255 * (1 - 2 / 4), 255 * (1 - 3.125 / 4)].map(Math.floor);
    expect(unpacked(map.z)).toEqual([0, height, 0, side, 255, side, 0, height, 0]);
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
    const numbers = (list: (number | null)[]) => list.filter((value) => value !== null) as number[];
    expect([Math.min(...numbers(ring.x)), Math.max(...numbers(ring.x))]).toEqual([1.3, 1.7]);
    expect([Math.min(...numbers(ring.y)), Math.max(...numbers(ring.y))]).toEqual([-2.3, -2.1]);
  });

  it("stands three panels side by side and the fourth below, each with its own window and title", () => {
    const domain = (name: string) => (layout[name] as { domain: [number, number] }).domain;
    expect(domain("xaxis4")).toEqual(domain("xaxis"));
    expect(domain("yaxis2")).toEqual(domain("yaxis"));
    expect(domain("yaxis4")[1]).toBeLessThan(domain("yaxis")[0]);
    expect(layout).toMatchObject({
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

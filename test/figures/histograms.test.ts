import { describe, expect, it } from "vitest";
import { figures } from "../../lib";
import type { PackedNumbers } from "../../lib/figures/numbers";
import { unpacked } from "./read";

describe("histograms", () => {
  const narrow = Float64Array.from({ length: 1000 }, (_, i) => i / 1000);
  const wide = narrow.map((value) => 100 * value ** 2);
  const figure = figures.histograms({ narrow, wide }, { xTitle: "estimate", marks: { exact: 0.5 } });
  const [bars, , other] = figure.data as { x0: number; dx: number; y: PackedNumbers }[];

  it("draws densities over one range that holds all numbers, each integrating to one", () => {
    expect([bars.x0, bars.dx]).toEqual([other.x0, other.dx]);
    for (const { y, dx } of [bars, other]) {
      const mass = unpacked(y).reduce((sum, density) => sum + density * dx, 0);
      expect(mass).toBeCloseTo(1, 5);
    }
    // Half of the wide panel's numbers lie below 25.
    const half = unpacked(other.y).reduce(
      (sum, density, i) => sum + (other.x0 + i * other.dx < 25 ? density * other.dx : 0),
      0,
    );
    expect(Math.abs(half - 0.5)).toBeLessThan(0.02);
  });

  it("stands one panel below the other, with a line at each mark and one entry for it in the legend", () => {
    const traces = figure.data as { name: string; x: number[]; yaxis: string; showlegend: boolean }[];
    expect(traces.map(({ name, yaxis, showlegend }) => [name, yaxis, showlegend])).toEqual([
      ["narrow", "y", false],
      ["exact", "y", true],
      ["wide", "y2", false],
      ["exact", "y2", false],
    ]);
    expect([traces[1].x, traces[3].x]).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    expect(figure.layout).toMatchObject({
      grid: { rows: 2, columns: 1 },
      annotations: [{ text: "narrow" }, { text: "wide" }],
      xaxis2: { title: { text: "estimate" } },
    });
  });

  it("labels the logarithmic densities", () => {
    const { type, ticktext, tickvals } = figure.layout.yaxis as {
      type: string;
      ticktext: string[];
      tickvals: number[];
    };
    expect(type).toBe("log");
    expect(ticktext[tickvals.indexOf(0.01)]).toBe("0.01");
  });

  it("draws numbers that are all the same, and refuses a panel without any", () => {
    const same = figures.histograms({ a: [0, 0, 0] }, { xTitle: "" }).data[0] as typeof bars;
    expect(unpacked(same.y).filter((density) => density > 0)).toHaveLength(1);
    expect(() => figures.histograms({ a: [Number.NaN] }, { xTitle: "" })).toThrow(
      "a: expected at least one finite number",
    );
  });
});

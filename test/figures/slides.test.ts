import { describe, expect, it } from "vitest";
import { figures } from "../../lib";

const at = (y: number) =>
  figures.figure({ marks: { still: { x: [1], y: [3] }, moving: { x: [1], y: [y] } } });
const labelled = [
  ["one", at(1)],
  ["two", at(2)],
] as const;
const heights = (data: readonly object[]) => data.map((trace) => (trace as { y: number[] }).y);

describe("slides", () => {
  const slid = figures.slides(labelled, { name: "s", start: 1 });

  it("moves what differs between figures, and first shows what it is told", () => {
    expect(heights(slid.data)).toEqual([[3], [2]]);
    const frames = slid.frames as { name: string; traces: number[]; data: object[] }[];
    expect(frames.map(({ name, traces, data }) => [name, traces, heights(data)])).toEqual([
      ["one", [1], [[1]]],
      ["two", [1], [[2]]],
    ]);
  });

  it("has a step for each figure, and room below for the slider", () => {
    const { sliders, height, margin } = slid.layout as {
      sliders: {
        active: number;
        currentvalue: object;
        steps: { label: string; args: [[string], object] }[];
      }[];
      height: number;
      margin: { b: number };
    };
    const [{ active, currentvalue, steps }] = sliders;
    expect([active, currentvalue]).toEqual([1, expect.objectContaining({ prefix: "s = " })]);
    expect(steps.map(({ label, args: [[frame]] }) => [label, frame])).toEqual([
      ["one", "one"],
      ["two", "two"],
    ]);
    const plain = at(1).layout as { height: number; margin: { b: number } };
    expect(height - plain.height).toBe(margin.b - plain.margin.b);
    expect(margin.b).toBeGreaterThan(plain.margin.b + 50);
  });

  it("draws anew what Plotly cannot move", () => {
    const redraws = (marks: (y: number) => figures.FigureOptions["marks"]) => {
      const both = [1, 2].map((y) => [`${y}`, figures.figure({ marks: marks(y) })] as const);
      const [{ steps }] = figures.slides(both, { name: "s" }).layout.sliders as {
        steps: { args: unknown[] }[];
      }[];
      return (steps[0].args[1] as { frame: { redraw: boolean } }).frame.redraw;
    };
    const line = { x: [1], y: [1] };
    expect(redraws((y) => ({ line: { ...line, y: [y] }, bars: { ...line, type: "bar" } }))).toBe(false);
    expect(redraws((y) => ({ line, bars: { type: "bar", x: [1], y: [y] } }))).toBe(true);
  });

  it("refuses figures with another number of traces, and a start without a figure", () => {
    const odd = figures.figure({ marks: { still: { x: [1], y: [3] } } });
    expect(() => figures.slides([...labelled, ["odd", odd]], { name: "s" })).toThrow(
      "odd: expected 2 traces, got 1",
    );
    expect(() => figures.slides(labelled, { name: "s", start: 2 })).toThrow(
      "start: expected the index of one of 2 figures, got 2",
    );
    expect(() => figures.slides([], { name: "s" })).toThrow("start: expected the index of one of 0 figures");
  });
});

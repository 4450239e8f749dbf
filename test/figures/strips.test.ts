import { describe, expect, it } from "vitest";
import { figures } from "../../lib";

interface Trace {
  name: string;
  x: (number | null)[];
  y: (number | null)[];
}

describe("strips", () => {
  const numbers = { odd: [5, 1, 9], even: [4, 1, 2, 8] };
  const figure = figures.strips(numbers, { xTitle: "ratio", logX: true, marks: { equal: 1 } });
  const traces = figure.data as Trace[];
  const named = (name: string) => traces.find((trace) => trace.name === name)!;

  it("draws each number as a dot within its strip, under the strip's name", () => {
    const { tickvals, ticktext } = figure.layout.yaxis as { tickvals: number[]; ticktext: string[] };
    expect(ticktext).toEqual(["odd", "even"]);
    for (const [name, values] of Object.entries(numbers)) {
      const { x, y } = named(name);
      expect(x).toEqual(values);
      const row = tickvals[ticktext.indexOf(name)];
      for (const height of y) expect(Math.abs(height! - row)).toBeLessThan(0.5);
      expect(new Set(y).size).toBe(values.length);
    }
  });

  it("marks the medians, and values to compare with over all strips", () => {
    expect(named("median").x).toEqual([5, 5, null, 3, 3, null]);
    expect(named("equal").x).toEqual([1, 1]);
    expect((figure.layout.xaxis as { type: string }).type).toBe("log");
  });

  it("refuses an empty list", () => {
    expect(() => figures.strips({ none: [] }, { xTitle: "" })).toThrow("none: expected at least one number");
  });
});

import { describe, expect, it } from "vitest";
import { figures } from "../../lib";

interface Trace {
  x: (number | null)[];
  y: (number | null)[];
  xaxis: string;
  yaxis: string;
  mode: string;
  name: string;
}

const options = { loc: 1, scale: 0.5, noise: [-1, 0.5, 2], exact: 2, scales: [0.5, 2] } as const;
const square = (z: number) => z ** 2;
const drawn = (more = {}) => figures.gradientArrows(square, (z) => 2 * z, { ...options, ...more });
const tracesOf = (figure: figures.Figure) => figure.data as Trace[];
const titleOf = (figure: figures.Figure) =>
  (figure.layout as { xaxis: { title: { text: string } } }).xaxis.title.text;
const rangeOf = (figure: figures.Figure, axis: string) =>
  (figure.layout[`${axis[0]}axis${axis.slice(1)}`] as { range: [number, number] }).range;

/** The arrows of a panel, each [from, to]. */
function arrows(figure: figures.Figure, xaxis: string) {
  const { x, y } = tracesOf(figure).find((trace) => trace.xaxis === xaxis && trace.mode === "lines+markers")!;
  return options.noise.map((_, i) => [3 * i, 3 * i + 1].map((k) => [x[k]!, y[k]!]));
}

describe("gradientArrows", () => {
  it.each([0.5, 1, 2])("writes each draw's two estimates below each other, for σ = %d", (scale) => {
    const figure = drawn({ scale });
    options.noise.forEach((epsilon, i) => {
      const z = 1 + scale * epsilon;
      expect(arrows(figure, "x3")[i][0]).toEqual([0, i]);
      expect(arrows(figure, "x3")[i][1][0]).toBeCloseTo(2 * z, 2);
      expect(arrows(figure, "x4")[i][1][0]).toBeCloseTo((z ** 2 * epsilon) / scale, 2);
    });
  });

  it("draws them on f, on the scale that the axis names, along the slope and level", () => {
    const figure = drawn();
    const perUnit = Number(titleOf(figure).match(/estimate of ([\d.]+)\)$/)![1]);
    expect(perUnit).toBeGreaterThan(0);
    for (const [panel, rows] of [
      ["x", "x3"],
      ["x2", "x4"],
    ])
      arrows(figure, panel).forEach(([from, to], i) => {
        expect(from[1]).toBeCloseTo(square(from[0]), 2);
        const estimate = arrows(figure, rows)[i][1][0];
        expect((to[0] - from[0]) * perUnit).toBeCloseTo(estimate, 1);
        const rise = panel === "x" ? (2 * from[0] * estimate) / perUnit : 0;
        expect(to[1] - from[1]).toBeCloseTo(rise, 2);
      });
  });

  it("marks μ, the exact gradient, and the density of z", () => {
    const traces = tracesOf(drawn());
    const named = (name: string) => traces.filter((trace) => trace.name === name);
    expect(named("μ").map(({ x }) => x)).toEqual(Array(2).fill([1, 1]));
    expect(named("exact gradient").map(({ x }) => x)).toEqual(Array(2).fill([2, 2]));
    expect(named("density of z")).toHaveLength(2);
  });

  it("keeps its axes and scale while σ moves, with all arrows within them", () => {
    const axes = [0.5, 0.8, 2].map((scale) => {
      const figure = drawn({ scale });
      for (const { x, y, xaxis, yaxis, mode } of tracesOf(figure))
        if (mode !== "lines")
          for (const [axis, values] of [
            [xaxis, x],
            [yaxis, y],
          ] as const)
            for (const value of values)
              if (value !== null) {
                expect(value).toBeGreaterThanOrEqual(rangeOf(figure, axis)[0]);
                expect(value).toBeLessThanOrEqual(rangeOf(figure, axis)[1]);
              }
      return [titleOf(figure), ...["x", "x2", "x3", "y", "y2"].map((axis) => rangeOf(figure, axis))];
    });
    expect(axes[1]).toEqual(axes[0]);
    expect(axes[2]).toEqual(axes[0]);
  });

  it("refuses a σ that is not positive", () => {
    expect(() => drawn({ scale: 0 })).toThrow("scale: expected finite numbers > 0, got 0");
    expect(() => drawn({ scales: [1, 0] })).toThrow("scales: expected finite numbers > 0, got 0");
  });
});

import { describe, expect, it } from "vitest";
import { figures } from "../../lib";

interface Trace {
  x: (number | null)[];
  y: (number | null)[];
  xaxis: string;
  yaxis: string;
  name?: string;
}

const options = { loc: 1, scales: [0.5, 2], noise: [-1, 0.5, 2], exact: (scale: number) => 2 + scale };
const square = (z: number) => z ** 2;
const figure = figures.gradientArrows(square, (z) => 2 * z, options);
const frames = figure.frames as { name: string; traces: number[]; data: Trace[] }[];

/** The arrows of a panel at a position of the slider, each [from, to]. */
function arrows(position: number, xaxis: string) {
  const { traces, data } = frames[position];
  const at = traces.findIndex((trace) => {
    const { mode, xaxis: panel } = figure.data[trace] as Trace & { mode: string };
    return panel === xaxis && mode === "lines+markers";
  });
  const { x, y } = data[at];
  return options.noise.map((_, i) => [3 * i, 3 * i + 1].map((k) => [x[k]!, y[k]!]));
}

describe("gradientArrows", () => {
  it("writes each draw's two estimates below each other, for every σ", () => {
    options.scales.forEach((scale, p) => {
      options.noise.forEach((epsilon, i) => {
        const z = 1 + scale * epsilon;
        const score = z ** 2 * epsilon * (1 / scale);
        expect(arrows(p, "x3")[i][0]).toEqual([0, i]);
        expect(arrows(p, "x3")[i][1][0]).toBeCloseTo(2 * z, 2);
        expect(arrows(p, "x4")[i][1][0]).toBeCloseTo(score, 2);
      });
    });
  });

  it("draws them on f, at one scale for all, along the slope and level", () => {
    const scales = options.scales.flatMap((_, p) =>
      ["x", "x2"].flatMap((panel, column) =>
        arrows(p, panel).flatMap(([from, to], i) => {
          expect(from[1]).toBeCloseTo(square(from[0]), 2);
          const reach = to[0] - from[0];
          expect(to[1] - from[1]).toBeCloseTo(column === 0 ? reach * 2 * from[0] : 0, 1);
          const estimate = arrows(p, column === 0 ? "x3" : "x4")[i][1][0];
          return Math.abs(estimate) > 1 ? [reach / estimate] : [];
        }),
      ),
    );
    expect(Math.min(...scales)).toBeGreaterThan(0);
    expect(Math.max(...scales) / Math.min(...scales)).toBeLessThan(1.02);
  });

  it("marks the exact gradient of each σ", () => {
    const lines = frames.map(({ traces, data }) => {
      const at = traces.findIndex((trace) => (figure.data[trace] as Trace).name === "exact gradient");
      return data[at].x;
    });
    expect(lines).toEqual([
      [2.5, 2.5],
      [4, 4],
    ]);
  });

  it("keeps dots, arrows and estimates of all positions within its axes", () => {
    for (const { traces, data } of frames)
      data.forEach(({ x, y }, k) => {
        const { xaxis, yaxis } = figure.data[traces[k]] as Trace;
        for (const [axis, values] of [
          [xaxis, x],
          [yaxis, y],
        ] as const) {
          const { range } = figure.layout[`${axis[0]}axis${axis.slice(1)}`] as { range: [number, number] };
          for (const value of values)
            if (value !== null) {
              expect(value).toBeGreaterThanOrEqual(range[0]);
              expect(value).toBeLessThanOrEqual(range[1]);
            }
        }
      });
  });

  it("refuses a σ that is not positive", () => {
    expect(() => figures.gradientArrows(square, square, { ...options, scales: [1, 0] })).toThrow(
      "scales: expected finite numbers > 0, got 0",
    );
  });
});

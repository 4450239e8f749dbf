import { describe, expect, it } from "vitest";
import { figures, NDArray } from "../../lib";
import { arrows } from "../../lib/figures/marks";
import type { PackedNumbers } from "../../lib/figures/numbers";
import { COLORS } from "../../lib/figures/palette";
import { unpacked } from "./read";

describe("band", () => {
  const line = { x: [1, 2], y: [5, 6] };
  const banded = [figures.band(line.x, [2, 3], [8, 2000]), line];

  it("is drawn below its line, closed and in its colour, and has no entry in the legend", () => {
    const { data } = figures.figure({ marks: { plain: banded, ELBO: banded } });
    expect(data.slice(2)).toMatchObject([
      { x: [1, 2, 2, 1], y: [2, 3, 2000, 8], fillcolor: `${COLORS.bound}33`, showlegend: false },
      { x: [1, 2], y: [5, 6], showlegend: true },
    ]);
  });

  it("has room on a logarithmic axis", () => {
    const { yaxis } = figures.figure({ marks: { banded }, logY: true }).layout;
    // A range of 1000 has one tick for each power of ten; one from 5 to 6 would have more.
    expect((yaxis as { ticktext: string[] }).ticktext).not.toContain("5");
  });
});

describe("averaged", () => {
  it("has the mean of each place, and two standard errors", () => {
    const mark = figures.averaged(
      [1, 2],
      [
        [1, 5],
        [2, 5],
        [6, 5],
      ],
    );
    expect(mark.y).toEqual([3, 5]);
    // Variance (4 + 1 + 9)/2 = 7.
    expect(mark.error_y!.array).toEqual([2 * Math.sqrt(7 / 3), 0]);
  });

  it("refuses a single list", () => {
    expect(() => figures.averaged([1], [[1]])).toThrow("lists: expected at least 2, got 1");
  });
});

describe("overEpochs", () => {
  it("thins a long record but keeps its first and last epoch", () => {
    const losses = Float64Array.from({ length: 5000 }, (_, i) => 1 / (i + 1));
    const [x, y] = (["x", "y"] as const).map((axis) => figures.overEpochs(losses)[axis] as number[]);
    expect(x.length).toBeLessThanOrEqual(400);
    expect([x[0], y[0]]).toEqual([1, 1]);
    expect([x.at(-1), y.at(-1)]).toEqual([5000, 0.0002]);
    expect(x.every((epoch, i) => i === 0 || epoch > x[i - 1])).toBe(true);
  });
});

describe("histogram", () => {
  it("is a density: as high as the share of numbers in a bin, for a unit of width", () => {
    const values = [0, 0, 0, 10, 7.53, 2];
    const { x0, dx, y } = figures.histogram(values) as { x0: number; dx: number; y: Float64Array };
    expect(y.reduce((sum, height) => sum + height * dx, 0)).toBeCloseTo(1, 12);
    for (const [value, share] of [
      [0, 3],
      [10, 1],
      [7.53, 1],
      [5, 0],
    ])
      expect(y[Math.round((Math.min(value, 10 - dx / 2) - x0) / dx)] * dx).toBeCloseTo(share / 6, 12);
  });

  it("has one bar for numbers that are all equal", () => {
    const { y } = figures.histogram([3, 3]) as { y: Float64Array };
    expect([...y].filter((height) => height > 0)).toHaveLength(1);
  });
});

describe("ellipses", () => {
  it("lie one and two deviations from the mean", () => {
    const mark = figures.ellipses([1, 2], [0.5, 0.25]);
    const [x, y] = [mark.x, mark.y] as number[][];
    const distances = x
      .map((value, i) => Math.hypot((value - 1) / 0.5, (y[i] - 2) / 0.25))
      .filter(Number.isFinite);
    expect(distances.filter((distance) => Math.abs(distance - 1) < 1e-9)).toHaveLength(61);
    expect(distances.filter((distance) => Math.abs(distance - 2) < 1e-9)).toHaveLength(61);
    expect(distances).toHaveLength(122);
  });
});

describe("arrows", () => {
  it("are one line with gaps, and a head at the end of each path only", () => {
    const { x, y, marker } = arrows(
      [
        [0, 1],
        [2, 3, 4],
      ],
      [
        [5, 6],
        [7, 8, 9],
      ],
    );
    expect([x, y]).toEqual([
      [0, 1, Number.NaN, 2, 3, 4, Number.NaN],
      [5, 6, Number.NaN, 7, 8, 9, Number.NaN],
    ]);
    const { size } = marker as { size: number[] };
    expect(size.map((one) => one > 0)).toEqual([false, true, false, false, false, true, false]);
  });
});

describe("steps", () => {
  it("are bars from their starts to their ends, labelled with their signed length", () => {
    const { data } = figures.figure({ marks: figures.steps({ one: [0, -2], ELBO: [-2, -1.25] }) });
    expect(data).toMatchObject([
      { type: "bar", x: [0], base: 0, y: [-2], text: ["−2.00"] },
      { type: "bar", x: [1], base: -2, y: [0.75], text: ["+0.75"], marker: { color: COLORS.bound } },
    ]);
  });
});

describe("contour", () => {
  const heights = NDArray.from([
    [1, 2, 3],
    [-90, 5, 6],
  ]);

  it("has the heights row by row, from the lowest to the highest in round steps", () => {
    const surface = figures.contour([0, 1, 2], [0.5, 2], heights, { title: "nats", lowest: 0 });
    const [trace] = figures.figure({ marks: { surface }, logY: true }).data as [
      { z: PackedNumbers & { shape: string } },
    ];
    expect([trace.z.shape, unpacked(trace.z)]).toEqual(["2,3", [1, 2, 3, -90, 5, 6]]);
    expect(trace).toMatchObject({
      x: [0, 1, 2],
      y: [0.5, 2],
      zmin: 0,
      zmax: 6,
      contours: { start: 0, end: 6, size: 0.5 },
      line: { color: "white" },
      colorbar: { title: { text: "nats" } },
    });
  });

  it("refuses heights that do not fit the axes, or that all lie below the lowest", () => {
    const titled = { title: "nats", lowest: 6 };
    expect(() => figures.contour([0, 1], [1, 2], heights, titled)).toThrow(
      "heights: expected shape [2,2], got [2,3]",
    );
    expect(() => figures.contour([0, 1, 2], [1, 2], heights, titled)).toThrow(
      "lowest: expected a number below the largest height 6, got 6",
    );
  });
});

import { describe, expect, it } from "vitest";
import { figures, NDArray, Normal } from "../../lib";

const points = NDArray.from([
  [0.123456789, 1],
  [2, -3],
]);

type Trace = Record<string, unknown>;

describe("pointClouds", () => {
  const { data, layout } = figures.pointClouds(
    { left: { data: points, samples: points }, right: { data: points } },
    { title: "Clouds" },
  );

  it("draws each cloud in its panel, packed as float32, with one legend entry per name", () => {
    expect(
      data.map((trace) => [(trace as Trace).name, (trace as Trace).xaxis, (trace as Trace).showlegend]),
    ).toEqual([
      ["data", "x", true],
      ["samples", "x", true],
      ["data", "x2", false],
    ]);
    const { x, y } = data[0] as { x: { bdata: string }; y: { bdata: string } };
    const unpacked = ({ bdata }: { bdata: string }) => [
      ...new Float32Array(Uint8Array.from(Buffer.from(bdata, "base64")).buffer),
    ];
    expect(unpacked(x)).toEqual([Math.fround(0.123456789), 2]);
    expect(unpacked(y)).toEqual([1, -3]);
  });

  it("keeps equal units on both axes", () => {
    expect(layout.yaxis).toMatchObject({ scaleanchor: "x" });
    expect([layout.xaxis2, layout.yaxis2]).toMatchObject([{ matches: "x" }, { matches: "y" }]);
  });

  it("refuses points outside the plane", () => {
    expect(() => figures.pointClouds({ a: { b: NDArray.from([[1, 2, 3]]) } })).toThrow(
      "b: expected shape [rows, 2]",
    );
  });
});

describe("curves", () => {
  it("draws each curve with its errors and readable logarithmic ticks", () => {
    const { data, layout } = figures.curves(
      {
        a: { x: [1, 10], y: [1e-5, 2], error: [0.1, 0.2], draw: "markers" },
        b: { x: [1], y: [3], draw: "dashes" },
      },
      { x: "n", y: "nats", logarithmicX: true, logarithmicY: true },
    );
    expect(data).toMatchObject([
      { name: "a", mode: "markers", y: [1e-5, 2], error_y: { array: [0.1, 0.2] } },
      { name: "b", mode: "lines", line: { dash: "dash" } },
    ]);
    const { xaxis, yaxis } = layout as Record<string, { tickvals: number[]; ticktext: string[] }>;
    const labels = ({ tickvals, ticktext }: typeof xaxis, from: number, to: number) =>
      ticktext.filter((_, i) => tickvals[i] > from && tickvals[i] < to);
    expect(labels(xaxis, 0.15, 15)).toEqual(["0.2", "0.5", "1", "2", "5", "10"]);
    expect(labels(yaxis, 0.9e-5, 15)).toEqual([
      "10<sup>-5</sup>",
      "10<sup>-4</sup>",
      "0.001",
      "0.01",
      "0.1",
      "1",
      "10",
    ]);
  });

  it("refuses lists of different length by the curve's name", () => {
    expect(() => figures.curves({ a: { x: [1, 2], y: [1] } }, { x: "", y: "" })).toThrow(
      "a: expected 2 numbers",
    );
  });
});

describe("contours", () => {
  const heights = NDArray.from([
    [1, 2, 3],
    [-90, 5, 6],
  ]);
  const options = { x: "μ", y: "σ", height: "nats", lowest: 0, logarithmicY: true };

  it("packs the heights by rows and marks points", () => {
    const marks = { best: [0.5, 1] } as const;
    const { data, layout } = figures.contours([0, 1, 2], [0.5, 2], heights, { ...options, marks });
    const [surface, best] = data as { z: { bdata: string; shape: string } }[];
    expect(surface.z.shape).toBe("2,3");
    expect([...new Float32Array(Uint8Array.from(Buffer.from(surface.z.bdata, "base64")).buffer)]).toEqual([
      1, 2, 3, -90, 5, 6,
    ]);
    expect(surface).toMatchObject({ type: "contour", x: [0, 1, 2], y: [0.5, 2], zmin: 0, zmax: 6 });
    expect(best).toMatchObject({ name: "best", x: [0.5], y: [1] });
    expect(layout.yaxis).toMatchObject({ type: "log" });
  });

  it("refuses heights that do not fit the axes", () => {
    expect(() => figures.contours([0, 1], [1, 2], heights, options)).toThrow(
      "heights: expected shape [2, 2], got [2,3]",
    );
    expect(() => figures.contours([0, 1, 2], [1, 2], heights, { ...options, lowest: 6 })).toThrow(
      "lowest: expected a number below the largest height 6, got 6",
    );
  });
});

describe("lossCurve", () => {
  it("thins a long record but keeps its first and last epoch", () => {
    const losses = Float64Array.from({ length: 5000 }, (_, i) => 1 / (i + 1));
    const [trace] = figures.lossCurve({ run: losses }, { loss: "nats" }).data as {
      x: number[];
      y: number[];
    }[];
    expect(trace.x.length).toBeLessThanOrEqual(400);
    expect([trace.x[0], trace.y[0]]).toEqual([1, 1]);
    expect([trace.x.at(-1), trace.y.at(-1)]).toEqual([5000, 0.0002]);
    expect(trace.x.every((epoch, i) => i === 0 || epoch > trace.x[i - 1])).toBe(true);
  });
});

describe("bySeed", () => {
  it("draws one marker per seed and a line per limit", () => {
    const { data } = figures.bySeed([3, 4], { a: [1, 2] }, { quantity: "nats", limits: { limit: 5 } });
    expect(data).toMatchObject([
      { name: "a", x: ["seed 3", "seed 4"], y: [1, 2] },
      { name: "limit", y: [5, 5] },
    ]);
    expect(() => figures.bySeed([1], { a: [1, 2] }, { quantity: "nats" })).toThrow(
      "a: expected one number for each",
    );
  });
});

describe("withSlider", () => {
  const figure = figures.curves(
    { moving: { x: [1, 2], y: [0, 0] }, still: { x: [1], y: [3] } },
    { x: "n", y: "nats" },
  );
  const positions = ["a", "b"].map((label, i) => ({ label, traces: [{ y: [i, 2 * i] }] }));

  it("has a frame and a step for each position, and starts where it is told", () => {
    const { data, layout, frames } = figures.withSlider(figure, {
      name: "s",
      positions,
      moving: [0],
      start: 1,
    });
    expect(data).toMatchObject([
      { name: "moving", y: [1, 2] },
      { name: "still", y: [3] },
    ]);
    expect(frames).toMatchObject([
      { name: "a", traces: [0], data: [{ y: [0, 0] }] },
      { name: "b", traces: [0], data: [{ y: [1, 2] }] },
    ]);
    const [slider] = layout.sliders as { active: number; steps: { label: string; args: [string[]] }[] }[];
    expect(slider.active).toBe(1);
    expect(slider.steps.map(({ label, args }) => [label, ...args[0]])).toEqual([
      ["a", "a"],
      ["b", "b"],
    ]);
  });

  it("refuses positions with another number of traces", () => {
    expect(() => figures.withSlider(figure, { name: "s", positions, moving: [0, 1] })).toThrow(
      "a: expected 2 traces, got 1",
    );
  });
});

describe("decodedDensity", () => {
  it("draws ellipses that lie one and two deviations from the mean", () => {
    const likelihood = new Normal(
      [
        [1, 2],
        [3, 4],
      ],
      [
        [0.5, 0.25],
        [1, 1],
      ],
    );
    const { frames } = figures.decodedDensity(points, [-1, 1], likelihood, { title: "" });
    const { x, y } = (frames![0] as { data: { x: (number | null)[]; y: (number | null)[] }[] }).data[0];
    const distances = x.flatMap((value, i) =>
      value === null ? [] : [Math.hypot((value - 1) / 0.5, (y[i]! - 2) / 0.25)],
    );
    expect(distances.filter((distance) => Math.abs(distance - 1) < 5e-3)).toHaveLength(61);
    expect(distances.filter((distance) => Math.abs(distance - 2) < 5e-3)).toHaveLength(61);
    expect(distances).toHaveLength(122);
  });

  it("refuses a likelihood of another shape", () => {
    expect(() => figures.decodedDensity(points, [0], new Normal([[1, 2, 3]], 1), { title: "" })).toThrow(
      "likelihood: expected shape [1, 2], got [1,3]",
    );
  });
});

import { describe, expect, it } from "vitest";
import { figures, Independent, NDArray, Normal } from "../../lib";
import type { PackedNumbers } from "../../lib/figures/figure";
import { COLORS } from "../../lib/figures/palette";
import { described, unpacked } from "./read";

const points = NDArray.from([
  [0.123456789, 1],
  [2, -3],
]);
const titles = { xTitle: "n", yTitle: "nats" };

describe("pointClouds", () => {
  const figure = figures.pointClouds(
    { left: { data: points, samples: points }, right: { data: points } },
    { title: "Clouds" },
  );

  it("draws each cloud in its panel, with one legend entry for each name", () => {
    expect(described(figure)).toMatchSnapshot();
  });

  it("draws each row as a point", () => {
    const { x, y } = figure.data[0] as { x: PackedNumbers; y: PackedNumbers };
    expect(unpacked(x)).toEqual([Math.fround(0.123456789), 2]);
    expect(unpacked(y)).toEqual([1, -3]);
  });

  it("keeps equal units on both axes of all panels", () => {
    expect(figure.layout).toMatchObject({
      yaxis: { scaleanchor: "x" },
      xaxis2: { matches: "x" },
      yaxis2: { matches: "y" },
    });
  });

  it("places up to a dozen panels side by side within the figure", () => {
    for (let count = 1; count <= 12; count++) {
      const panels = Object.fromEntries(Array.from({ length: count }, (_, p) => [`${p}`, { data: points }]));
      const { layout } = figures.pointClouds(panels);
      const domains = Array.from(
        { length: count },
        (_, p) => (layout[`xaxis${p === 0 ? "" : p + 1}`] as { domain: [number, number] }).domain,
      );
      // Plotly ignores a domain that is not within [0, 1].
      const edges = [0, ...domains.flat(), 1];
      expect(edges.every((edge, i) => i === 0 || edge >= edges[i - 1])).toBe(true);
      expect(edges.at(-2)).toBeCloseTo(1, 12);
    }
  });

  it("refuses points outside the plane", () => {
    expect(() => figures.pointClouds({ a: { b: NDArray.from([[1, 2, 3]]) } })).toThrow(
      "b: expected shape [rows, 2], got [1,3]",
    );
  });
});

describe("curves", () => {
  const figure = figures.curves(
    {
      a: { x: [1, 10], y: [1e-5, 2], error: [0.1, 0.2], draw: "markers" },
      b: { x: [1, 2], y: [3, Number.NaN], draw: "dashes" },
      many: { x: new Float64Array(51).fill(1), y: new Float64Array(51) },
    },
    { ...titles, title: "Curves", logX: true, logY: true, yRange: [-6, 1] },
  );

  it("draws each curve with its errors", () => {
    expect(described(figure)).toMatchSnapshot();
  });

  it("labels logarithmic axes readably", () => {
    const { xaxis, yaxis } = figure.layout as Record<string, { tickvals: number[]; ticktext: string[] }>;
    const labels = ({ tickvals, ticktext }: typeof xaxis, from: number, to: number) =>
      ticktext.filter((_, i) => tickvals[i] > from && tickvals[i] < to);
    expect(labels(xaxis, 0.15, 15)).toEqual(["0.2", "0.5", "1", "2", "5", "10"]);
    const powers = ["10<sup>-5</sup>", "10<sup>-4</sup>", "0.001", "0.01", "0.1", "1", "10"];
    expect(labels(yaxis, 0.9e-5, 15)).toEqual(powers);
  });

  it("gives a name the colour of its meaning, and other names colours of their own", () => {
    const curve = { x: [1], y: [1] };
    const colors = { "log p": "exact", absent: "bound" } as const;
    const named = { one: curve, "log p": curve, two: curve, ELBO: curve };
    const { data } = figures.curves(named, { ...titles, colors });
    const inks = data.map((trace) => (trace as { line: { color: string } }).line.color);
    expect([inks[1], inks[3]]).toEqual([COLORS.exact, COLORS.bound]);
    expect(new Set([...inks, ...Object.values(COLORS)]).size).toBe(Object.keys(COLORS).length + 2);
    const unknown = { ...titles, colors: { "log p": "blue" } } as object as typeof titles;
    expect(() => figures.curves({ one: curve }, unknown)).toThrow(
      'colors["log p"]: expected one of "data", "model", "exact", "bound", "pathwise", "scoreFunction", got "blue"',
    );
  });

  it("draws a band below its curve, closed and in its colour, and makes room for it", () => {
    const banded = {
      x: [1, 2],
      y: [5, 6],
      band: [
        [2, 3],
        [8, 2000],
      ],
    } as const;
    const { data, layout } = figures.curves({ plain: banded, ELBO: banded }, { ...titles, logY: true });
    const traces = data as { x: number[]; y: number[]; fillcolor?: string; showlegend?: boolean }[];
    expect(traces.map(({ y }) => y)).toEqual([
      [2, 3, 2000, 8],
      [5, 6],
      [2, 3, 2000, 8],
      [5, 6],
    ]);
    expect(traces[2]).toMatchObject({ x: [1, 2, 2, 1], fillcolor: `${COLORS.bound}33`, showlegend: false });
    // A range of 1000 has one tick for each power of ten; one from 5 to 6 would have more.
    const { ticktext } = layout.yaxis as { ticktext: string[] };
    expect(ticktext).not.toContain("5");
  });

  it("makes room for a caption, whose lines are no wider than the figure", () => {
    const layout = (caption: string) =>
      figures.curves({}, { ...titles, title: "Curves", caption }).layout as {
        height: number;
        margin: { t: number };
        title: { text: string };
      };
    const [short, long] = [layout("word"), layout("word ".repeat(60).trim())];
    const lines = long.title.text.replace(/<(?!br)[^>]*>/g, "").split("<br>");
    expect(lines[0]).toBe("Curves");
    expect(lines.slice(1).join(" ")).toBe("word ".repeat(60).trim());
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(120);
    const added = long.margin.t - short.margin.t;
    expect(added).toBeGreaterThan(0);
    expect(long.height - short.height).toBe(added);
  });

  it("keeps equal units on both axes on request", () => {
    const scaleanchor = (equalUnits?: boolean) =>
      (figures.curves({}, { ...titles, equalUnits }).layout.yaxis as { scaleanchor?: string }).scaleanchor;
    expect([scaleanchor(), scaleanchor(true)]).toEqual([undefined, "x"]);
  });

  it("names the curve that has lists of different length or an unknown property", () => {
    expect(() => figures.curves({ a: { x: [1, 2], y: [1] } }, titles)).toThrow("a: expected 2 numbers");
    expect(() => figures.curves({ a: { x: [1], y: [1], error: [] } }, titles)).toThrow(
      "a: expected 1 numbers",
    );
    expect(() => figures.curves({ a: { x: [1, 2], y: [1, 2], band: [[0, 1], [2]] } }, titles)).toThrow(
      "a: expected 2 numbers",
    );
    const misspelt = { x: [1], y: [1], colour: 1 };
    expect(() => figures.curves({ a: misspelt }, titles)).toThrow('a: unknown option "colour"');
  });
});

describe("contours", () => {
  const heights = NDArray.from([
    [1, 2, 3],
    [-90, 5, 6],
  ]);
  const options = { xTitle: "μ", yTitle: "σ", heightTitle: "nats", lowest: 0, logY: true };

  it("draws the heights row by row, and marks points", () => {
    const marks = { best: [0.5, 1] } as const;
    const figure = figures.contours([0, 1, 2], [0.5, 2], heights, { ...options, marks });
    expect(described(figure)).toMatchSnapshot();
    const { z } = figure.data[0] as { z: PackedNumbers & { shape: string } };
    expect([z.shape, unpacked(z)]).toEqual(["2,3", [1, 2, 3, -90, 5, 6]]);
  });

  it("refuses heights that do not fit the axes, or that all lie below the lowest", () => {
    expect(() => figures.contours([0, 1], [1, 2], heights, options)).toThrow(
      "heights: expected shape [2,2], got [2,3]",
    );
    expect(() => figures.contours([0, 1, 2], [1, 2], heights, { ...options, lowest: 6 })).toThrow(
      "lowest: expected a number below the largest height 6, got 6",
    );
  });
});

describe("lossCurve", () => {
  it("thins a long record but keeps its first and last epoch", () => {
    const losses = Float64Array.from({ length: 5000 }, (_, i) => 1 / (i + 1));
    const [trace] = figures.lossCurve({ run: losses }, { yTitle: "nats" }).data as {
      x: number[];
      y: number[];
    }[];
    expect(trace.x.length).toBeLessThanOrEqual(400);
    expect([trace.x[0], trace.y[0]]).toEqual([1, 1]);
    expect([trace.x.at(-1), trace.y.at(-1)]).toEqual([5000, 0.0002]);
    expect(trace.x.every((epoch, i) => i === 0 || epoch > trace.x[i - 1])).toBe(true);
  });

  it("has a logarithmic axis of epochs, and one of losses on request", () => {
    const types = (logY: boolean) => {
      const { xaxis, yaxis } = figures.lossCurve({ run: [2, 1] }, { yTitle: "nats", logY }).layout;
      return [xaxis, yaxis].map((axis) => (axis as { type?: string }).type);
    };
    expect(types(false)).toEqual(["log", undefined]);
    expect(types(true)).toEqual(["log", "log"]);
  });
});

describe("bySeed", () => {
  it("draws one marker for each seed, and a line for each limit", () => {
    const figure = figures.bySeed([3, 4], { a: [1, 2] }, { yTitle: "nats", limits: { limit: 5 } });
    expect(described(figure)).toMatchSnapshot();
  });

  it("refuses a series without one value for each seed", () => {
    expect(() => figures.bySeed([1], { a: [1, 2] }, { yTitle: "nats" })).toThrow(
      "a: expected one number for each of 1 seeds, got 2",
    );
  });
});

describe("withSlider", () => {
  const figure = figures.curves({ moving: { x: [1, 2], y: [0, 0] }, still: { x: [1], y: [3] } }, titles);
  const positions = ["a", "b"].map((label, i) => ({ label, traces: [{ y: [i, 2 * i] }] }));

  it("has a frame and a step for each position, and starts where it is told", () => {
    const slid = figures.withSlider(figure, { name: "s", positions, moving: [0], start: 1 });
    expect(described(slid)).toMatchSnapshot();
    expect(slid.data.map((trace) => (trace as { y: number[] }).y)).toEqual([[1, 2], [3]]);
    const [{ steps }] = slid.layout.sliders as { steps: { args: [[string]] }[] }[];
    const frames = slid.frames as { name: string; traces: number[]; data: [{ y: number[] }] }[];
    expect(steps.map(({ args }) => args[0][0])).toEqual(frames.map(({ name }) => name));
    expect(frames.map(({ traces, data }) => [traces, data[0].y])).toEqual([
      [[0], [0, 0]],
      [[0], [1, 2]],
    ]);
  });

  it("refuses positions with another number of traces, and a start without a position", () => {
    expect(() => figures.withSlider(figure, { name: "s", positions, moving: [0, 1] })).toThrow(
      "a: expected 2 traces, got 1",
    );
    expect(() => figures.withSlider(figure, { name: "s", positions, moving: [0], start: 2 })).toThrow(
      "start: expected the index of one of 2 positions, got 2",
    );
  });
});

describe("slides", () => {
  const at = (y: number) => figures.curves({ a: { x: [1], y: [y] }, b: { x: [1], y: [-y] } }, titles);

  it("shows the traces of one figure after the other, and first those it is told", () => {
    const slid = figures.slides(
      [
        ["one", at(1)],
        ["two", at(2)],
      ] as const,
      { name: "s", start: 1 },
    );
    const heights = (data: readonly object[]) => data.map((trace) => (trace as { y: number[] }).y);
    expect(heights(slid.data)).toEqual([[2], [-2]]);
    const frames = slid.frames as { name: string; traces: number[]; data: object[] }[];
    expect(frames.map(({ name, traces, data }) => [name, traces, heights(data)])).toEqual([
      ["one", [0, 1], [[1], [-1]]],
      ["two", [0, 1], [[2], [-2]]],
    ]);
  });

  it("refuses to show no figure", () => {
    expect(() => figures.slides([], { name: "s" })).toThrow("labelled: expected at least one figure");
  });
});

describe("decodedDensity", () => {
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

  it("draws ellipses that lie one and two deviations from the mean", () => {
    const { frames } = figures.decodedDensity(points, [-1, 1], likelihood);
    const { x, y } = (frames![0] as { data: { x: (number | null)[]; y: (number | null)[] }[] }).data[0];
    const distances = x.flatMap((value, i) =>
      value === null ? [] : [Math.hypot((value - 1) / 0.5, (y[i]! - 2) / 0.25)],
    );
    expect(distances.filter((distance) => Math.abs(distance - 1) < 5e-3)).toHaveLength(61);
    expect(distances.filter((distance) => Math.abs(distance - 2) < 5e-3)).toHaveLength(61);
    expect(distances).toHaveLength(122);
  });

  it("draws them over the data and the curve of all means", () => {
    expect(
      described(figures.decodedDensity(points, [-1, 1], likelihood, { title: "Decoded" })),
    ).toMatchSnapshot();
  });

  it("refuses a likelihood of another shape", () => {
    expect(() => figures.decodedDensity(points, [0], new Normal([[1, 2, 3]], 1))).toThrow(
      "likelihood: expected shape [1,2], got [1,3]",
    );
  });
});

describe("densityMaps", () => {
  const density = new Independent(new Normal([1, -1], 0.5), 1);
  const maps = { one: (x: NDArray) => density.logProb(x), flat: (x: NDArray) => density.logProb(x).sum(0) };

  it("shows the log-density of each place on one scale", () => {
    const { one } = maps;
    const flat = (x: NDArray) => NDArray.from(new Float64Array(x.shape[0]).fill(-3));
    const { data } = figures.densityMaps({ one, flat }, { range: [-2, 2], depth: 5 });
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
      expect(map.zmin).toBeCloseTo(highest - 5, 5);
    }
  });

  it("computes the densities at fewer places on request", () => {
    const [map] = figures.densityMaps({ one: maps.one }, { range: [-2, 2], steps: 5 }).data as {
      z: PackedNumbers & { shape: string };
      dx: number;
    }[];
    expect([map.z.shape, map.dx]).toEqual(["5,5", 1]);
    expect(unpacked(map.z)[5 + 3]).toBeCloseTo(density.logProb([1, -1]).data[0], 5);
    expect(() => figures.densityMaps(maps, { steps: 1 })).toThrow("steps: expected");
  });

  it("names a density that does not answer for each point", () => {
    expect(() => figures.densityMaps({ flat: maps.flat })).toThrow(
      /^flat: expected \d+ log-densities, got 1$/,
    );
  });
});

describe("graphicalModel", () => {
  it("has solid arrows from θ and z to x, and dashed ones from φ and x to z", () => {
    const { data, layout } = figures.graphicalModel();
    const nodes = (layout.annotations as { text: string; x: number; y: number }[]).filter(({ text }) =>
      text.startsWith("<i>"),
    );
    const nearest = (x: number, y: number) =>
      nodes
        .reduce((a, b) => (Math.hypot(a.x - x, a.y - y) < Math.hypot(b.x - x, b.y - y) ? a : b))
        .text.replace(/<.*?>/g, "");
    const arrows = (data as { x: (number | null)[]; y: (number | null)[]; line: { dash: string } }[]).map(
      ({ x, y, line }) => {
        const ends = x.flatMap((value, i) => (value === null ? [i - 1] : []));
        const starts = [0, ...ends.slice(0, -1).map((end) => end + 2)];
        const node = (i: number) => nearest(x[i]!, y[i]!);
        return [line.dash, ...starts.map((start, k) => `${node(start)}→${node(ends[k])}`).sort()];
      },
    );
    expect(arrows).toEqual([
      ["solid", "z→x", "θ→x"],
      ["dash", "x→z", "φ→z"],
    ]);
  });
});

describe("waterfall", () => {
  const bars = { one: [0, -2], ELBO: [-2, -1.25] } as const;
  const figure = figures.waterfall(bars, { yTitle: "nats", levels: { "log p(x)": -1 }, yRange: [-3, 0] });

  it("draws each bar from its start to its end, labelled with its signed length", () => {
    const [{ x, base, y, text }] = figure.data as Record<string, unknown[]>[];
    expect({ x, base, y, text }).toEqual({
      x: ["one", "ELBO"],
      base: [0, -2],
      y: [-2, 0.75],
      text: ["−2.00", "+0.75"],
    });
  });

  it("draws a line at each level, in the colour of its meaning", () => {
    const { shapes, yaxis } = figure.layout;
    expect(shapes).toMatchObject([
      { y0: -1, y1: -1, line: { color: COLORS.exact }, label: { text: "log p(x)" } },
    ]);
    expect(yaxis).toMatchObject({ title: { text: "nats" }, range: [-3, 0] });
  });
});

describe("trainingHistory", () => {
  const snapshots = [0, 7].map((epoch) => ({ epoch, points: NDArray.from([[epoch, 1]]) }));

  it("shows the last snapshot first, over the data", () => {
    const { data, frames } = figures.trainingHistory(points, snapshots, { pointsTitle: "samples" });
    const [under, made] = data as { name: string; x: PackedNumbers }[];
    expect([under.name, unpacked(under.x)]).toEqual(["data", [Math.fround(0.123456789), 2]]);
    expect([made.name, unpacked(made.x)]).toEqual(["samples", [7]]);
    expect(frames!.map((frame) => (frame as { name: string }).name)).toEqual(["0", "7"]);
  });

  it("refuses to show no snapshot", () => {
    expect(() => figures.trainingHistory(points, [], { pointsTitle: "samples" })).toThrow(
      "snapshots: expected at least one",
    );
  });
});

it("every figure refuses unknown options", () => {
  const more = { ...titles, heightTitle: "", pointsTitle: "", name: "", lowest: 0, legend: 1 };
  const grid = NDArray.from([[1]]);
  const position = { label: "", traces: [] };
  const calls: Record<string, () => unknown> = {
    bySeed: () => figures.bySeed([1], { a: [1] }, more),
    contours: () => figures.contours([1], [1], grid, more),
    curves: () => figures.curves({}, more),
    decodedDensity: () => figures.decodedDensity(points, [0], new Normal([[1, 2]], 1), more as object),
    densityMaps: () => figures.densityMaps({}, more as object),
    gradientArrows: () => {
      const drawn = { loc: 0, scales: [1], noise: [1], exact: () => 0 };
      return figures.gradientArrows(Math.exp, Math.exp, { ...drawn, ...more });
    },
    graphicalModel: () => figures.graphicalModel(more as object),
    histograms: () => figures.histograms({ a: [1] }, more),
    imageGrid: () => figures.imageGrid([[1]], { imageSize: [1, 1], ...more }),
    lossCurve: () => figures.lossCurve({ a: [1] }, more),
    pointClouds: () => figures.pointClouds({}, more as object),
    posteriorMaps: () => figures.posteriorMaps({}, more as object),
    slides: () => figures.slides([["a", figures.pointClouds({})]], more),
    strips: () => figures.strips({ a: [1] }, more),
    sweep: () => figures.sweep({ axes: [], runs: [] }, { x: "seed", y: "loss", ...(more as object) }),
    trainingHistory: () => figures.trainingHistory(points, [{ epoch: 0, points }], more),
    waterfall: () => figures.waterfall({}, more),
    withSlider: () =>
      figures.withSlider(figures.pointClouds({}), { ...more, positions: [position], moving: [] }),
  };
  expect(Object.keys(calls).sort()).toEqual(Object.keys(figures).sort());
  for (const [name, call] of Object.entries(calls))
    expect(call).toThrow(new RegExp(`^${name}: unknown option .*"legend"`));
});

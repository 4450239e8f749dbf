import { describe, expect, it } from "vitest";
import { Autoencoder, figures, NDArray, Normal, VariationalAutoencoder } from "../../lib";
import type { PackedNumbers } from "../../lib/figures/numbers";
import { COLORS } from "../../lib/figures/palette";
import { unpacked } from "./read";

type Trace = Record<string, unknown> & { x: number[]; y: number[]; line: { color: string } };
const tracesOf = (marks: figures.FigureOptions["marks"], options: figures.FigureOptions = {}) =>
  figures.figure({ marks, ...options }).data as Trace[];
const point = { x: [1], y: [1] };

describe("figure", () => {
  it("draws each mark as a line, in a colour of its own, unless the mark says otherwise", () => {
    const dashed = { x: [1, 2], y: [3, Number.NaN], mode: "markers", line: { dash: "dash" } };
    const [one, two] = tracesOf({ one: { x: [1, 10], y: [1e-5, 2] }, two: dashed });
    expect(one).toMatchObject({ type: "scatter", mode: "lines", name: "one", x: [1, 10], y: [0.00001, 2] });
    expect(two).toMatchObject({
      mode: "markers",
      y: [3, null],
      line: { dash: "dash", color: two.line.color },
    });
    expect(one).toMatchObject({ marker: { color: one.line.color } });
    expect(one.line.color).not.toBe(two.line.color);
  });

  it("repeats a single number for each place, and takes names for places", () => {
    const [level] = tracesOf({ level: { x: ["a", "b", "c"], y: 2 } });
    expect([level.x, level.y]).toEqual([
      ["a", "b", "c"],
      [2, 2, 2],
    ]);
    expect(tracesOf({ upright: { x: 5, y: [0, 1] } })[0].x).toEqual([5, 5]);
  });

  it("rounds a few numbers, and packs many", () => {
    const many = Float64Array.from({ length: 51 }, (_, i) => i / 7);
    const [few, dense] = tracesOf({ few: { x: [0.123456789], y: [1] }, dense: { x: many, y: many } });
    expect(few.x).toEqual([0.1235]);
    expect(unpacked(dense.x as unknown as PackedNumbers)).toEqual([...Float32Array.from(many)]);
  });

  it("draws errors as bars around the points", () => {
    const [trace] = tracesOf({ a: { x: [1, 2], y: [3, 4], error_y: { array: [0.1, 0.2] } } });
    expect(trace.error_y).toMatchObject({ array: [0.1, 0.2] });
  });

  it("lists each name once in the legend, whatever is drawn under it", () => {
    const panels = { left: { marks: { a: [point, point], b: point } }, right: { marks: { b: point } } };
    const { data } = figures.figure({ panels });
    const entries = (data as Trace[]).map(({ name, legendgroup, showlegend }) => [
      name,
      legendgroup,
      showlegend,
    ]);
    expect(entries).toEqual([
      ["a", "a", true],
      ["a", "a", false],
      ["b", "b", true],
      ["b", "b", false],
    ]);
  });

  it("labels logarithmic axes readably", () => {
    const marks = { a: { x: [1, 10], y: [1e-5, 2] } };
    const { layout } = figures.figure({ marks, logX: true, logY: true });
    const { xaxis, yaxis } = layout as Record<
      string,
      { type: string; tickvals: number[]; ticktext: string[] }
    >;
    const labels = ({ tickvals, ticktext }: typeof xaxis, from: number, to: number) =>
      ticktext.filter((_, i) => tickvals[i] > from && tickvals[i] < to);
    expect([xaxis.type, yaxis.type]).toEqual(["log", "log"]);
    expect(labels(xaxis, 0.15, 15)).toEqual(["0.2", "0.5", "1", "2", "5", "10"]);
    const powers = ["10<sup>-5</sup>", "10<sup>-4</sup>", "0.001", "0.01", "0.1", "1", "10"];
    expect(labels(yaxis, 0.9e-5, 15)).toEqual(powers);
  });

  it("names its axes and gives them the ranges it is told, in the units of the data", () => {
    const options = { xTitle: "n", yTitle: "nats", logX: true, xRange: [0.1, 100], yRange: [-6, 1] } as const;
    expect(figures.figure({ marks: { a: point }, ...options }).layout).toMatchObject({
      xaxis: { title: { text: "n" }, range: [-1, 2] },
      yaxis: { title: { text: "nats" }, range: [-6, 1] },
    });
  });

  it("gives a name the colour of its meaning, and other names colours of their own", () => {
    const colors = { "log p": "exact", absent: "bound" } as const;
    const named = { one: point, "log p": point, two: point, ELBO: point };
    const inks = tracesOf(named, { colors }).map(({ line }) => line.color);
    expect([inks[1], inks[3]]).toEqual([COLORS.exact, COLORS.bound]);
    expect(new Set([...inks, ...Object.values(COLORS)]).size).toBe(Object.keys(COLORS).length + 2);
    const unknown = { colors: { "log p": "blue" } } as object;
    expect(() => tracesOf({ one: point }, unknown)).toThrow(
      'colors["log p"]: expected one of "data", "model", "exact", "bound", "prior", "pathwise", "scoreFunction", got "blue"',
    );
  });

  it("makes room for a caption, whose lines are no wider than the figure", () => {
    const layout = (caption: string) =>
      figures.figure({ title: "Curves", caption }).layout as {
        height: number;
        margin: { t: number };
        title: { text: string };
      };
    const text = `${"word ".repeat(60)}${"w".repeat(150)}`;
    const [short, long] = [layout("word"), layout(text)];
    const lines = long.title.text.replace(/<(?!br)[^>]*>/g, "").split("<br>");
    expect(lines[0]).toBe("Curves");
    expect(lines.slice(1).join(" ")).toBe(text);
    expect(Math.max(...lines.slice(0, -1).map((line) => line.length))).toBeLessThan(120);
    const added = long.margin.t - short.margin.t;
    expect(added).toBeGreaterThan(0);
    expect(long.height - short.height).toBe(added);
  });

  it("keeps equal units on both axes on request", () => {
    const scaleanchor = (equalUnits?: boolean) =>
      (figures.figure({ marks: { a: point }, equalUnits }).layout.yaxis as { scaleanchor?: string })
        .scaleanchor;
    expect([scaleanchor(), scaleanchor(true)]).toEqual([undefined, "x"]);
  });

  it("names the mark that has lists of different length or an unknown property", () => {
    expect(() => tracesOf({ a: { x: [1, 2], y: [1] } })).toThrow(
      "a: expected 2 numbers, one for each x, got 1",
    );
    expect(() => tracesOf({ a: { ...point, error_y: { array: [] } } })).toThrow("a: expected 1 numbers");
    const misspelt = { x: [1], y: [1], colour: 1 };
    expect(() => tracesOf({ a: misspelt as figures.Mark })).toThrow('a: unknown option "colour"');
  });
});

describe("panels", () => {
  const panel = { marks: { data: { x: [1, 2], y: [3, 4] } } };

  it("stand row by row, with their titles, and name the outer axes", () => {
    const panels = { a: panel, b: panel, c: { ...panel, yTitle: "own" } };
    const figure = figures.figure({ panels, columns: 2, xTitle: "n", yTitle: "nats" });
    expect(figure.layout).toMatchObject({
      grid: { rows: 2, columns: 2 },
      annotations: ["", "2", "3"].map((p, i) => ({
        text: "abc"[i],
        xref: `x${p} domain`,
        yref: `y${p} domain`,
      })),
      xaxis: { title: { text: "" } },
      xaxis2: { title: { text: "n" } },
      xaxis3: { title: { text: "n" } },
      yaxis: { title: { text: "nats" } },
      yaxis2: { title: { text: "" } },
      yaxis3: { title: { text: "own" } },
    });
    expect((figure.data as { xaxis: string }[]).map(({ xaxis }) => xaxis)).toEqual(["x", "x2", "x3"]);
  });

  it("share their ranges and units, or have their own", () => {
    const { layout } = figures.figure({ panels: { a: panel, b: panel }, equalUnits: true });
    expect(layout).toMatchObject({
      yaxis: { scaleanchor: "x" },
      xaxis2: { matches: "x" },
      yaxis2: { matches: "y" },
    });
    const own = figures.figure({ panels: { a: panel, b: panel }, equalUnits: true, shared: false }).layout;
    expect(own.xaxis2).not.toHaveProperty("matches");
    expect(own.yaxis2).toMatchObject({ scaleanchor: "x2" });
  });
});

it("every figure refuses unknown options", () => {
  const more = { name: "", legend: 1 };
  const drawnBy = { loc: 0, scale: 1, noise: [1], exact: 0 };
  const chart = figures.figure({});
  const vae = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [1], latentSize: 1, seed: 1 });
  const ae = new Autoencoder({ inputSize: 2, hiddenSizes: [1], latentSize: 1, seed: 1 });
  const [codes, rows] = [NDArray.from([[0]]), [[0, 0]]];
  const codesAndPoints = { data: rows, codes, guess: new Normal([0], 1), decoded: rows };
  const one = NDArray.from([1]);
  const terms = { reconstruction: one, kl: one, gap: one, logEvidence: 0 };
  const lines = { range: [0, 1] as const, ...more };
  const posterior = new Normal([[0]], 1);
  const logDensity = ({ shape }: NDArray) => NDArray.from(new Float64Array(shape[0]));
  const codesAndDensity = { posterior, points: rows, logDensity };
  const calls: Record<string, () => unknown> = {
    codesAndDensity: () => figures.codesAndDensity(codesAndDensity, more as object),
    codesAndPoints: () => figures.codesAndPoints(codesAndPoints, more as object),
    crossSection: () => figures.crossSection({}, { from: [0, 0], to: [1, 1], ...more }),
    densityMaps: () => figures.densityMaps({}, more as object),
    decoderCurve: () => figures.decoderCurve(ae, { data: rows, point: [0, 0] }, more as object),
    encodeAndDecode: () => figures.encodeAndDecode(vae, { data: rows, point: [0, 0], z: 0 }, more as object),
    account: () => figures.account(terms, more as object),
    curves: () => figures.curves({}, lines),
    densities: () => figures.densities({}, lines),
    explanations: () => figures.explanations([0, 0], {}, {}, lines),
    figure: () => figures.figure(more as object),
    gradientArrows: () => figures.gradientArrows(Math.exp, Math.exp, { ...drawnBy, ...more }),
    graphicalModel: () => figures.graphicalModel(more as object),
    imageGrid: () => figures.imageGrid([[1]], { imageSize: [1, 1], ...(more as object) }),
    landscape: () => figures.landscape({ x: [0, 1] }, new Normal(0, 1), new Normal(0, 1), more as object),
    networkDiagram: () => figures.networkDiagram(more as object),
    outcomes: () => figures.outcomes([], { x: "seed", y: "loss", ...(more as object) }),
    pointClouds: () => figures.pointClouds({}, more as object),
    posteriorMaps: () => figures.posteriorMaps({}, more as object),
    slides: () => figures.slides([["a", chart]], more),
    strips: () => figures.strips({ a: [1] }, more as object),
    sweep: () => figures.sweep({ axes: [], runs: [] }, { x: "seed", y: "loss", ...(more as object) }),
  };
  const marks =
    "averaged band contour densityMarks dots ellipses histogram overEpochs overGaussians steps".split(" ");
  expect([...Object.keys(calls), ...marks].sort()).toEqual(Object.keys(figures).sort());
  for (const call of Object.values(calls)) expect(call).toThrow(/^\w+: unknown option .*"legend"/);
});

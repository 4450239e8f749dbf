import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { figures, NDArray, twoGaussians } from "../../lib";
import type { Figure } from "../../lib/figures/figure";
import { packed } from "../../lib/figures/numbers";
import { FAMILY, FONTS, installBoxes } from "../../lib/notebook/picture/boxes";
import { picture } from "../../lib/notebook/picture/picture";
import { renderPng } from "../../lib/notebook/picture/render";
import { projectRoot } from "../../scripts/setup/project.mjs";

const run = promisify(execFile);
const [BLUE, RED] = ["#0077BB", "#CC3311"];

/** A figure's picture: its pixels, the colour of one, and how many have a colour and the box that these fill. */
async function draw(figure: Figure) {
  const image = await loadImage(await renderPng(figure));
  const { width, height } = image;
  const context = createCanvas(width, height).getContext("2d");
  context.drawImage(image, 0, 0);
  const pixels = Buffer.from(context.getImageData(0, 0, width, height).data);
  const colorAt = (x: number, y: number) => {
    const start = 4 * (y * width + x);
    return `#${pixels.toString("hex", start, start + 3).toUpperCase()}`;
  };
  const find = (color: string) => {
    const [xs, ys]: [number[], number[]] = [[], []];
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        if (colorAt(x, y) === color) {
          xs.push(x);
          ys.push(y);
        }
    return { count: xs.length, x: [Math.min(...xs), Math.max(...xs)], y: [Math.min(...ys), Math.max(...ys)] };
  };
  return { width, height, pixels, colorAt, find };
}

/** A picture whose axes run from 0 to 4 over 200 pixels, between margins of 50. */
const square = {
  width: 300,
  height: 300,
  margin: { t: 50, b: 50, l: 50, r: 50 },
  showlegend: false,
  xaxis: { range: [0, 4] },
  yaxis: { range: [0, 4] },
};
const level = (y: number, color: string) => ({
  mode: "lines",
  x: [0, 4],
  y: [y, y],
  line: { color, width: 4 },
});

describe("renderPng", () => {
  it("draws a figure in its size", async () => {
    const marks = { curve: { x: [1, 2], y: [1, 2] } };
    const { width, height } = await draw(figures.figure({ title: "Curve", marks }));
    expect([width, height]).toEqual([720, 418]);
  });

  it("draws panels in the size they are given, row by row and apart", async () => {
    const colors = ["#0077BB", "#CC3311", "#009988", "#EE7733", "#332288"];
    const panels = colors.map((color) => {
      const marks = {
        edge: { x: [0, 1, 1, 0, 0], y: [0, 0, 1, 1, 0], line: { color, width: 2 }, showlegend: false },
      };
      return [color, { marks }] as const;
    });
    const axis = { range: [0, 1], showgrid: false, zeroline: false };
    const options = { columns: 3, panelSize: [90, 70], xaxis: axis, yaxis: axis } as const;
    const { find } = await draw(figures.figure({ panels: Object.fromEntries(panels), ...options }));
    const boxes = colors.map(find);
    for (const { x, y } of boxes) {
      expect(Math.abs(x[1] - x[0] - 90)).toBeLessThan(3);
      expect(Math.abs(y[1] - y[0] - 70)).toBeLessThan(3);
    }
    const [first, second, third, fourth, fifth] = boxes;
    expect([fourth.x, fifth.x]).toEqual([first.x, second.x]);
    expect([second.y, third.y, fifth.y]).toEqual([first.y, first.y, fourth.y]);
    expect(second.x[0]).toBeGreaterThan(first.x[1] + 10);
    expect(third.x[0]).toBeGreaterThan(second.x[1] + 10);
    expect(fourth.y[0]).toBeGreaterThan(first.y[1] + 20);
  });

  it("draws lines where they belong, in their colours", async () => {
    const { find } = await draw({ data: [level(1, BLUE), level(2, RED)], layout: square });
    expect(find(BLUE)).toEqual({ count: 4 * 200, x: [50, 249], y: [198, 201] });
    expect(find(RED)).toEqual({ count: 4 * 200, x: [50, 249], y: [148, 151] });
  });

  it("shows the position at which a slider starts", async () => {
    const levels = [1, 3].map((y) => [`${y}`, { data: [level(y, BLUE)], layout: square }] as const);
    const { find } = await draw(figures.slides(levels, { name: "y", start: 1 }));
    expect(find(BLUE)).toEqual({ count: 4 * 200, x: [50, 249], y: [98, 101] });
  });

  const random = packed(twoGaussians({ size: 200, seed: 1 }).points.column(0));
  const rising = packed(Float32Array.from({ length: 200 }, (_, i) => 10 ** (i / 100)));
  const gap = packed(Float32Array.from({ length: 200 }, (_, i) => i || Number.NaN));
  const colors = Array.from({ length: 200 }, (_, i) => (i < 100 ? BLUE : RED));
  it.each([
    ["in a plane", {}, {}],
    ["over a logarithmic axis", {}, { xaxis: { type: "log" } }],
    ["in several colours", { marker: { color: colors } }, {}],
    ["in one place", { x: packed(new Float32Array(200)), y: packed(new Float32Array(200)) }, {}],
    ["with gaps", { x: gap }, {}],
    ["of numbers that are not packed", { x: Array.from({ length: 200 }, (_, i) => (i % 7 ? i : null)) }, {}],
    [
      "of which a logarithmic axis has no place for half",
      {},
      { xaxis: { type: "log" }, yaxis: { type: "log" } },
    ],
    ["with error bars", { error_y: { array: [1] } }, {}],
    [
      "over its second axes",
      { xaxis: "x2", yaxis: "y2" },
      { xaxis2: { domain: [0.5, 1] }, yaxis2: { anchor: "x2" } },
    ],
  ])("draws a large cloud %s as Plotly does", async (_, trace, layout) => {
    const cloud = { type: "scatter", mode: "markers", x: random, y: rising, marker: { size: 6 }, ...trace };
    const { pixels } = await draw({ data: [cloud], layout });
    // A trace with a uid of its own is left to Plotly.
    const plotly = await draw({ data: [{ ...cloud, uid: "own" }], layout });
    const differences = pixels.map((value, i) => Math.abs(value - plotly.pixels[i]));
    expect(Math.max(...differences.filter((value) => value > 0), 0)).toBeLessThan(8);
  });

  it.each([1, 20])("draws a large cloud where it belongs, whose points come %d times each", async (times) => {
    // Five thousand places, two pixels apart, fill the left half of the square.
    const places = Array.from({ length: 5000 * times }, (_, i) => Math.floor(i / times));
    const x = packed(places.map((i) => ((i % 50) + 0.5) / 25));
    const y = packed(places.map((i) => (Math.floor(i / 50) + 0.5) / 25));
    const marker = { color: BLUE, size: 4 };
    const cloud = { type: "scatter", mode: "markers", x, y, marker };
    const found = (await draw({ data: [cloud], layout: square })).find(BLUE);
    expect(found.x).toEqual([50, 149]);
    expect(found.y).toEqual([50, 249]);
    expect(found.count).toBeGreaterThan(0.99 * 100 * 200);
  });

  it("draws contours", async () => {
    const heights = NDArray.from([
      [0, 1, 2],
      [1, 2, 3],
      [2, 3, 4],
    ]);
    const surface = figures.contour([0, 2, 4], [0, 2, 4], heights, { title: "nats", lowest: 0 });
    const { data } = figures.figure({ marks: { surface } });
    const { colorAt } = await draw({ data: [{ ...data[0], showscale: false }], layout: square });
    // Eight levels from the lower left to the upper right, whose colours are ever darker.
    const along = Array.from({ length: 8 }, (_, level) => Math.round(((level + 0.5) / 8) * 200));
    const greens = along.map((at) => Number.parseInt(colorAt(50 + at, 249 - at).slice(3, 5), 16));
    expect(greens).toEqual([...new Set(greens)].sort((a, b) => b - a));
  });

  it("draws the cells of a heatmap apart", async () => {
    const z = [
      [0, 1],
      [1, 0],
    ];
    const colorscale = [
      [0, BLUE],
      [1, RED],
    ];
    const heatmap = { type: "heatmap", x: [1, 3], y: [1, 3], z, colorscale, showscale: false };
    const { colorAt, find } = await draw({ data: [heatmap], layout: square });
    const centers = [200, 100].map((y) => [100, 200].map((x) => colorAt(x, y)));
    expect(centers).toEqual([
      [BLUE, RED],
      [RED, BLUE],
    ]);
    for (const color of [BLUE, RED]) expect(find(color).count).toBe(2 * 100 * 100);
  });

  it("refuses what only a browser draws", async () => {
    const figure = { data: [{ type: "scatter3d", x: [1], y: [1], z: [1] }], layout: {} };
    await expect(renderPng(figure)).rejects.toThrow("scatter3d needs WebGL");
  });
});

it("measures texts as they are drawn", () => {
  const { window } = new JSDOM("<!doctype html><body></body>");
  installBoxes(window as unknown as Parameters<typeof installBoxes>[0]);
  for (const weight of ["normal", "bold"])
    for (const text of ["−ELBO, nats per point", "To: AVAToday", "x₁ ∼ N(μ, σ²)"]) {
      // Bars on both sides, whose ink begins and ends at a fixed distance from the text's own.
      const svg = (content: string) =>
        `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="90"><text x="9" y="60" font-size="24" font-weight="${weight}">${content}</text></svg>`;
      const font = { loadSystemFonts: false, fontFiles: FONTS, defaultFontFamily: FAMILY };
      const drawn = (content: string) => new Resvg(svg(content), { font }).getBBox()!;
      window.document.body.innerHTML = svg(text);
      const box = (window.document.querySelector("text") as unknown as SVGTextElement).getBBox();
      expect(box.width).toBeCloseTo(drawn(`|${text}|`).width - drawn("||").width, 1);
      const ink = drawn(text);
      expect(box.y).toBeLessThan(ink.y);
      expect(box.y + box.height).toBeGreaterThan(ink.y + ink.height);
      expect(box.height).toBeLessThan(1.3 * 24);
    }
});

it("survives whatever a figure holds, and draws a good one after it", { timeout: 180_000 }, async () => {
  const number = fc.oneof(
    fc.constantFrom(0, -1, 1, 1e308, -1e308, 5e-324, Number.NaN, Number.POSITIVE_INFINITY, null),
    fc.double(),
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 50 }),
    fc.constantFrom(
      "<b>",
      "</svg>",
      "&#0;",
      "$x$",
      "a<br>".repeat(100),
      "\u0000",
      "\ud800",
      '"><image href="x"/>',
    ),
  );
  const values = fc.oneof(fc.array(number, { maxLength: 8 }), fc.array(text, { maxLength: 4 }));
  const trace = fc.record(
    {
      type: fc.constantFrom(
        "scatter",
        "bar",
        "heatmap",
        "contour",
        "histogram",
        "box",
        "violin",
        "pie",
        "none",
      ),
      mode: fc.constantFrom("lines", "markers", "lines+markers", "text", "odd"),
      name: text,
      x: values,
      y: values,
      z: fc.array(values, { maxLength: 4 }),
      marker: fc.record({ size: number, color: text, symbol: number }, { requiredKeys: [] }),
      line: fc.record({ width: number, color: text, shape: text }, { requiredKeys: [] }),
      error_y: fc.record({ array: values }),
      fill: fc.constantFrom("toself", "tozeroy", "odd"),
    },
    { requiredKeys: [] },
  );
  const axis = fc.record(
    {
      type: fc.constantFrom("log", "linear", "category", "odd"),
      range: fc.tuple(number, number),
      title: fc.record({ text }),
    },
    { requiredKeys: [] },
  );
  const size = fc.constantFrom(-1, 0, 1, 300, 1e5, 1e9, null);
  const layout = fc.record(
    { title: fc.record({ text }), width: size, height: size, xaxis: axis, yaxis: axis },
    { requiredKeys: [] },
  );
  const odd = fc.record({ data: fc.array(trace, { maxLength: 3 }), layout });
  const good = { data: [level(1, BLUE)], layout: square };
  const expected = await picture(good);
  for (const figure of fc.sample(odd, { seed: 1, numRuns: 10 })) {
    const said = await picture(figure).then(
      () => "PNG",
      ({ message }: Error) => message,
    );
    expect(said).not.toBe("");
  }
  expect(await picture(good)).toBe(expected);
});

it("does not keep a program alive that has its picture", async () => {
  const program = `const { picture } = require("./lib/notebook/picture/picture.ts");
    const alive = setTimeout(() => {}, 60_000);
    picture({ data: [{ y: [1, 2] }], layout: {} }).then((png) => {
      console.log(Buffer.from(png, "base64").toString("latin1", 1, 4));
      clearTimeout(alive);
    });`;
  const options = { cwd: projectRoot, timeout: 25_000 };
  const { stdout } = await run(process.execPath, ["--require", "tsx/cjs", "--eval", program], options);
  expect(stdout).toBe("PNG\n");
});

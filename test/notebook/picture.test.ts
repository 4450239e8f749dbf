import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { figures, NDArray, Normal, twoGaussians } from "../../lib";
import { packed } from "../../lib/figures/figure";
import { renderPng } from "../../lib/notebook/picture/render";
import { projectRoot } from "../../scripts/setup/project.mjs";

const run = promisify(execFile);

/** Width, height, and how often each colour occurs, of a PNG with eight bits in four channels. */
function read(png: Buffer) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(data));
  const stride = 4 * width;
  const pixels = Buffer.alloc(stride * height);
  const value = (i: number) => (i < 0 ? 0 : pixels[i]);
  for (let y = 0; y < height; y++)
    for (let i = 0; i < stride; i++) {
      const at = y * stride + i;
      const left = i < 4 ? 0 : value(at - 4);
      const up = value(at - stride);
      const corner = i < 4 ? 0 : value(at - stride - 4);
      const estimate = left + up - corner;
      const nearest = [left, up, corner].reduce((a, b) =>
        Math.abs(b - estimate) < Math.abs(a - estimate) ? b : a,
      );
      const filter = raw[y * (stride + 1)];
      pixels[at] = raw[y * (stride + 1) + 1 + i] + [0, left, up, (left + up) >> 1, nearest][filter];
    }
  const counts = new Map<string, number>();
  for (let i = 0; i < pixels.length; i += 4) {
    const color = pixels.toString("hex", i, i + 3).toUpperCase();
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  return { width, height, count: (color: string) => counts.get(color.slice(1)) ?? 0 };
}

const [BLUE, RED] = ["#0077BB", "#CC3311"];

describe("renderPng", () => {
  it("draws lines in their colours and in the figure's size", async () => {
    const figure = figures.curves(
      { a: { x: [1, 2], y: [1, 1] }, b: { x: [1, 2], y: [2, 2] } },
      { x: "n", y: "nats" },
    );
    const { width, height, count } = read(await renderPng(figure));
    expect([width, height]).toEqual([720, 430]);
    for (const color of [BLUE, RED]) expect(count(color)).toBeGreaterThan(500);
  });

  it("draws every point of a large cloud where it belongs", async () => {
    // Ten thousand points on a grid fill their square; the red ones its left half.
    const grid = Array.from({ length: 10_000 }, (_, i) => [i % 100, Math.floor(i / 100)]);
    const cloud = (points: number[][]) => figures.pointClouds({ "": { data: NDArray.from(points) } });
    const all = read(await renderPng(cloud(grid)));
    const half = read(await renderPng(cloud([...grid.filter(([x]) => x < 50), [99, 99], [99, 0]])));
    const drawn = (picture: typeof all) => {
      let white = picture.count("#FFFFFF");
      for (const gray of ["#E5E5E5", "#BFBFBF"]) white += picture.count(gray);
      return picture.width * picture.height - white;
    };
    expect(drawn(half) / drawn(all)).toBeGreaterThan(0.42);
    expect(drawn(half) / drawn(all)).toBeLessThan(0.6);
  });

  it("shows a slider's first position", async () => {
    const data = twoGaussians({ size: 200, seed: 1 }).points;
    const likelihood = new Normal(
      [
        [0, 0],
        [9, 9],
      ],
      1,
    );
    const picture = read(await renderPng(figures.decodedDensity(data, [0, 1], likelihood, { title: "z" })));
    expect(picture.count(RED)).toBeGreaterThan(100);
  });

  it("draws contours", async () => {
    const heights = NDArray.from([
      [0, 1, 2],
      [1, 2, 3],
      [2, 3, 4],
    ]);
    const options = { x: "μ", y: "σ", height: "nats", lowest: 0, marks: { top: [2, 2] as const } };
    const picture = read(await renderPng(figures.contours([0, 1, 2], [0, 1, 2], heights, options)));
    expect(picture.count("#FFFFFF")).toBeLessThan(0.6 * picture.width * picture.height);
  });

  it("leaves clouds to Plotly that are more than copies of one marker", async () => {
    const axis = packed(Float32Array.from({ length: 200 }, (_, i) => 10 ** (i / 100)));
    const trace = { type: "scatter", mode: "markers", x: axis, y: axis, marker: { color: RED, size: 6 } };
    const size = { width: 400, height: 400, margin: { t: 20, b: 40, l: 40, r: 20 } };
    const draw = async (more: object, layout: object = {}) =>
      read(await renderPng({ data: [{ ...trace, ...more }], layout: { ...size, ...layout } })).count(RED);
    const straight = await draw({});
    // With one logarithmic axis the curve hugs two sides of the square and is longer than the diagonal.
    expect(await draw({}, { xaxis: { type: "log" } })).toBeGreaterThan(1.1 * straight);
    const colors = Array.from({ length: 200 }, (_, i) => (i < 100 ? BLUE : RED));
    const half = await draw({ marker: { size: 6, color: colors } });
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(0.9 * straight);
    const same = packed(new Float32Array(200).fill(1));
    expect(await draw({ x: same, y: same })).toBeGreaterThan(10);
    expect(
      await draw({ y: packed(Float32Array.from({ length: 200 }, (_, i) => i || Number.NaN)) }),
    ).toBeGreaterThan(500);
  });

  it("draws the cells of a heatmap apart", async () => {
    const heatmap = {
      type: "heatmap",
      z: [
        [0, 1],
        [1, 0],
      ],
      colorscale: [
        [0, BLUE],
        [1, RED],
      ],
      showscale: false,
    };
    const layout = { width: 300, height: 300, margin: { t: 50, b: 50, l: 50, r: 50 } };
    const { count } = read(await renderPng({ data: [heatmap], layout }));
    for (const color of [BLUE, RED]) expect(count(color) / (200 * 200)).toBeCloseTo(0.5, 1);
  });

  it("refuses what only a browser draws", async () => {
    const figure = { data: [{ type: "scatter3d", x: [1], y: [1], z: [1] }], layout: {} };
    await expect(renderPng(figure)).rejects.toThrow("scatter3d needs WebGL");
  });
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

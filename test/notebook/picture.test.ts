import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { figures, NDArray, Normal, twoGaussians } from "../../lib";
import { renderPng } from "../../lib/notebook/picture/render";

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
});

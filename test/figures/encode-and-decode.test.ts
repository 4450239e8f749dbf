import { describe, expect, it } from "vitest";
import { figures, NDArray, VariationalAutoencoder } from "../../lib";
import { unpacked } from "./read";

describe("encodeAndDecode", () => {
  const model = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [4], latentSize: 1, seed: 1 });
  const { data } = figures.encodeAndDecode(model, { data: [[0, 0]], point: [1, -1], z: 0.5 });
  const named = (name: string) =>
    data.filter((trace) => (trace as { name: string }).name === name) as { x: never; y: never }[];

  it("draws the decoder's Gaussian at the code", () => {
    const [ellipses, center] = named("p(x|z) at your z");
    const [line] = named("your z");
    const [mean, scale] = [
      model.likelihood([0.5]).mean.data,
      Math.sqrt(model.likelihood([0.5]).variance.data[0]),
    ];
    expect(Math.max(...unpacked(ellipses.x).filter(Number.isFinite))).toBeCloseTo(mean[0] + 2 * scale, 5);
    expect(center).toMatchObject({ x: [expect.closeTo(mean[0], 3)], y: [expect.closeTo(mean[1], 3)] });
    expect(line.x).toEqual([0.5, 0.5]);
  });

  it("draws the point's code as high as the prior, and half as high where the density is", () => {
    const q = model.posterior([1, -1]);
    const [z, heights] = (["x", "y"] as const).map((axis) =>
      unpacked(named("q(z|x) of your point, lowered")[0][axis]),
    );
    const [mean, scale] = [q.loc.data[0], q.scale.data[0]];
    for (const [i, at] of z.entries())
      expect(heights[i]).toBeCloseTo(Math.exp(-0.5 * ((at - mean) / scale) ** 2) / Math.sqrt(2 * Math.PI), 4);
  });

  it("draws the average of the points' codes", () => {
    const points = [
      [3, 0],
      [-3, 1],
    ];
    const drawn = figures.encodeAndDecode(model, { data: points, point: [0, 0], z: 0, aggregate: true }).data;
    const [curve] = drawn.filter((trace) => (trace as { name: string }).name === "average of q(z|x)");
    const [z, heights] = (["x", "y"] as const).map((axis) =>
      unpacked((curve as Record<"x" | "y", never>)[axis]),
    );
    const q = model.posterior(points);
    const density = (at: number) =>
      [0, 1].reduce((sum, i) => {
        const [mean, scale] = [q.loc.data[i], q.scale.data[i]];
        return sum + Math.exp(-0.5 * ((at - mean) / scale) ** 2) / (2 * scale * Math.sqrt(2 * Math.PI));
      }, 0);
    for (const [i, at] of z.entries()) expect(heights[i]).toBeCloseTo(density(at), 4);
    expect(named("average of q(z|x)")).toEqual([]);
  });

  it("draws no more than 500 points", () => {
    const many = figures.encodeAndDecode(model, {
      data: NDArray.from(new Array(600).fill([0, 0])),
      point: [0, 0],
      z: 0,
    });
    expect(unpacked((many.data[0] as { x: never }).x)).toHaveLength(500);
  });
});

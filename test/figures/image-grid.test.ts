import { describe, expect, it } from "vitest";
import { figures } from "../../lib";
import type { PackedNumbers } from "../../lib/figures/numbers";
import { unpacked } from "./read";

/** Three images of 1 × 2 pixels. */
const images = [
  [0, 1],
  [0.2, 2],
  [-1, 0.4],
];
const options = { imageSize: [1, 2], columns: 2 } as const;

const gridOf = ({ data }: figures.Figure) => {
  const { z } = data[0] as { z: PackedNumbers & { shape: string } };
  return { shape: z.shape, bytes: unpacked(z) };
};

describe("imageGrid", () => {
  it("places images row by row, a white pixel apart, with grey values as bytes", () => {
    const white = 255;
    expect(gridOf(figures.imageGrid(images, options))).toEqual({
      shape: "3,5",
      bytes: [
        [0, 255, white, 51, 255],
        [white, white, white, white, white],
        [0, 102, white, white, white],
      ].flat(),
    });
  });

  it("puts labels beside the middle of rows and columns, the first row at the top", () => {
    const labels = { rowLabels: ["a", "b"], columnLabels: ["c", "d"] };
    const { layout } = figures.imageGrid(images, { ...options, ...labels });
    expect(layout).toMatchObject({
      xaxis: { side: "top", tickvals: [0.5, 3.5], ticktext: ["c", "d"] },
      yaxis: { autorange: "reversed", scaleanchor: "x", tickvals: [0, 2], ticktext: ["a", "b"] },
    });
  });

  it("is drawn anew at each position of a slider", () => {
    const grids = images.map((_, k) => [`${k}`, figures.imageGrid(images.slice(k, k + 1), options)] as const);
    const { layout } = figures.slides(grids, { name: "k" });
    const [{ steps }] = layout.sliders as [{ steps: { args: unknown[] }[] }];
    expect(steps[0].args[1]).toMatchObject({ frame: { redraw: true } });
  });

  it("says what is wrong with its arguments", () => {
    expect(() => figures.imageGrid(images, { imageSize: [2, 2] })).toThrow(
      "images: expected shape [3,4], got [3,2]",
    );
    expect(() => figures.imageGrid(images, { imageSize: [0, 2] })).toThrow(
      "imageSize[0]: expected an integer ≥ 1, got 0",
    );
    expect(() => figures.imageGrid(images, { ...options, rowLabels: ["a"] })).toThrow(
      "rowLabels: expected 2, one for each, got 1",
    );
  });
});

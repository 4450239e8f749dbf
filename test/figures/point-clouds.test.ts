import { describe, expect, it } from "vitest";
import { figures, NDArray } from "../../lib";
import { COLORS } from "../../lib/figures/palette";

const points = NDArray.from([
  [0.5, 1],
  [2, -3],
]);

describe("pointClouds", () => {
  const panels = { left: { data: points, samples: points }, right: { data: points, ELBO: points } };
  const figure = figures.pointClouds(panels, { title: "Clouds", colors: { ELBO: "bound" } });

  it("draws each row as a point, in its panel", () => {
    expect(figure.data[1]).toMatchObject({
      mode: "markers",
      name: "samples",
      x: [0.5, 2],
      y: [1, -3],
      xaxis: "x",
    });
    expect(figure.data[2]).toMatchObject({ name: "data", xaxis: "x2", yaxis: "y2", showlegend: false });
  });

  it("draws data in their colour, and all others as the model's unless told otherwise", () => {
    const inks = (figure.data as { marker: { color: string } }[]).map(({ marker }) => marker.color);
    expect(inks).toEqual([COLORS.data, COLORS.model, COLORS.data, COLORS.bound]);
  });

  it("keeps equal units on both axes of all panels", () => {
    expect(figure.layout).toMatchObject({
      yaxis: { scaleanchor: "x" },
      xaxis2: { matches: "x" },
      yaxis2: { matches: "y" },
    });
  });

  it("draws a few points large, and many small, the lowest faintest", () => {
    const many = NDArray.from(Array.from({ length: 51 }, (_, i) => [i, i]));
    const { data } = figures.pointClouds({ "": { few: points, data: many, made: many } });
    const { data: others } = figures.pointClouds({ "": { data: many, made: many } });
    type Marked = { marker: { size: number; opacity?: number } };
    const [few, dense] = (data as Marked[]).map(({ marker }) => marker);
    const [lowest, next] = (others as Marked[]).map(({ marker }) => marker);
    expect(few.size).toBeGreaterThan(dense.size);
    expect(lowest.opacity).toBeLessThan(next.opacity!);
  });

  it("refuses points outside the plane", () => {
    expect(() => figures.pointClouds({ a: { b: NDArray.from([[1, 2, 3]]) } })).toThrow(
      "b: expected shape [1,2], got [1,3]",
    );
  });
});

import { checkShape, rejectUnknownOptions } from "../check";
import { NDArray, type NDArrayLike } from "../ndarray";
import { type AxesOptions, axes } from "./axes";
import { type Figure, layoutWith, packed, rounded } from "./figure";
import { colorsOf } from "./palette";
import { roundStep } from "./round-step";

export interface ContoursOptions extends AxesOptions {
  /** What the heights measure, with units. */
  readonly heightTitle: string;
  /** Lower heights are drawn as if they were this one. */
  readonly lowest: number;
  /** Points of interest, `{ name: [x, y] }`. */
  readonly marks?: Readonly<Record<string, readonly [x: number, y: number]>>;
}

const LEVELS = 16;

/**
 * Shows a surface over the plane, heights [y.length, x.length], as filled contours; hovering shows the height under the
 * pointer. Throws a RangeError for heights of another shape, and if no height is above `lowest`.
 */
export function contours(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  heights: NDArrayLike,
  options: ContoursOptions,
): Figure {
  const {
    title,
    caption,
    colors,
    xTitle,
    yTitle,
    logX,
    logY,
    heightTitle,
    lowest,
    marks = {},
    ...rest
  } = options;
  rejectUnknownOptions("contours", rest);
  const { data, shape } = NDArray.from(heights, "heights");
  checkShape("heights", shape, [y.length, x.length]);
  const highest = data.reduce((a, b) => Math.max(a, b));
  if (!(lowest < highest))
    throw new RangeError(`lowest: expected a number below the largest height ${highest}, got ${lowest}`);
  const step = roundStep((highest - lowest) / LEVELS);
  const surface = {
    type: "contour",
    x: rounded(x),
    y: rounded(y),
    z: { ...packed(data), shape: shape.join(",") },
    contours: { start: Math.ceil(lowest / step) * step, end: highest, size: step },
    zmin: lowest,
    zmax: highest,
    colorscale: "Viridis",
    line: { width: 0.5, color: "white" },
    colorbar: { title: { text: heightTitle, side: "right" }, thickness: 16, tick0: 0, dtick: 4 * step },
    hovertemplate: `${xTitle} %{x:.3f}<br>${yTitle} %{y:.3f}<br>${heightTitle} %{z:.4f}<extra></extra>`,
  };
  const inks = colorsOf(Object.keys(marks), colors);
  const points = Object.entries(marks).map(([name, [markX, markY]], i) => ({
    type: "scatter",
    mode: "markers",
    name,
    x: rounded([markX]),
    y: rounded([markY]),
    marker: {
      size: 13,
      symbol: ["x", "circle", "diamond", "square"][i % 4],
      color: inks[i],
      line: { color: "white", width: 1.5 },
    },
  }));
  return {
    data: [surface, ...points],
    layout: layoutWith({ title, caption }, { height: 480, showlegend: true, ...axes(options, x, y) }),
  };
}

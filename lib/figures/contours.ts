import type { NDArray } from "../ndarray";
import { COLOURS, type Figure, packed, rounded, template } from "./figure";
import { logarithmicAxis } from "./logarithmic-axis";
import { roundStep } from "./round-step";

export interface ContoursOptions {
  title?: string;
  /** What the axes and the height show, with units. */
  x: string;
  y: string;
  height: string;
  logarithmicY?: boolean;
  /** Heights below are drawn as this one. */
  lowest: number;
  /** Points of interest, `{ name: [x, y] }`. */
  marks?: Readonly<Record<string, readonly [x: number, y: number]>>;
}

const LEVELS = 16;

/** Heights [y.length, x.length] as filled contours, with the height under the pointer. Throws a RangeError for another shape. */
export function contours(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  heights: NDArray,
  options: ContoursOptions,
): Figure {
  const { title, x: xTitle, y: yTitle, height, logarithmicY, lowest, marks = {} } = options;
  if (heights.shape.length !== 2 || heights.shape[0] !== y.length || heights.shape[1] !== x.length)
    throw new RangeError(`heights: expected shape [${y.length}, ${x.length}], got [${heights.shape}]`);
  const highest = heights.data.reduce((a, b) => Math.max(a, b));
  if (!(lowest < highest))
    throw new RangeError(`lowest: expected a number below the largest height ${highest}, got ${lowest}`);
  const step = roundStep((highest - lowest) / LEVELS);
  const surface = {
    type: "contour",
    x: rounded(x),
    y: rounded(y),
    z: { ...packed(heights.data), shape: heights.shape.join(",") },
    contours: { start: Math.ceil(lowest / step) * step, end: highest, size: step },
    zmin: lowest,
    zmax: highest,
    colorscale: "Viridis",
    line: { width: 0.5, color: "white" },
    colorbar: { title: { text: height, side: "right" }, thickness: 16, tick0: 0, dtick: 4 * step },
    hovertemplate: `${xTitle} %{x:.3f}<br>${yTitle} %{y:.3f}<br>${height} %{z:.4f}<extra></extra>`,
  };
  const points = Object.entries(marks).map(([name, [markX, markY]], i) => ({
    type: "scatter",
    mode: "markers",
    name,
    x: rounded([markX]),
    y: rounded([markY]),
    marker: {
      size: 13,
      symbol: ["x", "circle", "diamond", "square"][i % 4],
      color: COLOURS[(i + 1) % COLOURS.length],
      line: { color: "white", width: 1.5 },
    },
  }));
  return {
    data: [surface, ...points],
    layout: {
      template,
      ...(title && { title: { text: title } }),
      width: 720,
      height: 480,
      xaxis: { title: { text: xTitle } },
      yaxis: { title: { text: yTitle }, ...(logarithmicY && logarithmicAxis(y)) },
      showlegend: true,
    },
  };
}

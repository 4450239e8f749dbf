import { rejectUnknownOptions } from "../check";
import { NDArray, type NDArrayLike } from "../ndarray";
import { type Figure, type LegendOptions, layoutWith, packed } from "./figure";
import { colorsOf } from "./palette";
import { axisName, layoutAxisName, panelDomains, panelTitle } from "./panels";

const PANEL = 340;

/**
 * Shows clouds of points [rows, 2] on top of each other, `{ panel: { cloud: points } }`. The panels stand side by side
 * and share one range, with equal units on both axes. The first cloud of a panel is at the bottom, in the colour of data, and
 * the second has that of a model, unless `colors` says otherwise.
 * Throws a RangeError for points of another shape.
 */
export function pointClouds(
  panels: Readonly<Record<string, Readonly<Record<string, NDArrayLike>>>>,
  options: LegendOptions = {},
): Figure {
  const { title, caption, colors, ...rest } = options;
  rejectUnknownOptions("pointClouds", rest);
  const legends = new Set<string>();
  const data = Object.values(panels).flatMap((clouds, p) => {
    const [lowest, next] = Object.keys(clouds);
    const inks = colorsOf(Object.keys(clouds), {
      [lowest]: "data",
      ...(next && { [next]: "model" }),
      ...colors,
    });
    return Object.entries(clouds).map(([name, cloud], c) => {
      const points = NDArray.from(cloud, name);
      if (points.shape.length !== 2 || points.shape[1] !== 2)
        throw new RangeError(`${name}: expected shape [rows, 2], got [${points.shape}]`);
      const showlegend = !legends.has(name);
      legends.add(name);
      return {
        type: "scatter",
        mode: "markers",
        name,
        legendgroup: name,
        showlegend,
        x: packed(points.column(0)),
        y: packed(points.column(1)),
        xaxis: axisName("x", p),
        yaxis: axisName("y", p),
        marker: { ...markerFor(points.shape[0], c), color: inks[c] },
        hovertemplate: "(%{x:.3f}, %{y:.3f})<extra>%{fullData.name}</extra>",
      };
    });
  });
  const names = Object.keys(panels);
  const domains = panelDomains(names.length);
  const axes = domains.flatMap((domain, p) => [
    [
      layoutAxisName("x", p),
      { title: { text: "x₁" }, domain, anchor: axisName("y", p), ...(p > 0 && { matches: "x" }) },
    ],
    [
      layoutAxisName("y", p),
      {
        title: { text: p === 0 ? "x₂" : "" },
        anchor: axisName("x", p),
        ...(p === 0 ? { scaleanchor: "x" } : { matches: "y" }),
      },
    ],
  ]);
  return {
    data,
    layout: layoutWith(
      { title, caption },
      {
        width: 100 + PANEL * names.length,
        height: 190 + PANEL,
        margin: { t: title ? 84 : caption ? 64 : 48 },
        annotations: domains.map(([start, end], p) =>
          panelTitle(names[p], { x: (start + end) / 2, xanchor: "center", y: 1, yanchor: "bottom" }),
        ),
        ...Object.fromEntries(axes),
      },
    ),
  };
}

/** Draws a few points large, and thousands small and translucent, so that their density shows. */
function markerFor(count: number, cloud: number): { size: number; opacity: number } {
  if (count <= 50) return { size: 10, opacity: 1 };
  return cloud === 0 ? { size: 3, opacity: 0.35 } : { size: 4, opacity: 0.6 };
}

import { checkInteger, rejectUnknownOptions } from "../check";
import { NDArray } from "../ndarray";
import { type Figure, type FigureOptions, layoutWith, packed } from "./figure";
import { DENSITY_SCALE } from "./palette";
import { axisName, layoutAxisName, panelDomains, panelTitle } from "./panels";

export interface DensityMapsOptions extends FigureOptions {
  /** What both axes show; default: [-4, 4]. */
  readonly range?: readonly [lower: number, upper: number];
  /** Nats below the highest log-density at which the colour ends in white; default: 6. */
  readonly depth?: number;
  /** Places along each axis at which the densities are computed; default: 81. */
  readonly steps?: number;
}

const PANEL = 250;

/**
 * Shows densities in the plane as heat maps of log p(x) on one scale, `{ panel: logDensity }`, the panels side by side;
 * `logDensity` takes points [rows, 2] and gives [rows] in nats. Throws a RangeError if a result has another length, or for steps < 2.
 */
export function densityMaps(
  panels: Readonly<Record<string, (points: NDArray) => NDArray>>,
  options: DensityMapsOptions = {},
): Figure {
  const { title, caption, range = [-4, 4], depth = 6, steps = 81, ...rest } = options;
  rejectUnknownOptions("densityMaps", rest);
  checkInteger("steps", steps, 2);
  const [lower, upper] = range;
  const dx = (upper - lower) / (steps - 1);
  const along = Array.from({ length: steps }, (_, i) => lower + dx * i);
  const points = NDArray.from(along.flatMap((y) => along.map((x) => [x, y])));
  const names = Object.keys(panels);
  const maps = names.map((name) => {
    const { data } = panels[name](points);
    if (data.length !== points.shape[0])
      throw new RangeError(`${name}: expected ${points.shape[0]} log-densities, got ${data.length}`);
    return data;
  });
  const highest = maps.reduce((most, map) => map.reduce((a, b) => Math.max(a, b), most), -Infinity);
  const domains = panelDomains(names.length);
  const axes = domains.flatMap((domain, p) => {
    const shared = { range, constrain: "domain", showgrid: false, zeroline: false };
    return [
      [layoutAxisName("x", p), { ...shared, title: { text: "x₁" }, domain, anchor: axisName("y", p) }],
      [
        layoutAxisName("y", p),
        {
          ...shared,
          title: { text: p === 0 ? "x₂" : "" },
          anchor: axisName("x", p),
          scaleanchor: axisName("x", p),
        },
      ],
    ];
  });
  return {
    data: maps.map((map, p) => ({
      type: "heatmap",
      name: names[p],
      x0: lower,
      dx,
      y0: lower,
      dy: dx,
      z: { ...packed(map), shape: `${steps},${steps}` },
      xaxis: axisName("x", p),
      yaxis: axisName("y", p),
      zsmooth: "best",
      zmin: highest - depth,
      zmax: highest,
      colorscale: DENSITY_SCALE,
      showscale: p === 0,
      colorbar: { title: { text: "log p(x), nats", side: "right" }, thickness: 14 },
      hovertemplate: "(%{x:.2f}, %{y:.2f}): log p %{z:.2f}<extra>%{fullData.name}</extra>",
    })),
    layout: layoutWith(
      { title, caption },
      {
        width: 150 + PANEL * names.length,
        height: 130 + PANEL,
        margin: { t: title || caption ? 64 : 40, b: 60 },
        annotations: domains.map(([start, end], p) =>
          panelTitle(names[p], { x: (start + end) / 2, xanchor: "center", y: 1, yanchor: "bottom" }),
        ),
        ...Object.fromEntries(axes),
      },
    ),
  };
}

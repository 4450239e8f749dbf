import type { NDArray } from "../ndarray";
import { COLOURS, type Figure, packed, template } from "./figure";

const PANEL = 340;
const GAP = 0.06;

/**
 * Clouds of points [rows, 2] over each other in one panel each, `{ panel: { cloud: points } }`, all panels in the
 * same range and with equal units on both axes. The first cloud lies below and is drawn as the data.
 */
export function pointClouds(
  panels: Readonly<Record<string, Readonly<Record<string, NDArray>>>>,
  options: { title?: string } = {},
): Figure {
  const entries = Object.entries(panels);
  const legends = new Set<string>();
  const data = entries.flatMap(([, clouds], p) =>
    Object.entries(clouds).map(([name, points], c) => {
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
        xaxis: axis("x", p),
        yaxis: axis("y", p),
        marker: { ...markerFor(points.shape[0], c), color: COLOURS[c % COLOURS.length] },
        hovertemplate: "(%{x:.3f}, %{y:.3f})<extra>%{fullData.name}</extra>",
      };
    }),
  );
  const width = (1 - GAP * (entries.length - 1)) / entries.length;
  const axes = entries.map((_, p) => ({
    [layoutAxis("x", p)]: {
      title: { text: "x₁" },
      domain: [p * (width + GAP), p * (width + GAP) + width],
      anchor: axis("y", p),
      ...(p > 0 && { matches: "x" }),
    },
    [layoutAxis("y", p)]: {
      title: { text: p === 0 ? "x₂" : "" },
      anchor: axis("x", p),
      ...(p === 0 ? { scaleanchor: "x" } : { matches: "y" }),
    },
  }));
  const annotations = entries.map(([text], p) => ({
    text,
    showarrow: false,
    xref: "paper",
    yref: "paper",
    x: p * (width + GAP) + width / 2,
    xanchor: "center",
    y: 1,
    yanchor: "bottom",
    font: { size: 14 },
  }));
  return {
    data,
    layout: {
      template,
      ...(options.title && { title: { text: options.title } }),
      width: 100 + PANEL * entries.length,
      height: 190 + PANEL,
      margin: { t: options.title ? 84 : 48 },
      annotations,
      ...Object.assign({}, ...axes),
    },
  };
}

/** A handful of points is drawn large, thousands as dust that shows its density. */
function markerFor(count: number, cloud: number): { size: number; opacity: number } {
  if (count <= 50) return { size: 10, opacity: 1 };
  return cloud === 0 ? { size: 3, opacity: 0.35 } : { size: 4, opacity: 0.6 };
}

/** Plotly's names for the axes of panel 0, 1, 2 …: x, x2, x3 … in traces, xaxis, xaxis2, xaxis3 … in the layout. */
const axis = (letter: "x" | "y", panel: number) => `${letter}${panel === 0 ? "" : panel + 1}`;
const layoutAxis = (letter: "x" | "y", panel: number) => `${letter}axis${panel === 0 ? "" : panel + 1}`;

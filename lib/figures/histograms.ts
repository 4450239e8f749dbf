import { rejectUnknownOptions } from "../check";
import { type AxesOptions, logarithmic } from "./axes";
import { type Figure, layoutWith, packed, rounded } from "./figure";
import { colorsOf } from "./palette";
import { axisName, layoutAxisName, panelDomains, panelTitle } from "./panels";

export interface HistogramsOptions extends Pick<AxesOptions, "title" | "caption" | "colors" | "xTitle"> {
  /** Values to compare with, `{ name: value }`, each drawn as a vertical line in every panel. */
  readonly marks?: Readonly<Record<string, number>>;
}

const PANEL = 120;
const BINS = 120;

/**
 * Shows how numbers are distributed, `{ panel: numbers }`: one panel below the other over a common range that holds all
 * of them, with logarithmic densities so that tails are visible. Numbers that are not finite are ignored. Throws a
 * RangeError for a panel without finite numbers.
 */
export function histograms(
  panels: Readonly<Record<string, ArrayLike<number>>>,
  options: HistogramsOptions,
): Figure {
  const { title, caption, colors, xTitle, marks = {}, ...rest } = options;
  rejectUnknownOptions("histograms", rest);
  const names = Object.keys(panels);
  const numbers = names.map((name) => sorted(name, panels[name]));
  const lower = Math.min(...numbers.map((values) => values[0]));
  const upper = Math.max(...numbers.map((values) => values[values.length - 1]));
  const width = (upper - lower || 1) / BINS;
  const densities = numbers.map((values) => {
    const bins = new Float64Array(BINS + 1);
    for (const value of values) {
      const bin = Math.round((value - lower) / width);
      if (bin in bins) bins[bin] += 1 / (values.length * width);
    }
    return bins;
  });
  const present = densities.flatMap((bins) => [...bins].filter((density) => density > 0));
  const [least, most] = [Math.min(...present), Math.max(...present)];

  const inks = colorsOf([...names, ...Object.keys(marks)], colors);
  const data = names.flatMap((name, p) => {
    const bars = {
      type: "bar",
      name,
      showlegend: false,
      x0: lower,
      dx: width,
      y: packed(densities[p]),
      yaxis: axisName("y", p),
      marker: { color: inks[p], line: { width: 0 } },
      hovertemplate: "%{x:.3f}: %{y:.2g}<extra>%{fullData.name}</extra>",
    };
    const lines = Object.entries(marks).map(([mark, value], m) => ({
      type: "scatter",
      mode: "lines",
      name: mark,
      legendgroup: mark,
      showlegend: p === 0,
      x: rounded([value, value]),
      y: rounded([least / 2, most]),
      yaxis: axisName("y", p),
      line: { color: inks[names.length + m], width: 2 },
    }));
    return [bars, ...lines];
  });
  const domains = panelDomains(names.length).reverse();
  const axes = domains.map((domain, p) => [
    layoutAxisName("y", p),
    {
      domain,
      title: { text: "density", standoff: 12 },
      ...logarithmic(present),
      range: [Math.log10(least / 2), Math.log10(most)],
    },
  ]);
  return {
    data,
    layout: layoutWith(
      { title, caption },
      {
        height: 150 + PANEL * names.length,
        bargap: 0,
        annotations: names.map((name, p) =>
          panelTitle(name, { x: 0.99, xanchor: "right", y: domains[p][1], yanchor: "top", bgcolor: "white" }),
        ),
        xaxis: {
          title: { text: xTitle },
          range: [lower - width, upper + width],
          anchor: axisName("y", names.length - 1),
        },
        ...Object.fromEntries(axes),
      },
    ),
  };
}

function sorted(name: string, numbers: ArrayLike<number>): Float64Array {
  const finite = Float64Array.from(numbers).filter(Number.isFinite).sort();
  if (finite.length === 0) throw new RangeError(`${name}: expected at least one finite number`);
  return finite;
}

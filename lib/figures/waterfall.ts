import { rejectUnknownOptions } from "../check";
import type { AxesOptions } from "./axes";
import { type Figure, layoutWith, rounded } from "./figure";
import { colorsOf } from "./palette";

export interface WaterfallOptions extends Pick<AxesOptions, "title" | "caption" | "colors" | "yTitle"> {
  /** Values to compare with, `{ name: value }`, each drawn as a dashed line across all bars. */
  readonly levels?: Readonly<Record<string, number>>;
  /** The range of the y axis; default: all bars fit. */
  readonly yRange?: readonly [lower: number, upper: number];
}

/**
 * Shows how terms add up, `{ name: [from, to] }`: one bar for each, labelled with its signed length, which starts where an
 * earlier one ended, or at zero for a sum. All bars are one trace; for a slider, that of other numbers takes its place.
 */
export function waterfall(
  bars: Readonly<Record<string, readonly [from: number, to: number]>>,
  options: WaterfallOptions,
): Figure {
  const { title, caption, colors, yTitle, levels = {}, yRange, ...rest } = options;
  rejectUnknownOptions("waterfall", rest);
  const names = Object.keys(bars);
  const lengths = Object.values(bars).map(([from, to]) => to - from);
  const inks = colorsOf([...names, ...Object.keys(levels)], colors);
  const trace = {
    type: "bar",
    x: names,
    base: rounded(Object.values(bars).map(([from]) => from)),
    y: rounded(lengths),
    text: lengths.map((length) => `${length < 0 ? "−" : "+"}${Math.abs(length).toFixed(2)}`),
    textposition: "outside",
    cliponaxis: false,
    marker: { color: inks.slice(0, names.length) },
    hoverinfo: "skip",
  };
  // Lines of the layout: Plotly would lose traces of another type while a slider moves the bars.
  const shapes = Object.entries(levels).map(([name, level], i) => ({
    type: "line",
    xref: "paper",
    x0: 0,
    x1: 1,
    y0: level,
    y1: level,
    line: { dash: "dash", color: inks[names.length + i] },
    label: {
      text: name,
      textposition: "start",
      font: { color: inks[names.length + i] },
    },
  }));
  return {
    data: [trace],
    layout: layoutWith(
      { title, caption },
      {
        bargap: 0.35,
        shapes,
        xaxis: { type: "category" },
        yaxis: { title: { text: yTitle }, ...(yRange && { range: yRange }) },
      },
    ),
  };
}

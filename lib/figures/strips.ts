import { rejectUnknownOptions } from "../check";
import { median } from "../numerics/median";
import { type AxesOptions, axes } from "./axes";
import { type Figure, layoutWith, rounded } from "./figure";
import { colorsOf, INK } from "./palette";

export interface StripsOptions extends Omit<AxesOptions, "yTitle" | "logY"> {
  /** Values to compare with, `{ name: value }`, each drawn as a vertical line. */
  readonly marks?: Readonly<Record<string, number>>;
}

const ROW = 46;
/** Half of a strip's width, where rows are 1 apart. */
const HALF = 0.3;

/**
 * Shows lists of numbers side by side, `{ name: numbers }`: each a horizontal strip of dots, spread within the strip
 * only to keep them apart, with a bar at the median. Throws a RangeError for an empty list.
 */
export function strips(named: Readonly<Record<string, ArrayLike<number>>>, options: StripsOptions): Figure {
  const { title, caption, colors, xTitle, logX, marks = {}, ...rest } = options;
  rejectUnknownOptions("strips", rest);
  const names = Object.keys(named);
  const inks = colorsOf([...names, ...Object.keys(marks)], colors);
  const rows = names.map((name, row) => {
    const numbers = named[name];
    if (numbers.length === 0) throw new RangeError(`${name}: expected at least one number`);
    return {
      type: "scatter",
      mode: "markers",
      name,
      showlegend: false,
      x: rounded(numbers),
      y: rounded(Array.from(numbers, (_, i) => row + HALF * (2 * ((i * GOLDEN) % 1) - 1))),
      marker: { color: inks[row], size: 5, opacity: 0.55 },
      hovertemplate: "%{x:.3g}<extra>%{fullData.name}</extra>",
    };
  });
  const medians = names.map((name) => median(named[name]));
  const bars = {
    type: "scatter",
    mode: "lines",
    name: "median",
    x: rounded(medians.flatMap((value) => [value, value, Number.NaN])),
    y: rounded(names.flatMap((_, row) => [row - HALF, row + HALF, Number.NaN])),
    line: { color: INK, width: 3 },
  };
  const lines = Object.entries(marks).map(([name, value], m) => ({
    type: "scatter",
    mode: "lines",
    name,
    x: rounded([value, value]),
    y: [-0.5, names.length - 0.5],
    line: { color: inks[names.length + m], width: 2, dash: "dash" },
  }));
  const all = [...names.flatMap((name) => Array.from(named[name])), ...Object.values(marks)];
  return {
    data: [...rows, ...lines, bars],
    layout: layoutWith(
      { title, caption },
      {
        height: 160 + ROW * names.length,
        showlegend: true,
        xaxis: axes({ xTitle, yTitle: "", logX }, all, []).xaxis,
        yaxis: {
          range: [names.length - 0.5, -0.5],
          tickvals: names.map((_, row) => row),
          ticktext: names,
          showgrid: false,
          zeroline: false,
        },
      },
    ),
  };
}

/** The golden ratio's fraction, whose multiples are spread evenly. */
const GOLDEN = 0.6180339887498949;

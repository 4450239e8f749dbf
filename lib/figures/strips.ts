import { median } from "../numerics/median";
import { places } from "./axes";
import { type ChartOptions, type Figure, figure } from "./figure";
import { mapValues } from "./map-values";
import { INK } from "./palette";

/** Options of `strips`. */
export interface StripsOptions extends ChartOptions {
  /** Values to compare with, `{ name: value }`, each drawn as a vertical line. */
  readonly marks?: Readonly<Record<string, number>>;
}

const ROW = 46;
/** Half of a strip's width, where rows are 1 apart. */
const HALF = 0.3;
/** The golden ratio's fraction, whose multiples are spread evenly. */
const GOLDEN = 0.6180339887498949;

/**
 * Shows lists of numbers side by side, `{ name: numbers }`: each a horizontal strip of dots, spread within the strip
 * only to keep them apart, with a bar at the median. Throws a RangeError for an empty list.
 */
export function strips(
  named: Readonly<Record<string, ArrayLike<number>>>,
  { marks = {}, ...options }: StripsOptions = {},
): Figure {
  const names = Object.keys(named);
  const dots = mapValues(named, (x, name) => {
    if (x.length === 0) throw new RangeError(`${name}: expected at least one number`);
    return {
      mode: "markers",
      x,
      y: Array.from(x, (_, i) => names.indexOf(name) + HALF * (2 * ((i * GOLDEN) % 1) - 1)),
      marker: { size: 5, opacity: 0.55, symbol: "circle" },
      showlegend: false,
      hovertemplate: "%{x:.3g}<extra>%{fullData.name}</extra>",
    };
  });
  const range = [names.length - 0.5, -0.5];
  return figure({
    panelSize: [632, 8 + ROW * names.length],
    yaxis: { ...places(names), range },
    ...options,
    marks: {
      ...dots,
      ...mapValues(marks, (x) => ({ x, y: range, line: { dash: "dash" } })),
      median: {
        x: names.flatMap((name) => [...new Array<number>(2).fill(median(named[name])), Number.NaN]),
        y: names.flatMap((_, row) => [row - HALF, row + HALF, Number.NaN]),
        line: { color: INK, width: 3 },
      },
    },
  });
}

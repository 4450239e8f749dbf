import { type ChartOptions, type Figure, figure } from "./figure";
import { mapValues } from "./map-values";
import { extent } from "./numbers";

export interface HistogramsOptions extends ChartOptions {
  /** Values to compare with, `{ name: value }`, each drawn as a vertical line in every panel. */
  readonly marks?: Readonly<Record<string, number>>;
}

const BINS = 120;

/**
 * Shows how numbers are distributed, `{ panel: numbers }`: one panel below the other over a common range that holds all
 * of them, with logarithmic densities so that tails are visible. Numbers that are not finite are ignored. Throws a
 * RangeError for a panel without finite numbers.
 */
export function histograms(
  panels: Readonly<Record<string, ArrayLike<number>>>,
  { marks = {}, ...options }: HistogramsOptions,
): Figure {
  const finite = mapValues(panels, (values, name) => {
    const numbers = Array.from(values).filter(Number.isFinite);
    if (numbers.length === 0) throw new RangeError(`${name}: expected at least one finite number`);
    return numbers;
  });
  const [lower, upper] = extent(Object.values(finite).flat());
  const width = (upper - lower || 1) / BINS;
  const densities = mapValues(finite, (values) => {
    const bins = new Float64Array(BINS + 1);
    for (const value of values) bins[Math.round((value - lower) / width)] += 1 / (values.length * width);
    return bins;
  });
  const present = Object.values(densities).flatMap((bins) => [...bins].filter((density) => density > 0));
  const [least, most] = extent(present);
  const yRange = [least / 2, most] as const;
  const lines = mapValues(marks, (x) => ({ x, y: yRange, line: { width: 2 } }));
  return figure({
    yTitle: "density",
    logY: true,
    xRange: [lower - width, upper + width],
    yRange,
    columns: 1,
    panelSize: [632, 104],
    ...options,
    panels: mapValues(densities, (y, name) => {
      const bars = { type: "bar", x0: lower, dx: width, y, showlegend: false };
      const hovertemplate = "%{x:.3f}: %{y:.2g}<extra>%{fullData.name}</extra>";
      return { marks: { [name]: { ...bars, hovertemplate }, ...lines } };
    }),
  });
}

import { rejectUnknownOptions } from "../check";
import type { AxesOptions } from "./axes";
import { type Figure, layoutWith, rounded } from "./figure";
import { COLORS, colorsOf } from "./palette";

export interface BySeedOptions extends Pick<AxesOptions, "title" | "caption" | "colors" | "yTitle"> {
  /** Values to compare with, `{ name: value }`, each drawn as a horizontal line in the colour of data. */
  readonly limits?: Readonly<Record<string, number>>;
}

/**
 * Shows how a result varies with the random seed: one marker per seed for each series, `{ name: values }`. Throws a
 * RangeError for a series that does not have one value for each seed.
 */
export function bySeed(
  seeds: readonly number[],
  series: Readonly<Record<string, ArrayLike<number>>>,
  options: BySeedOptions,
): Figure {
  const { title, caption, colors, yTitle, limits = {}, ...rest } = options;
  rejectUnknownOptions("bySeed", rest);
  const ticks = seeds.map((seed) => `seed ${seed}`);
  const inks = colorsOf(Object.keys(series), colors);
  const points = Object.entries(series).map(([name, values], i) => {
    if (values.length !== seeds.length)
      throw new RangeError(
        `${name}: expected one number for each of ${seeds.length} seeds, got ${values.length}`,
      );
    return {
      type: "scatter",
      mode: "markers",
      name,
      x: ticks,
      y: rounded(values),
      marker: { size: 11, symbol: i, color: inks[i] },
    };
  });
  const lines = Object.entries(limits).map(([name, value]) => ({
    type: "scatter",
    mode: "lines",
    name,
    x: ticks,
    y: rounded(ticks.map(() => value)),
    line: { dash: "dash", color: COLORS.data },
  }));
  return {
    data: [...points, ...lines],
    layout: layoutWith(
      { title, caption },
      {
        showlegend: true,
        xaxis: { type: "category" },
        yaxis: { title: { text: yTitle } },
      },
    ),
  };
}

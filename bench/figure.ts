import { type Figure, layoutWith, rounded } from "../lib/figures/figure";
import { seriesColor } from "../lib/figures/palette";
import type { Result } from "./competition";

const SYMBOLS = ["circle", "diamond", "square"];

/** Milliseconds per step or evaluation of every contender, one row of points for each case, on a logarithmic axis. */
export function speedFigure(results: readonly Result[]): Figure {
  const cases = unique(results.map((result) => result.case));
  const groups = unique(results.map(({ group }) => group));
  return {
    data: groups.flatMap((group, g) =>
      unique(results.filter((one) => one.group === group).map(({ contender }) => contender)).map(
        (name, i) => {
          const own = results.filter(({ contender }) => contender === name);
          return {
            type: "scatter",
            mode: "markers",
            name,
            x: rounded(own.map(({ milliseconds }) => milliseconds ?? Number.NaN)),
            y: own.map((result) => result.case),
            marker: { size: 11, color: seriesColor(g), symbol: SYMBOLS[i] },
          };
        },
      ),
    ),
    layout: layoutWith(
      { title: "Milliseconds per training step or evaluation, less is better" },
      {
        width: 1100,
        height: 180 + 36 * cases.length,
        xaxis: { type: "log", title: { text: "milliseconds" } },
        yaxis: { type: "category", categoryarray: cases, autorange: "reversed" },
        legend: { orientation: "v", x: 1.02, y: 1, yref: "paper", yanchor: "top" },
      },
    ),
  };
}

const unique = <T>(values: readonly T[]) => [...new Set(values)];

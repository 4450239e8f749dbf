import { type Figure, figure } from "../lib/figures/figure";
import { seriesColor } from "../lib/figures/palette";
import type { Result } from "./competition";

const SYMBOLS = ["circle", "diamond", "square"];

/** Milliseconds per step or evaluation of every contender, one row of points for each case, on a logarithmic axis. */
export function speedFigure(results: readonly Result[]): Figure {
  const cases = unique(results.map((result) => result.case));
  const groups = unique(results.map(({ group }) => group));
  const marks = groups.flatMap((group, g) =>
    unique(results.filter((one) => one.group === group).map(({ contender }) => contender)).map((name, i) => {
      const own = results.filter(({ contender }) => contender === name);
      const x = own.map(({ milliseconds }) => milliseconds ?? Number.NaN);
      const marker = { size: 11, color: seriesColor(g), symbol: SYMBOLS[i] };
      return [name, { mode: "markers", x, y: own.map((result) => result.case), marker }];
    }),
  );
  const drawn = figure({
    title: "Milliseconds per training step or evaluation, less is better",
    xTitle: "milliseconds",
    xaxis: { type: "log" },
    panelSize: [1000, 30 + 36 * cases.length],
    marks: Object.fromEntries(marks),
    yaxis: { type: "category", categoryarray: cases, autorange: "reversed" },
  });
  const legend = { orientation: "v", x: 1.02, y: 1, yref: "paper", yanchor: "top" };
  return { ...drawn, layout: { ...drawn.layout, legend } };
}

const unique = <T>(values: readonly T[]) => [...new Set(values)];

import { type Figure, layoutWith, rounded } from "../lib/figures/figure";
import { seriesColor } from "../lib/figures/palette";
import type { Result } from "./competition";

/** Milliseconds per training step or evaluation of every contender, one group of points for each case, on a logarithmic axis. */
export function speedFigure(results: readonly Result[]): Figure {
  const cases = [...new Set(results.map((result) => result.case))];
  const groups = [...new Set(results.map(({ group }) => group))];
  const contenders = [...new Set(results.map(({ contender }) => contender))];
  const symbols = ["circle", "diamond", "square", "x", "cross"];
  return {
    data: contenders.map((name) => {
      const own = results.filter(({ contender }) => contender === name);
      const { group } = own[0];
      const ofGroup = [...new Set(results.filter((one) => one.group === group).map((one) => one.contender))];
      return {
        type: "scatter",
        mode: "markers",
        name,
        x: rounded(own.map(({ milliseconds }) => milliseconds ?? Number.NaN)),
        y: own.map((result) => result.case),
        marker: {
          size: 11,
          color: seriesColor(groups.indexOf(group)),
          symbol: symbols[ofGroup.indexOf(name) % symbols.length],
        },
      };
    }),
    layout: layoutWith("Milliseconds per training step or evaluation, less is better", {
      width: 1000,
      height: 180 + 44 * cases.length,
      xaxis: { type: "log", title: { text: "milliseconds" } },
      yaxis: { type: "category", autorange: "reversed" },
      legend: { orientation: "v", x: 1.02, y: 1, yref: "paper", yanchor: "top" },
    }),
  };
}

import { checkAllPositive } from "../check";
import { type ChartOptions, type Figure, figure } from "./figure";
import { arrows, SILENT } from "./marks";
import { extent } from "./numbers";
import { INK } from "./palette";
import { slides } from "./slides";

export interface GradientArrowsOptions extends ChartOptions {
  /** μ of the draws z = μ + σε. */
  readonly loc: number;
  /** Their σ, one position of the slider for each. */
  readonly scales: readonly number[];
  /** Their ε, the same at each position. */
  readonly noise: ArrayLike<number>;
  /** ∂E f(z)/∂μ for a σ. */
  readonly exact: (scale: number) => number;
}

type Estimator = "pathwise" | "score function";

/** How far the longest arrow on f reaches, as a share of the widest spread of the draws. */
const REACH = 0.35;

/**
 * Shows how single draws estimate ∂E f(z)/∂μ for z ~ N(μ, σ²), with a slider over σ: above, the draws as dots on f, each
 * with an arrow whose horizontal part is its estimate on one scale, along the slope (pathwise: f′(z)) or level (score
 * function: f(z) ε/σ); below, the same estimates in a row for each draw, beside the exact gradient. Throws a RangeError
 * for a σ that is not a finite number > 0.
 */
export function gradientArrows(
  f: (z: number) => number,
  slope: (z: number) => number,
  options: GradientArrowsOptions,
): Figure {
  const { loc, scales, noise, exact, ...more } = options;
  checkAllPositive("scales", scales);
  const all = scales.map((scale) =>
    Array.from(noise, (epsilon) => {
      const z = loc + scale * epsilon;
      return { z, pathwise: slope(z), "score function": (f(z) * epsilon) / scale };
    }),
  );
  const draws = all.flat();
  const estimates = draws.flatMap((draw) => [draw.pathwise, draw["score function"]]);
  const [least, most] = extent(draws.map(({ z }) => z));
  const unit = (REACH * (most - least)) / Math.max(...estimates.map(Math.abs));
  const tips = draws.flatMap(({ z, ...each }) => Object.values(each).map((estimate) => z + unit * estimate));
  const xRange = padded([least, most, ...tips]);
  const grid = Array.from({ length: 121 }, (_, i) => xRange[0] + ((xRange[1] - xRange[0]) * i) / 120);
  const curve = { x: grid, y: grid.map(f), line: { color: INK, width: 1 }, ...SILENT };
  const heights = draws.flatMap(({ z, pathwise }) => [f(z), f(z) + unit * pathwise ** 2]);
  const onF = { xTitle: "z", xRange, yRange: padded([0, ...heights]) };
  const inRows = {
    xTitle: "estimate of ∂E f/∂μ",
    xRange: padded(estimates),
    yRange: [-1, noise.length] as const,
    yaxis: { showticklabels: false, ticks: "", showgrid: false },
  };
  const dots = { mode: "markers", marker: { color: INK, size: 6, symbol: "circle" }, hoverinfo: "skip" };

  const figures = all.map((drawn, s) => {
    const x = drawn.map(({ z }) => z);
    const y = x.map(f);
    const above = (name: Estimator) => {
      const reach = drawn.map((draw) => unit * draw[name]);
      const rise = reach.map((along, k) => (name === "pathwise" ? along * slope(x[k]) : 0));
      const tips = (from: number[], by: number[]) => from.map((at, k) => [at, at + by[k]]);
      const lines = arrows(tips(x, reach), tips(y, rise));
      return { ...onF, marks: { f: curve, [name]: lines, draws: { x, y, ...dots } } };
    };
    const below = (name: Estimator) => {
      const votes = drawn.map((draw) => [0, draw[name]]);
      const lines = arrows(
        votes,
        [...votes.keys()].map((row) => [row, row]),
      );
      return {
        ...inRows,
        marks: { [name]: lines, "exact gradient": { x: exact(scales[s]), y: inRows.yRange } },
      };
    };
    const panels = {
      "pathwise: uphill, by the slope f′(z)": { ...above("pathwise"), yTitle: "f(z)" },
      "score function: away from μ, by the height f(z)": above("score function"),
      "pathwise, draw by draw": { ...below("pathwise"), yTitle: "draws" },
      "score function, draw by draw": below("score function"),
    };
    const look = {
      colors: { "exact gradient": "exact" },
      columns: 2,
      shared: false,
      panelSize: [370, 170],
    } as const;
    return [String(Number(scales[s].toPrecision(3))), figure({ ...look, ...more, panels })] as const;
  });
  return slides(figures, { name: "σ", start: scales.length - 1 });
}

/** The range of some numbers with a margin. */
function padded(values: readonly number[]): [lower: number, upper: number] {
  const [lower, upper] = extent(values);
  const margin = 0.06 * (upper - lower);
  return [lower - margin, upper + margin];
}

import { checkAllPositive } from "../check";
import { type ChartOptions, type Figure, figure } from "./figure";
import { arrows, SILENT } from "./marks";
import { extent, roundStep } from "./numbers";
import { INK, ZERO_LINE } from "./palette";

/** Options of `gradientArrows`. */
export interface GradientArrowsOptions extends ChartOptions {
  /** μ of the draws z = μ + σε. */
  readonly loc: number;
  /** Their σ. */
  readonly scale: number;
  /** Their ε. */
  readonly noise: ArrayLike<number>;
  /** ∂E f(z)/∂μ. */
  readonly exact: number;
  /** The σ from and to which axes and the arrows' scale stay the same; default: `scale` alone. */
  readonly scales?: readonly [least: number, most: number];
}

type Estimator = "pathwise" | "score function";

/** How far the longest arrow on f reaches at most, as a share of the widest spread of the draws. */
const REACH = 0.7;
/** The σ whose draws the axes hold, from the least to the most. */
const STEPS = 8;
/** The bell's height, as a share of its panel's. */
const BELL = 0.4;

/**
 * Shows how single draws estimate ∂E f(z)/∂μ for z ~ N(μ, σ²): above, the density of z as a bell of fixed height, and the
 * draws as dots on f, each with an arrow whose horizontal part is its estimate, along the slope (pathwise: f′(z)) or level
 * (score function: f(z) ε/σ), on a scale that the axis names; below, the same estimates in a row for each draw, beside the
 * exact gradient. Throws a RangeError for a σ that is not a finite number > 0.
 */
export function gradientArrows(
  f: (z: number) => number,
  slope: (z: number) => number,
  options: GradientArrowsOptions,
): Figure {
  const { loc, scale, noise, exact, scales = [scale, scale], ...more } = options;
  checkAllPositive("scale", [scale]);
  checkAllPositive("scales", scales);
  const drawsAt = (sigma: number) =>
    Array.from(noise, (epsilon) => {
      const z = loc + sigma * epsilon;
      return { z, pathwise: slope(z), "score function": (f(z) * epsilon) / sigma };
    });
  const between = Array.from(
    { length: STEPS + 1 },
    (_, i) => scales[0] * (scales[1] / scales[0]) ** (i / STEPS),
  );
  const all = [scale, ...between].flatMap(drawsAt);
  const estimates = all.flatMap((draw) => [draw.pathwise, draw["score function"]]);
  const [least, most] = extent(all.map(({ z }) => z));
  /** What an arrow one unit of z long estimates. */
  const perUnit = roundStep(Math.max(...estimates.map(Math.abs)) / (REACH * (most - least)));
  const tips = all.flatMap((draw) =>
    [draw.pathwise, draw["score function"]].map((one) => draw.z + one / perUnit),
  );
  const xRange = padded([least, most, ...tips]);
  const heights = all.flatMap(({ z, pathwise }) => [f(z), f(z) + pathwise ** 2 / perUnit]);
  const yRange = padded([0, ...heights]);
  const grid = Array.from({ length: 241 }, (_, i) => xRange[0] + ((xRange[1] - xRange[0]) * i) / 240);
  const bell = grid.map((z) => BELL * yRange[1] * Math.exp(-0.5 * ((z - loc) / scale) ** 2));
  const drawn = drawsAt(scale);
  const x = drawn.map(({ z }) => z);
  const y = x.map(f);

  const above = (name: Estimator) => {
    const reach = drawn.map((draw) => draw[name] / perUnit);
    const rise = reach.map((along, k) => (name === "pathwise" ? along * slope(x[k]) : 0));
    const path = (from: number[], by: number[]) => from.map((at, k) => [at, at + by[k]]);
    const marks = {
      "density of z": { x: grid, y: bell, fill: "tozeroy", line: { width: 1, color: ZERO_LINE } },
      f: { x: grid, y: grid.map(f), line: { color: INK, width: 1 }, ...SILENT },
      μ: { x: loc, y: yRange, line: { color: INK, width: 1.5, dash: "dot" } },
      [name]: arrows(path(x, reach), path(y, rise)),
      draws: { x, y, mode: "markers", marker: { color: INK, size: 6, symbol: "circle" }, hoverinfo: "skip" },
    };
    return { marks, xTitle: `z (an arrow as long as 1: an estimate of ${perUnit})`, xRange, yRange };
  };
  const below = (name: Estimator) => {
    const rows = [...drawn.keys()];
    const lines = arrows(
      drawn.map((draw) => [0, draw[name]]),
      rows.map((row) => [row, row]),
    );
    const yRange = [-1, noise.length] as const;
    return {
      marks: { [name]: lines, "exact gradient": { x: exact, y: yRange } },
      xTitle: "estimate of ∂E f/∂μ",
      xRange: padded(estimates),
      yRange,
      yaxis: { showticklabels: false, ticks: "", showgrid: false },
    };
  };
  return figure({
    colors: { "exact gradient": "exact" },
    columns: 2,
    shared: false,
    panelSize: [370, 170],
    ...more,
    panels: {
      "pathwise: uphill, by the slope f′(z)": { ...above("pathwise"), yTitle: "f(z)" },
      "score function: from μ to the draw, by its height f(z)": above("score function"),
      "pathwise, draw by draw": { ...below("pathwise"), yTitle: "draws" },
      "score function, draw by draw": below("score function"),
    },
  });
}

/** The range of some numbers with a margin. */
function padded(values: readonly number[]): [lower: number, upper: number] {
  const [lower, upper] = extent(values);
  const margin = 0.06 * (upper - lower);
  return [lower - margin, upper + margin];
}

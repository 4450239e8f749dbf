import { checkAllPositive, rejectUnknownOptions } from "../check";
import { type Figure, type FigureOptions, layoutWith, rounded } from "./figure";
import { COLORS, INK } from "./palette";
import { axisName, layoutAxisName, panelDomains, panelTitle } from "./panels";
import { withSlider } from "./slider";

export interface GradientArrowsOptions extends FigureOptions {
  /** μ of the draws z = μ + σε. */
  readonly loc: number;
  /** Their σ, one position of the slider for each. */
  readonly scales: readonly number[];
  /** Their ε, the same at each position. */
  readonly noise: ArrayLike<number>;
  /** ∂E f(z)/∂μ for a σ. */
  readonly exact: (scale: number) => number;
}

const ESTIMATORS = [
  { title: "pathwise: uphill, by the slope f′(z)", color: COLORS.pathwise },
  { title: "score function: away from μ, by the height f(z)", color: COLORS.scoreFunction },
];
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
  const { title, caption, loc, scales, noise, exact, ...rest } = options;
  rejectUnknownOptions("gradientArrows", rest);
  checkAllPositive("scales", scales);
  const all = scales.map((scale) =>
    Array.from(noise, (epsilon) => {
      const z = loc + scale * epsilon;
      return { z, estimates: [slope(z), (f(z) * epsilon) / scale] };
    }),
  );
  const draws = all.flat();
  const zs = draws.map(({ z }) => z);
  const longest = Math.max(...draws.flatMap(({ estimates }) => estimates.map(Math.abs)));
  const unit = (REACH * (Math.max(...zs) - Math.min(...zs))) / longest;
  const tips = draws.flatMap(({ z, estimates }) => estimates.map((estimate) => z + unit * estimate));
  const range = padded([...zs, ...tips]);
  const heights = draws.flatMap(({ z, estimates: [along] }) => [f(z), f(z) + unit * along ** 2]);
  const votes = padded(draws.flatMap(({ estimates }) => estimates));

  const columns = panelDomains(2);
  const panel = (row: number, column: number) => ({
    xaxis: axisName("x", 2 * row + column),
    yaxis: axisName("y", 2 * row + column),
  });
  const grid = Array.from({ length: 121 }, (_, i) => range[0] + ((range[1] - range[0]) * i) / 120);
  const still = ESTIMATORS.map((_, column) => ({
    type: "scatter",
    mode: "lines",
    x: rounded(grid),
    y: rounded(grid.map(f)),
    line: { color: INK, width: 1 },
    showlegend: false,
    hoverinfo: "skip",
    ...panel(0, column),
  }));
  const moving = ESTIMATORS.flatMap(({ color }, column) => [
    { ...arrowStyle(color, noise.length), ...panel(0, column) },
    {
      type: "scatter",
      mode: "markers",
      name: "draws",
      showlegend: column === 0,
      marker: { color: INK, size: 6 },
      hoverinfo: "skip",
      ...panel(0, column),
    },
    { ...arrowStyle(color, noise.length), ...panel(1, column) },
    {
      type: "scatter",
      mode: "lines",
      name: "exact gradient",
      showlegend: column === 0,
      line: { color: COLORS.exact, width: 2 },
      ...panel(1, column),
    },
  ]);
  const positions = all.map((drawn, p) => ({
    label: String(Number(scales[p].toPrecision(3))),
    traces: ESTIMATORS.flatMap((_, column) => {
      const onF = drawn.map(({ z, estimates }) => {
        const reach = unit * estimates[column];
        return [
          [z, f(z)],
          [z + reach, f(z) + (column === 0 ? reach * slope(z) : 0)],
        ];
      });
      const inRows = drawn.map(({ estimates }, row) => [
        [0, row],
        [estimates[column], row],
      ]);
      const dots = { x: rounded(drawn.map(({ z }) => z)), y: rounded(drawn.map(({ z }) => f(z))) };
      const gradient = exact(scales[p]);
      const line = { x: rounded([gradient, gradient]), y: [-1, noise.length] };
      return [arrows(onF), dots, arrows(inRows), line];
    }),
  }));
  const axes = columns.flatMap((domain, column) => [
    [layoutAxisName("x", column), { title: { text: "z" }, range, domain, anchor: axisName("y", column) }],
    [
      layoutAxisName("y", column),
      {
        title: { text: column === 0 ? "f(z)" : "" },
        range: padded([0, ...heights]),
        domain: [0.5, 1],
        anchor: axisName("x", column),
      },
    ],
    [
      layoutAxisName("x", 2 + column),
      { title: { text: "estimate of ∂E f/∂μ" }, range: votes, domain, anchor: axisName("y", 2 + column) },
    ],
    [
      layoutAxisName("y", 2 + column),
      {
        title: { text: column === 0 ? "draws" : "" },
        showticklabels: false,
        ticks: "",
        showgrid: false,
        range: [-1, noise.length],
        domain: [0, 0.32],
        anchor: axisName("x", 2 + column),
      },
    ],
  ]);
  const figure = {
    data: [...still, ...moving],
    layout: layoutWith(
      { title, caption },
      {
        width: 900,
        height: 560,
        margin: { t: 76 },
        showlegend: true,
        annotations: columns.map(([start, end], column) =>
          panelTitle(ESTIMATORS[column].title, {
            x: (start + end) / 2,
            xanchor: "center",
            y: 1,
            yanchor: "bottom",
          }),
        ),
        ...Object.fromEntries(axes),
      },
    ),
  };
  return withSlider(figure, {
    name: "σ",
    positions,
    moving: moving.map((_, i) => still.length + i),
    start: scales.length - 1,
  });
}

/** How `count` arrows look that are drawn as one line with gaps: the markers at their tips are heads. */
function arrowStyle(color: string, count: number) {
  return {
    type: "scatter",
    mode: "lines+markers",
    showlegend: false,
    line: { color, width: 2 },
    marker: {
      color,
      symbol: "arrow",
      size: Array.from({ length: count }, () => [0, 10, 0]).flat(),
      angleref: "previous",
      opacity: 1,
    },
    hoverinfo: "skip",
  };
}

/** Arrows, each from a point to its tip, as one line with gaps. */
function arrows(all: readonly (readonly number[])[][]) {
  const coordinate = (axis: number) =>
    rounded(all.flatMap(([from, to]) => [from[axis], to[axis], Number.NaN]));
  return { x: coordinate(0), y: coordinate(1) };
}

/** The range of some numbers with a margin. */
function padded(values: readonly number[]): [lower: number, upper: number] {
  const [lower, upper] = [Math.min(...values), Math.max(...values)];
  const margin = 0.06 * (upper - lower);
  return [lower - margin, upper + margin];
}

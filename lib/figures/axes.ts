import { extent } from "./numbers";

/** Options of a pair of axes. */
export interface AxesOptions {
  /** What each axis shows, with units. */
  readonly xTitle?: string;
  readonly yTitle?: string;
  readonly logX?: boolean;
  readonly logY?: boolean;
  /** What each axis spans; default: all marks fit. */
  readonly xRange?: readonly [lower: number, upper: number];
  readonly yRange?: readonly [lower: number, upper: number];
  /** Whether a unit is as long on both axes, as for a plane; default: false. */
  readonly equalUnits?: boolean;
  /** More properties of Plotly's axes. */
  readonly xaxis?: object;
  readonly yaxis?: object;
}

export type Letter = "x" | "y";

/** Plotly's name for an axis of panel 0, 1, 2 … in a trace: x, x2, x3 … */
export const axisName = (letter: Letter, panel: number) => `${letter}${panel === 0 ? "" : panel + 1}`;

/**
 * The layout of the axes of panel 0, 1, 2 …, all with the ranges of panel 0 if they are `shared`; `values` are those that
 * a logarithmic axis labels.
 */
export function axesOf(
  panel: number,
  options: AxesOptions,
  shared: boolean,
  values: (letter: Letter) => ArrayLike<number>,
) {
  const { xTitle, yTitle, logX, logY, xRange, yRange, equalUnits, xaxis, yaxis } = options;
  const follows = (range: unknown) => shared && panel > 0 && !range;
  const axis = (letter: Letter, text?: string, log?: boolean, range?: readonly number[]) => ({
    title: { text, standoff: 8 },
    ...(log && logarithmic(values(letter))),
    ...(range && { range: log ? range.map(Math.log10) : range, constrain: "domain" }),
    ...(follows(range) && { matches: letter }),
  });
  const scaleanchor = equalUnits && !follows(yRange) ? { scaleanchor: axisName("x", panel) } : {};
  return {
    [`xaxis${axisName("x", panel).slice(1)}`]: { ...axis("x", xTitle, logX, xRange), ...xaxis },
    [`yaxis${axisName("y", panel).slice(1)}`]: {
      ...axis("y", yTitle, logY, yRange),
      ...scaleanchor,
      ...yaxis,
    },
  };
}

/** A logarithmic axis with custom ticks: Plotly would label 0.2 and 0.5 as "2" and "5", and crowd a wide axis. */
function logarithmic(values: ArrayLike<number>) {
  const [least, most] = extent(Array.from(values).filter((value) => value > 0));
  const decades = Math.log10(most / least);
  const ticks = Array.from({ length: 25 }, (_, i) => i - 12).flatMap((power) =>
    (decades < 2.5 ? [1, 2, 5] : [1]).map((digit) => digit * 10 ** power),
  );
  return { type: "log", tickvals: ticks, ticktext: ticks.map(label) };
}

function label(tick: number): string {
  const power = Math.floor(Math.log10(tick) + 1e-9);
  if (Math.abs(power) < 4) return String(+tick.toPrecision(1));
  const digit = Math.round(tick / 10 ** power);
  return `${digit === 1 ? "" : `${digit}·`}10<sup>${power}</sup>`;
}

/** An axis along which things with names stand, at 0, 1, 2 … */
export const places = (names: readonly string[]) => ({
  tickvals: names.map((_, place) => place),
  ticktext: names,
  range: [-0.5, names.length - 0.5],
  showgrid: false,
  zeroline: false,
});

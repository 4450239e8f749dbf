import type { LegendOptions } from "./figure";

/** Options of figures with a pair of axes. */
export interface AxesOptions extends LegendOptions {
  /** What each axis shows, with units. */
  readonly xTitle: string;
  readonly yTitle: string;
  readonly logX?: boolean;
  readonly logY?: boolean;
}

/** The layout of a pair of axes; `x` and `y` hold all values that are drawn on them. */
export function axes(
  { xTitle, yTitle, logX, logY }: Pick<AxesOptions, "xTitle" | "yTitle" | "logX" | "logY">,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
) {
  return {
    xaxis: { title: { text: xTitle }, ...(logX && logarithmic(x)) },
    yaxis: { title: { text: yTitle }, ...(logY && logarithmic(y)) },
  };
}

/** A logarithmic axis with custom ticks: Plotly would label 0.2 and 0.5 as "2" and "5", and crowd a wide axis. */
export function logarithmic(values: ArrayLike<number>) {
  const positive = Array.from(values).filter((value) => value > 0);
  const decades = Math.log10(Math.max(...positive) / Math.min(...positive));
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

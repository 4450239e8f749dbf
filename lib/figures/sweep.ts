import { checkChoice } from "../check";
import { median } from "../numerics/median";
import { places } from "./axes";
import { type ChartOptions, type Figure, figure } from "./figure";

/** Which of a sweep's axes and measures a figure shows. */
export interface SweepFigureOptions extends ChartOptions {
  /** The axis of the sweep, or "seed", along x. */
  readonly x: string;
  /** The measure along y, or "loss". */
  readonly y: string;
  /** The axis whose values have a colour each; default: none. */
  readonly color?: string;
}

/** What is drawn of a sweep. */
export interface DrawnSweep {
  readonly axes: readonly string[];
  readonly runs: readonly {
    readonly setting: Readonly<Record<string, unknown>>;
    readonly outcome: string;
    readonly measures: Readonly<Record<string, number>>;
  }[];
}

const TITLES: Readonly<Record<string, string>> = {
  elbo: "mean ELBO, nats",
  logEvidence: "mean log p(x), nats",
  lowDensityShare: "share of samples where data are rare",
};

/** How far apart colours stand at one value of x, where values are 1 apart. */
const SPREAD = 0.24;

/**
 * Shows a measure of every training of a sweep as a point over one of the sweep's axes, whose values are evenly spaced, and a line
 * through the medians, unless these values are names. Trainings without a result are counted below it. Throws a RangeError for an axis that the sweep
 * does not have, or a measure that no training has.
 */
export function sweepFigure({ axes, runs }: DrawnSweep, options: SweepFigureOptions): Figure {
  const { x, y, color, ...more } = options;
  checkChoice("x", x, [...axes, "seed"]);
  if (color !== undefined) checkChoice("color", color, [...axes, "seed"]);
  const known = runs.flatMap(({ measures }) => Object.keys(measures));
  if (known.length > 0) checkChoice("y", y, [...new Set(known)]);
  const columns = distinct(runs.map(({ setting }) => setting[x]));
  const named = runs.some(({ setting }) => typeof setting[x] === "string");
  const groups = color === undefined ? [""] : distinct(runs.map(({ setting }) => setting[color]));
  // A text says by itself what it is, a number does not.
  const isText = runs.some(({ setting }) => typeof setting[color ?? ""] === "string");
  const marks = groups.map((group, g) => {
    const shift = groups.length > 1 ? SPREAD * (g / (groups.length - 1) - 0.5) : 0;
    const own = runs
      .filter(({ outcome }) => outcome === "trained")
      .filter(({ setting }) => color === undefined || written(setting[color]) === group);
    const at = own.map(({ setting }) => columns.indexOf(written(setting[x])));
    const heights = own.map(({ measures }) => measures[y]);
    const filled = [...columns.keys()].filter((c) => at.includes(c));
    const points = {
      mode: "markers",
      x: at.map((c) => c + shift),
      y: heights,
      text: own.map(({ setting }) => `seed ${setting.seed}`),
      hovertemplate: "%{y} (%{text})<extra>%{fullData.name}</extra>",
      marker: { size: 7, symbol: "circle", opacity: 0.5 },
      showlegend: false,
    };
    const medians = {
      mode: named ? "markers" : "lines+markers",
      x: filled.map((c) => c + shift),
      y: filled.map((c) => median(heights.filter((_, i) => at[i] === c))),
      hovertemplate: "median %{y}<extra>%{fullData.name}</extra>",
      marker: { size: 12, symbol: "line-ew-open", opacity: 1, line: { width: 3 } },
    };
    const name = color === undefined ? "median" : isText ? group : `${words(color)} ${group}`;
    return [name, [points, medians]];
  });
  const ticks = columns.map((column) => {
    const there = runs.filter(({ setting }) => written(setting[x]) === column);
    const counts = ["diverged", "failed"].flatMap((what) => {
      const count = there.filter(({ outcome }) => outcome === what).length;
      return count > 0 ? [`${count} ${what}`] : [];
    });
    return [column, ...counts].join("<br>");
  });
  return figure({
    xTitle: words(x),
    yTitle: TITLES[y] ?? words(y),
    xaxis: places(ticks),
    ...more,
    marks: Object.fromEntries(marks),
  });
}

/** A setting's value as a tick or in a legend. */
function written(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? value.map(written).join(", ") : "none";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** "hiddenSizes" in words. */
const words = (name: string) =>
  name.replace(".", " ").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** The different values, numbers in ascending order and others as they come. */
function distinct(values: readonly unknown[]): string[] {
  const sorted = values.every((value) => typeof value === "number")
    ? [...values].sort((a, b) => a - b)
    : values;
  return [...new Set(sorted.map(written))];
}

import { rejectUnknownOptions } from "../check";
import { median } from "../numerics/median";
import { type Figure, type LegendOptions, layoutWith, rounded } from "./figure";
import { colorsOf } from "./palette";

export interface SweepFigureOptions extends LegendOptions {
  /** The axis of the sweep, or "seed", along x. */
  readonly x: string;
  /** The measure along y, or "loss". */
  readonly y: string;
  /** The axis whose values have a colour each; default: none. */
  readonly color?: string;
  /** Default: the measure with its unit. */
  readonly yTitle?: string;
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
 * through the medians. Trainings without a result are counted at the bottom. Throws a RangeError for an axis that the sweep
 * does not have, or a measure that no training has.
 */
export function sweepFigure({ axes, runs }: DrawnSweep, options: SweepFigureOptions): Figure {
  const { x, y, color, yTitle = TITLES[y] ?? words(y), title, caption, colors, ...rest } = options;
  rejectUnknownOptions("sweep", rest);
  checkName("x", x, [...axes, "seed"]);
  if (color !== undefined) checkName("color", color, [...axes, "seed"]);
  const known = runs.flatMap(({ measures }) => Object.keys(measures));
  if (known.length > 0) checkName("y", y, [...new Set(known)]);
  const columns = distinct(runs.map(({ setting }) => setting[x]));
  const groups = color === undefined ? [""] : distinct(runs.map(({ setting }) => setting[color]));
  const names = groups.map((group) => (color === undefined ? "median" : `${words(color)} ${group}`));
  const inks = colorsOf(names, colors);
  const data = groups.flatMap((group, g) => {
    const shift = groups.length > 1 ? SPREAD * (g / (groups.length - 1) - 0.5) : 0;
    const own = runs.filter(
      ({ setting, outcome }) =>
        outcome === "trained" && (color === undefined || written(setting[color]) === group),
    );
    const at = (run: DrawnSweep["runs"][number]) => columns.indexOf(written(run.setting[x]));
    const filled = columns.flatMap((_, c) => {
      const values = own.filter((run) => at(run) === c).map(({ measures }) => measures[y]);
      return values.length > 0 ? [{ c, value: median(values) }] : [];
    });
    const ink = { color: inks[g] };
    return [
      {
        type: "scatter",
        mode: "markers",
        name: names[g],
        legendgroup: names[g],
        showlegend: false,
        x: own.map((run) => at(run) + shift),
        y: rounded(own.map(({ measures }) => measures[y])),
        text: own.map(({ setting }) => `seed ${setting.seed}`),
        hovertemplate: "%{y} (%{text})<extra>%{fullData.name}</extra>",
        marker: { ...ink, size: 7, opacity: 0.5 },
      },
      {
        type: "scatter",
        mode: "lines+markers",
        name: names[g],
        legendgroup: names[g],
        x: filled.map(({ c }) => c + shift),
        y: rounded(filled.map(({ value }) => value)),
        hovertemplate: "median %{y}<extra>%{fullData.name}</extra>",
        line: { ...ink, width: 2 },
        marker: { ...ink, size: 12, symbol: "line-ew-open", line: { ...ink, width: 3 } },
      },
    ];
  });
  return {
    data,
    layout: layoutWith(
      { title, caption },
      {
        showlegend: true,
        xaxis: {
          title: { text: words(x) },
          tickvals: columns.map((_, c) => c),
          ticktext: columns,
          range: [-0.5, columns.length - 0.5],
          showgrid: false,
          zeroline: false,
        },
        yaxis: { title: { text: yTitle } },
        annotations: columns.flatMap((column, c) =>
          without(runs.filter(({ setting }) => written(setting[x]) === column)).map((text) => ({
            text,
            x: c,
            y: 0,
            yref: "paper",
            yanchor: "bottom",
            showarrow: false,
          })),
        ),
      },
    ),
  };
}

/** "2 diverged, 1 failed", or nothing. */
function without(runs: DrawnSweep["runs"]): string[] {
  const counts = ["diverged", "failed"].flatMap((outcome) => {
    const count = runs.filter((run) => run.outcome === outcome).length;
    return count > 0 ? [`${count} ${outcome}`] : [];
  });
  return counts.length > 0 ? [counts.join(", ")] : [];
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

function checkName(option: string, name: string, names: readonly string[]): void {
  if (!names.includes(name))
    throw new RangeError(`${option}: expected one of ${names.join(", ")}, got ${JSON.stringify(name)}`);
}

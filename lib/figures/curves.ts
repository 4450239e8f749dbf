import { rejectUnknownOptions } from "../check";
import { type AxesOptions, axes } from "./axes";
import { type Figure, layoutWith, rounded } from "./figure";
import { colorsOf } from "./palette";

/** y over x, with a bar of ± `error` around each y if `error` is given. */
export interface Curve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly error?: ArrayLike<number>;
  /** How the curve is drawn; default: "lines". */
  readonly draw?: "lines" | "markers" | "lines+markers" | "dashes";
}

export interface CurvesOptions extends AxesOptions {
  /** The range of the y axis; default: all curves fit. */
  readonly yRange?: readonly [lower: number, upper: number];
  /** Whether a unit is as long on both axes, as for a plane; default: false. */
  readonly equalUnits?: boolean;
}

/** Shows curves, `{ name: curve }`, over one pair of axes. Throws a RangeError if a curve's lists differ in length. */
export function curves(named: Readonly<Record<string, Curve>>, options: CurvesOptions): Figure {
  const { title, caption, colors, xTitle, yTitle, logX, logY, yRange, equalUnits, ...rest } = options;
  rejectUnknownOptions("curves", rest);
  const inks = colorsOf(Object.keys(named), colors);
  const data = Object.entries(named).map(([name, curve], i) => {
    const { x, y, error, draw = "lines", ...rest } = curve;
    rejectUnknownOptions(name, rest);
    for (const list of [y, error ?? y])
      if (list.length !== x.length)
        throw new RangeError(`${name}: expected ${x.length} numbers, one for each x, got ${list.length}`);
    const ink = { color: inks[i] };
    return {
      type: "scatter",
      mode: draw === "dashes" ? "lines" : draw,
      name,
      x: rounded(x),
      y: rounded(y),
      line: { ...ink, ...(draw === "dashes" && { dash: "dash" }) },
      marker: x.length > 50 ? { ...ink, size: 4, opacity: 0.6 } : { ...ink, size: 9, symbol: i },
      ...(error && { error_y: { array: rounded(error), thickness: 1.5 } }),
    };
  });
  const all = (axis: "x" | "y") => Object.values(named).flatMap((curve) => Array.from(curve[axis]));
  const { xaxis, yaxis } = axes(options, all("x"), all("y"));
  return {
    data,
    layout: layoutWith(
      { title, caption },
      {
        showlegend: true,
        xaxis,
        yaxis: { ...yaxis, ...(yRange && { range: yRange }), ...(equalUnits && { scaleanchor: "x" }) },
      },
    ),
  };
}

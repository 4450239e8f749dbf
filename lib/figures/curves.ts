import { COLOURS, type Figure, rounded, template } from "./figure";
import { logarithmicAxis } from "./logarithmic-axis";

/** y over x, with a bar of ± `error` around each y where there is one. */
export interface Curve {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly error?: ArrayLike<number>;
  /** "lines" when left out. */
  readonly draw?: "lines" | "markers" | "lines+markers" | "dashes";
  /** Position in COLOURS; the curve's own position when left out. */
  readonly color?: number;
}

export interface CurvesOptions {
  title?: string;
  /** What the axes show, with units. */
  x: string;
  y: string;
  logarithmicX?: boolean;
  logarithmicY?: boolean;
  /** What the y axis shows; all of it when left out. */
  yRange?: readonly [lower: number, upper: number];
}

/** Curves over one pair of axes, `{ name: curve }`. Throws a RangeError where a curve's lists differ in length. */
export function curves(named: Readonly<Record<string, Curve>>, options: CurvesOptions): Figure {
  const data = Object.entries(named).map(([name, { x, y, error, draw = "lines", color }], i) => {
    for (const list of [y, error ?? y])
      if (list.length !== x.length)
        throw new RangeError(`${name}: expected ${x.length} numbers, one for each x, got ${list.length}`);
    const ink = { color: COLOURS[(color ?? i) % COLOURS.length] };
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
  const { title, x, y, logarithmicX, logarithmicY, yRange } = options;
  const all = (axis: "x" | "y") => Object.values(named).flatMap((curve) => Array.from(curve[axis]));
  return {
    data,
    layout: {
      template,
      ...(title && { title: { text: title } }),
      width: 720,
      height: 430,
      showlegend: true,
      xaxis: { title: { text: x }, ...(logarithmicX && logarithmicAxis(all("x"))) },
      yaxis: {
        title: { text: y },
        ...(yRange && { range: yRange }),
        ...(logarithmicY && logarithmicAxis(all("y"))),
      },
    },
  };
}

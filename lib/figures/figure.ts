import { GRID, INK, SERIES, ZERO_LINE } from "./palette";

/** A Plotly figure as plain JSON. */
export interface Figure {
  readonly data: readonly object[];
  readonly layout: Readonly<Record<string, unknown>>;
  /** The frames that a slider moves through. */
  readonly frames?: readonly object[];
}

/** Options that every figure has. */
export interface FigureOptions {
  readonly title?: string;
}

const axis = {
  gridcolor: GRID,
  zerolinecolor: ZERO_LINE,
  linecolor: INK,
  ticks: "outside",
  tickcolor: INK,
  automargin: true,
};

/** Sets background and text colours explicitly, so that a figure looks the same in a dark theme. */
const template = {
  layout: {
    colorway: SERIES,
    font: { family: "Helvetica, Arial, DejaVu Sans, sans-serif", size: 13, color: INK },
    title: { x: 0.02, xanchor: "left", font: { size: 15 } },
    paper_bgcolor: "white",
    plot_bgcolor: "white",
    margin: { l: 64, r: 24, t: 56, b: 96 },
    legend: { orientation: "h", x: 0, y: 0, yref: "container", yanchor: "bottom", itemsizing: "constant" },
    xaxis: axis,
    yaxis: axis,
  },
};

/** The layout that all figures share, with a title if there is one; `own` extends and overrides it. */
export function layoutWith(title: string | undefined, own: Record<string, unknown>): Figure["layout"] {
  return { template, ...(title && { title: { text: title } }), width: 720, height: 430, ...own };
}

/** Numbers as Plotly's typed array of float32 in base64. */
export interface PackedNumbers {
  readonly dtype: "f4";
  readonly bdata: string;
}

/** Packs many numbers into a quarter of the space that JSON's digits take. */
export function packed(values: ArrayLike<number>): PackedNumbers {
  return { dtype: "f4", bdata: Buffer.from(Float32Array.from(values).buffer).toString("base64") };
}

/** Rounds a few numbers to four significant digits, with null for each that is not finite. */
export function rounded(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? Number(value.toPrecision(4)) : null));
}

/** A Plotly figure as plain JSON. */
export interface Figure {
  readonly data: readonly object[];
  readonly layout: Readonly<Record<string, unknown>>;
  /** What a slider moves through. */
  readonly frames?: readonly object[];
}

/** Paul Tol's "vibrant" colours, told apart with any colour vision; the first is for data, the second for what a model makes. */
export const COLOURS = ["#0077BB", "#CC3311", "#009988", "#EE7733", "#33BBEE", "#EE3377"];
const INK = "#333333";
const GRID = "#E5E5E5";

const axis = {
  gridcolor: GRID,
  zerolinecolor: "#BFBFBF",
  linecolor: INK,
  ticks: "outside",
  tickcolor: INK,
  automargin: true,
};

/** What all figures share. Paper and ink are set outright, so that a figure reads the same in a dark theme. */
export const template = {
  layout: {
    colorway: COLOURS,
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

/** Many numbers as Plotly's typed array, float32 in base64: a quarter of the file's size. */
export function packed(values: ArrayLike<number>): { dtype: "f4"; bdata: string } {
  return { dtype: "f4", bdata: Buffer.from(Float32Array.from(values).buffer).toString("base64") };
}

/** A few numbers with four significant digits; null where there is none. */
export function rounded(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? Number(value.toPrecision(4)) : null));
}

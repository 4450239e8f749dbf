import { GRID, INK, type Meaning, QUIET, seriesColor, ZERO_LINE } from "./palette";

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
  /** What to look at, and which handle to move; shown below the title. */
  readonly caption?: string;
}

/** Options of figures with a legend. */
export interface LegendOptions extends FigureOptions {
  /**
   * What names in the legend stand for, which decides their colours, such as `{ "decoded samples": "model" }`. Some names
   * need no entry, such as "data" and "ELBO" (palette.ts); others without one get colours without a meaning.
   */
  readonly colors?: Readonly<Record<string, Meaning>>;
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
    colorway: Array.from({ length: 6 }, (_, i) => seriesColor(i)),
    font: { family: "Helvetica, Arial, DejaVu Sans, sans-serif", size: 13, color: INK },
    title: {
      x: 0.02,
      xanchor: "left",
      yref: "container",
      y: 1,
      yanchor: "top",
      pad: { t: 18 },
      font: { size: 15 },
    },
    paper_bgcolor: "white",
    plot_bgcolor: "white",
    margin: { l: 64, r: 24, t: 56, b: 96 },
    legend: { orientation: "h", x: 0, y: 0, yref: "container", yanchor: "bottom", itemsizing: "constant" },
    xaxis: axis,
    yaxis: axis,
  },
};

const CAPTION_LINE = 20;

/** The layout that all figures share, with title and caption if there are any; `own` extends and overrides it. */
export function layoutWith(
  { title, caption }: FigureOptions,
  own: {
    readonly width?: number;
    readonly height?: number;
    readonly margin?: Readonly<Partial<Record<"l" | "r" | "t" | "b", number>>>;
  } & Record<string, unknown>,
): Figure["layout"] {
  const { width = 720, height = 430, margin } = own;
  const lines = caption ? wrapped(caption, (width - 30) / 6.3) : [];
  const captionHeight = CAPTION_LINE * lines.length;
  return {
    template,
    ...((title || caption) && {
      title: { text: [...(title ? [title] : []), ...lines.map(quiet)].join("<br>") },
    }),
    ...own,
    width,
    height: height + captionHeight,
    margin: { ...margin, t: (margin?.t ?? 56) + captionHeight },
  };
}

const quiet = (line: string) => `<span style="font-size:12.5px;color:${QUIET}">${line}</span>`;

/** A text in lines of at most `length` characters. */
function wrapped(text: string, length: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length >= length) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}

/** Numbers as Plotly's typed array in base64. */
export interface PackedNumbers {
  readonly dtype: "f4" | "u1";
  readonly bdata: string;
}

/** Packs many numbers into a quarter of the space that JSON's digits take. */
export function packed(values: ArrayLike<number>): PackedNumbers {
  return { dtype: "f4", bdata: base64(new Uint8Array(Float32Array.from(values).buffer)) };
}

/** Packs integers from 0 to 255. */
export function packedBytes(values: Uint8Array): PackedNumbers {
  return { dtype: "u1", bdata: base64(values) };
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** Rounds a few numbers to four significant digits, with null for each that is not finite. */
export function rounded(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? Number(value.toPrecision(4)) : null));
}

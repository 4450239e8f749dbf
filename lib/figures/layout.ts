import { GRID, INK, QUIET, seriesColor, ZERO_LINE } from "./palette";

/** Options that every figure has. */
export interface TitleOptions {
  readonly title?: string;
  /** What to look at, and which handle to move; shown below the title. */
  readonly caption?: string;
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
    bargap: 0,
    paper_bgcolor: "white",
    plot_bgcolor: "white",
    legend: { orientation: "h", x: 0, y: 0, yref: "container", yanchor: "bottom", itemsizing: "constant" },
    xaxis: axis,
    yaxis: axis,
  },
};

/** Pixels around the panels. */
export type Margin = Readonly<Record<"l" | "r" | "t" | "b", number>>;

const CAPTION_LINE = 20;

/** The layout that all figures share, with the title and the caption, for which it makes room; `own` extends it. */
export function layoutWith(
  { title, caption }: TitleOptions,
  own: { readonly width: number; readonly height: number; readonly margin: Margin } & Record<string, unknown>,
) {
  const lines = caption ? wrapped(caption, (own.width - 30) / 6.3) : [];
  const text = [...(title ? [title] : []), ...lines.map(quiet)].join("<br>");
  const above = (title ? 44 : caption ? 32 : 20) + CAPTION_LINE * lines.length;
  return {
    template,
    ...(text && { title: { text } }),
    ...own,
    height: own.height + above,
    margin: { ...own.margin, t: own.margin.t + above },
  };
}

const quiet = (line: string) => `<span style="font-size:12.5px;color:${QUIET}">${line}</span>`;

/** A text in lines of at most `length` characters, but for longer words. */
const wrapped = (text: string, length: number) =>
  (text.match(new RegExp(`(.{1,${Math.floor(length)}}|\\S+)( |$)`, "g")) ?? []).map((line) => line.trim());

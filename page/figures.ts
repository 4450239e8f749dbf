import type { Figure } from "../lib/figures/figure";
import { undrawn } from "../lib/notebook/interact/front-end";

interface Plotly {
  addFrames(place: HTMLElement, frames: readonly object[]): Promise<unknown>;
  react(place: HTMLElement, data: unknown, layout: Layout, config?: object): Promise<unknown>;
  relayout(place: HTMLElement, changes: { "title.text"?: string }): Promise<unknown>;
  purge(place: HTMLElement): void;
}
declare const Plotly: Plotly;

interface Layout {
  readonly width?: number;
  readonly height?: number;
  readonly margin?: Readonly<Record<"l" | "r" | "t" | "b", number>>;
  readonly title?: { readonly text?: string };
  readonly grid?: {
    readonly rows: number;
    readonly columns: number;
    readonly xgap: number;
    readonly ygap: number;
  };
  readonly [other: string]: unknown;
}

/** The layouts of the figures that are drawn, before they were fitted, and the room that they were fitted into. */
const drawn = new Map<HTMLElement, { layout: Layout; width: number }>();
/** The least pixels of a panel beside another. */
const LEAST_PANEL = 220;
const CAPTION_LINE = 20;

/** Makes Plotly fit every figure into its column, whoever draws it, and again when the column's width changes. */
export function fitFigures(): void {
  const { react, relayout } = Plotly;
  Plotly.react = (place, data, layout, config) => {
    const width = roomOf(place);
    if (!drawn.has(place)) resized.observe(place.parentElement!);
    drawn.set(place, { layout, width });
    place.setAttribute("role", "figure");
    place.setAttribute("aria-label", plainText(layout.title?.text));
    // Plotly writes the ranges that it chose into a layout, and takes them for the reader's the next time.
    return react(place, data, fitted(structuredClone(layout), width), { displaylogo: false, ...config });
  };
  Plotly.relayout = (place, changes) => {
    const known = drawn.get(place);
    const text = changes["title.text"];
    if (!known || text === undefined) return relayout(place, changes);
    const layout = { ...known.layout, title: { ...known.layout.title, text } };
    drawn.set(place, { ...known, layout });
    return relayout(place, { ...changes, "title.text": fitted(layout, known.width).title?.text ?? "" });
  };
}

const resized = new ResizeObserver(() => {
  for (const [place, { layout, width }] of drawn)
    if (!place.isConnected) drawn.delete(place);
    else if (Math.abs(roomOf(place) - width) > 8)
      Plotly.react(place, (place as { data?: unknown }).data, layout);
});

const roomOf = (place: HTMLElement) => place.closest(".outputs, .output, article")?.clientWidth || innerWidth;

const plainText = (title = "Figure") => title.replaceAll(/<br>/g, " ").replaceAll(/<[^>]*>/g, "");

/** Draws a figure in a place. */
export async function drawFigure(place: HTMLElement, { data, layout, frames }: Figure): Promise<void> {
  await Plotly.react(place, data, layout as Layout);
  if (frames) await Plotly.addFrames(place, frames);
  const note = document.createElement("div");
  note.className = "undrawn";
  note.textContent = undrawn(place, data);
  if (note.textContent) place.append(note);
}

export function removeFigure(place: HTMLElement): void {
  drawn.delete(place);
  Plotly.purge(place);
}

/** A layout that is no wider than `room`: panels beside each other are stacked, and what remains too wide is narrowed. */
export function fitted(layout: Layout, room: number): Layout {
  const { width = 700, height = 450, margin = { l: 80, r: 80, t: 100, b: 80 }, grid } = layout;
  if (width <= room) return layout;
  const { rows = 1, columns = 1, xgap = 0, ygap = 0 } = grid ?? {};
  const sides = Math.min(margin.l, 56) + Math.min(margin.r, 12);
  const [across, down] = [width - margin.l - margin.r, height - margin.t - margin.b];
  // Plotly's gaps are shares of a panel with its gap.
  const panel = [across / (columns - xgap), down / (rows - ygap)].map(
    (pitch, k) => pitch * (1 - [xgap, ygap][k]),
  );
  const gap = [across / (columns - xgap) - panel[0], down / (rows - ygap) - panel[1]];
  const fit = Math.max(1, Math.min(columns, Math.floor((room - sides + gap[0]) / (LEAST_PANEL + gap[0]))));
  const panelWidth = Math.min(panel[0], (room - sides + gap[0]) / fit - gap[0]);
  // A plane, or an image, keeps its shape.
  const keepsShape = Object.values(layout).some((axis) => (axis as { scaleanchor?: string })?.scaleanchor);
  const panelHeight = keepsShape ? (panel[1] * panelWidth) / panel[0] : panel[1];
  const fitRows = Math.ceil((rows * columns) / fit);
  const between = fit < columns ? Math.max(gap[1], 40) : gap[1];
  const lines = titleLines(layout.title?.text, room);
  const top = margin.t + CAPTION_LINE * (lines.count - (layout.title?.text?.split("<br>").length ?? 0));
  const inner = fitRows * (panelHeight + between) - between;
  return {
    ...layout,
    ...(layout.title && { title: { ...layout.title, text: lines.text } }),
    width: room,
    height: top + inner + margin.b + (fit < columns ? 24 : 0),
    margin: { l: Math.min(margin.l, 56), r: Math.min(margin.r, 12), t: top, b: margin.b },
    ...(grid && {
      grid: {
        ...grid,
        rows: fitRows,
        columns: fit,
        xgap: gap[0] / (panelWidth + gap[0]),
        ygap: between / (panelHeight + between),
      },
    }),
  };
}

/** A title with its caption, broken anew into lines that fit. */
function titleLines(text: string | undefined, room: number): { text: string; count: number } {
  if (!text) return { text: "", count: 0 };
  const [before, ...rest] = text.split("<br>");
  const isCaption = before.startsWith("<span");
  const caption = isCaption ? [before, ...rest] : rest;
  const style = /^<span[^>]*>/.exec(caption[0] ?? "")?.[0] ?? "<span>";
  const wrapped = (words: string, pixels: number) =>
    words.match(new RegExp(`(.{1,${Math.max(10, Math.floor((room - 20) / pixels))}}|\\S+)( |$)`, "g")) ?? [];
  const lines = [
    ...(isCaption ? [] : wrapped(before, 8.2)),
    ...wrapped(plainText(caption.join(" ")), 6.5).map((line) => `${style}${line.trim()}</span>`),
  ];
  return { text: lines.join("<br>"), count: lines.length };
}

/** Draws the figures that the page came with in place of their pictures, each when it comes near the view. */
export function drawSavedFigures(): void {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        const source = target.querySelector("script.figure");
        // A cell that was run meanwhile has replaced its figures.
        if (!source?.isConnected) continue;
        const place = document.createElement("div");
        target.querySelector("img.figure")?.remove();
        source.after(place);
        drawFigure(place, JSON.parse(source.textContent ?? ""));
      }
    },
    { rootMargin: "300px" },
  );
  for (const source of document.querySelectorAll("script.figure")) near.observe(source.parentElement!);
}

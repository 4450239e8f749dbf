import type { Figure } from "../lib/figures/figure";
import { undrawn } from "../lib/notebook/interact/front-end";
import { DARK, darkFigure, inLook, LIGHT } from "./dark";
import { loadScript } from "./scripts";

interface Change {
  readonly data: readonly object[];
  readonly traces: readonly number[];
}

interface Plotly {
  animate(place: HTMLElement, change: Change, options: object): Promise<unknown>;
  react(place: HTMLElement, data: unknown, layout?: unknown, config?: object): Promise<unknown>;
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
  readonly sliders?: readonly { readonly active?: number }[];
  readonly [other: string]: unknown;
}

/** A figure as it was given, neither fitted nor dark, and the room that it was fitted into. */
interface Drawn {
  readonly figure: Figure;
  readonly width: number;
}
const drawn = new Map<HTMLElement, Drawn>();
/** The least pixels of a panel beside another. */
const LEAST_PANEL = 220;
/** The least pixels between panels below each other, where the axis of one and the title of the next have room. */
const LEAST_GAP = 76;
const CAPTION_LINE = 20;

/** Plotly, which from then on fits every figure into its column and draws it in the page's colours, whoever asks for it. */
let plotly: Promise<Pick<Plotly, "react">> | undefined;
export function loadPlotly(): Promise<Pick<Plotly, "react">> {
  plotly ??= loadScript("plotly.js").then(() => {
    const { animate, react, relayout } = Plotly;
    Plotly.react = (place, data, layout) =>
      draw(place, { data: data as Figure["data"], layout: layout as Layout });
    Plotly.relayout = (place, changes) => {
      const known = drawn.get(place);
      const text = changes["title.text"];
      if (!known || text === undefined) return relayout(place, changes);
      const layout: Layout = {
        ...known.figure.layout,
        title: { ...(known.figure.layout as Layout).title, text },
      };
      drawn.set(place, { ...known, figure: { ...known.figure, layout } });
      describe(place, text);
      const { title } = fitted(isDark() ? inLook(layout, DARK) : layout, known.width);
      return relayout(place, { ...changes, "title.text": title?.text ?? "" });
    };
    Plotly.animate = (place, change, options) => {
      const known = drawn.get(place);
      if (known) drawn.set(place, { ...known, figure: moved(known.figure, change) });
      return animate(place, change, options);
    };
    return { react };
  });
  return plotly;
}

/** Draws a figure as it fits, in the colours of the page, and remembers how it was given. */
async function draw(place: HTMLElement, figure: Figure): Promise<void> {
  const { react } = await loadPlotly();
  const width = roomOf(place);
  if (!drawn.has(place)) resized.observe(place.parentElement!);
  drawn.set(place, { figure, width });
  describe(place, (figure.layout as Layout).title?.text);
  // Plotly writes the ranges that it chose into a layout, and what moves into traces: both are copies.
  const { data, layout, frames } = isDark() ? darkFigure(figure) : inLook(figure, LIGHT);
  const fit = { uirevision: "same", ...fitted(layout, width) };
  await react(place, { data, layout: fit, frames, config: { displaylogo: false } });
}

export const isDark = () => document.documentElement.dataset.theme === "dark";

function describe(place: HTMLElement, title: string | undefined): void {
  // A figure with handles says itself what keys do in it.
  const says = place.getAttribute("role") === "application" ? "aria-description" : "aria-label";
  if (says === "aria-label") place.setAttribute("role", "figure");
  place.setAttribute(says, plainText(title));
}

/** The figure after some of its traces have changed. */
function moved(figure: Figure, { data, traces }: Change): Figure {
  const changed = figure.data.map((trace, i) => ({ ...trace, ...data[traces.indexOf(i)] }));
  return { ...figure, data: changed };
}

/** Draws a figure anew, with its slider where the reader has left it. */
function redraw(place: HTMLElement): Promise<void> | undefined {
  const known = drawn.get(place);
  if (!known) return;
  const { figure } = known;
  const active = (place as { layout?: Layout }).layout?.sliders?.[0]?.active;
  const frame = figure.frames?.[active ?? -1] as Change | undefined;
  if (!frame) return draw(place, figure);
  const [slider, ...others] = (figure.layout as Layout).sliders ?? [];
  const layout = { ...figure.layout, sliders: [{ ...slider, active }, ...others] };
  return draw(place, { ...moved(figure, frame), layout });
}

const resized = new ResizeObserver(() => {
  for (const [place, { width }] of drawn)
    if (!place.isConnected) drawn.delete(place);
    else if (Math.abs(roomOf(place) - width) > 8) redraw(place);
});

/** Calls `act` once for each of the places as it comes near the view. */
function whenNear(places: Iterable<HTMLElement>, act: (place: HTMLElement) => void): void {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        act(target as HTMLElement);
      }
    },
    { rootMargin: "300px" },
  );
  for (const place of places) near.observe(place);
}

addEventListener("theme", () => whenNear(drawn.keys(), redraw));

const roomOf = (place: HTMLElement) => place.closest(".outputs, .output, article")?.clientWidth || innerWidth;

const plainText = (title = "Figure") => title.replaceAll(/<br>/g, " ").replaceAll(/<[^>]*>/g, "");

/** Draws a figure in a place. */
export async function drawFigure(place: HTMLElement, figure: Figure): Promise<void> {
  await loadPlotly();
  // Another output may have come meanwhile.
  if (!place.isConnected) return;
  await draw(place, figure);
  const note = document.createElement("div");
  note.className = "undrawn";
  note.textContent = undrawn(place, figure.data);
  if (note.textContent) place.append(note);
}

export function removeFigure(place: HTMLElement): void {
  if (drawn.delete(place)) Plotly.purge(place);
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
  const between = fit < columns ? Math.max(gap[1], LEAST_GAP) : gap[1];
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

/** Defined by the script that the page's main element names. */
declare const savedFigures: readonly Figure[];

/** Draws the figures that the page came with in place of their pictures, each when it comes near the view. */
export function drawSavedFigures(): void {
  const { figures } = document.querySelector("main")!.dataset;
  whenNear(document.querySelectorAll<HTMLElement>("[data-figure]"), async (output) => {
    await Promise.all([loadPlotly(), loadScript(figures!)]);
    // A cell that was run meanwhile has replaced its figures.
    if (!output.isConnected) return;
    const place = document.createElement("div");
    output.replaceChildren(place);
    drawFigure(place, savedFigures[Number(output.dataset.figure)]);
  });
}

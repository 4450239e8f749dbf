import type { Figure } from "../lib/figures/figure";

/** Red, green and blue, from 0 to 255. */
type Rgb = readonly number[];

const WHITE: Rgb = [255, 255, 255];
/** The paper of a dark page, as in style.css. */
export const PAPER: Rgb = [27, 27, 27];
/** The least contrast of a mark with the paper, more than the 3 of WCAG 1.4.11 since lines are thin, and the share that it keeps of its contrast with white. */
const LEAST = 3.5;
const KEPT = 0.6;
/** Channels that differ by no more are of a grey. */
const GREY = 16;

/** The contrast of two colours, from 1 to 21, as WCAG 2 defines it. */
export function contrast(a: Rgb, b: Rgb): number {
  const [darker, lighter] = [a, b].map(luminance).sort((one, other) => one - other);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(color: Rgb): number {
  const linear = color.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

/**
 * What stands for a colour in a dark page. Greys change places between white and black, white being the paper; other colours keep
 * their hue, and become as much lighter as it takes to see them. Colours in other words than `#…`, `rgb(…)`, "white" and "black"
 * stay as they are.
 */
export function darkColor(color: string): string {
  const [red, green, blue, ...opacity] = channels(color);
  if (blue === undefined) return color;
  const own = [red, green, blue];
  const changed = Math.max(...own) - Math.min(...own) <= GREY ? own.map(inverted) : lightened(own);
  const digits = [...changed, ...opacity].map((value) => Math.round(value).toString(16).padStart(2, "0"));
  return `#${digits.join("")}`;
}

const inverted = (channel: number, i: number) => PAPER[i] + ((255 - channel) * (255 - PAPER[i])) / 255;

function lightened(color: Rgb): Rgb {
  const wanted = Math.max(LEAST, KEPT * contrast(color, WHITE));
  for (let share = 0; ; share += 0.01) {
    const mixed = color.map((channel) => Math.round(channel + share * (255 - channel)));
    if (contrast(mixed, PAPER) >= wanted) return mixed;
  }
}

/** Red, green, blue, and opacity if it is given, from 0 to 255. */
function channels(color: string): number[] {
  const word = color === "white" ? "#fff" : color === "black" ? "#000" : color;
  const [, hex] = /^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i.exec(word) ?? [];
  if (hex)
    return (hex.match(hex.length < 6 ? /./g : /../g) ?? []).map((one) =>
      Number.parseInt(one.repeat(2).slice(-2), 16),
    );
  const [, list] = /^rgba?\(([\d.]+(?:\s*,\s*[\d.]+){2,3})\)$/.exec(word) ?? [];
  return (list ?? "").split(",").flatMap((one, i) => (one ? [Number(one) * (i === 3 ? 255 : 1)] : []));
}

/** What Plotly takes for a figure that says nothing about it. */
const axis = { gridcolor: "#eee", zerolinecolor: "#444", linecolor: "#444" };
const PLAIN = {
  layout: {
    paper_bgcolor: "#fff",
    plot_bgcolor: "#fff",
    font: { color: "#444" },
    colorway: "#1f77b4 #ff7f0e #2ca02c #d62728 #9467bd #8c564b #e377c2 #7f7f7f #bcbd22 #17becf".split(" "),
    xaxis: axis,
    yaxis: axis,
  },
};
/** Traces that fill their panel with colours of their own: pictures, and maps of which the text says what dark means. */
const MAPS = ["heatmap", "contour", "image", "histogram2d", "histogram2dcontour"];

interface Trace {
  readonly type?: string;
  readonly xaxis?: string;
  readonly yaxis?: string;
}

/** What replaces colours and opacities. */
interface Look {
  color(color: string): string;
  opacity(opacity: number): number;
}
/** As given. */
export const LIGHT: Look = { color: String, opacity: Number };
/** What is translucent would sink deeper into dark paper than into white. */
export const DARK: Look = { color: darkColor, opacity: Math.sqrt };

/** The figure in the colours of a dark page. Maps keep their colours, and so do the marks on them. */
export function darkFigure({ data, layout, frames }: Figure): Figure {
  const panelOf = ({ xaxis = "x", yaxis = "y" }: Trace) => xaxis + yaxis;
  const maps = (data as Trace[]).filter(({ type }) => MAPS.includes(type ?? "")).map(panelOf);
  const darkTraces = (traces: readonly object[]) =>
    traces.map((trace) => inLook(trace, maps.includes(panelOf(trace)) ? LIGHT : DARK));
  return {
    data: darkTraces(data),
    layout: inLook({ template: PLAIN, ...layout }, DARK),
    ...(frames && {
      frames: (frames as { data: object[] }[]).map((frame) => ({ ...frame, data: darkTraces(frame.data) })),
    }),
  };
}

/** A copy of a figure or a part of it with this look; its lists of numbers are the same. */
export function inLook<T>(value: T, look: Look, key = ""): T {
  const isColor = /color$|^colorway$/.test(key);
  const changed = (): unknown => {
    if (typeof value === "number") return key === "opacity" ? look.opacity(value) : value;
    if (typeof value === "string") {
      if (key === "text") return value.replace(/(?<=color: ?)[^;"]+/g, (color) => look.color(color));
      return isColor ? look.color(value) : value;
    }
    if (Array.isArray(value))
      return isColor || typeof value[0] === "object" ? value.map((one) => inLook(one, look, key)) : value;
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inLook(one, look, name)]));
  };
  return changed() as T;
}

import type { Figure } from "../../figures/figure";
import { extent, type PackedNumbers } from "../../figures/numbers";

type Numbers = PackedNumbers | readonly (number | null)[];

interface Trace {
  readonly type?: string;
  readonly mode?: string;
  readonly x?: Numbers;
  readonly y?: Numbers;
  readonly xaxis?: string;
  readonly yaxis?: string;
  readonly marker?: object;
}

interface Cloud {
  readonly uid: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Plotly's name for the pair of axes that the points are drawn on. */
  readonly subplot: string;
}

/** An element in which Plotly has drawn a figure; an axis's `c2p` converts a value to its pixel. */
export interface DrawnFigure extends HTMLElement {
  readonly _fullLayout: {
    readonly _plots: Record<string, Record<"xaxis" | "yaxis", { c2p(value: number): number }>>;
  };
}

/** Without a browser each element costs a third of a millisecond: clouds with more points are drawn by `stamped`. */
const MOST_POINTS = 100;
/** More points than anyone can tell apart in a picture only cost time. */
const MOST_STAMPS = 20_000;
/** The properties of a trace whose points are copies of one marker; any other, such as error bars, draws more. */
const PLAIN = "type mode name legendgroup showlegend x y xaxis yaxis marker line hovertemplate".split(" ");

/**
 * The figure with only the outermost points of its large clouds, which keep the axes' ranges, and the clouds. A cloud is a
 * scatter trace of finite numbers with one marker on linear axes; Plotly draws everything else.
 */
export function thinned(figure: Figure): { figure: Figure; clouds: Cloud[] } {
  const clouds: Cloud[] = [];
  const data = figure.data.map((trace, i) => {
    const { type, mode, x, y, xaxis = "x", yaxis = "y", marker = {} } = trace as Trace;
    const isPlain =
      Object.keys(trace).every((key) => PLAIN.includes(key)) &&
      Object.values(marker).every((value) => typeof value !== "object") &&
      [xaxis, yaxis].every((axis) => isLinear(figure.layout, axis));
    if (!isPlain || type !== "scatter" || mode !== "markers") return trace;
    const [xs, ys] = [numbersOf(x), numbersOf(y)];
    if (!xs || xs.length !== ys?.length || xs.length <= MOST_POINTS) return trace;
    const uid = `dense-cloud-${i}`;
    clouds.push({ uid, x: everyFew(xs), y: everyFew(ys), subplot: xaxis + yaxis });
    const outermost = [xs, ys].flatMap((values) => extent(values).map((value) => values.indexOf(value)));
    return { ...trace, uid, x: outermost.map((i) => xs[i]), y: outermost.map((i) => ys[i]) };
  });
  return { figure: { ...figure, data }, clouds };
}

/** Numbers on an axis without a type make it linear. */
function isLinear(layout: Figure["layout"], axis: string): boolean {
  const { type = "linear" } = (layout[`${axis[0]}axis${axis.slice(1)}`] ?? {}) as { type?: string };
  return type === "linear";
}

/** The numbers of a list; undefined unless all are finite. */
function numbersOf(list: Numbers | undefined): readonly number[] | undefined {
  const { dtype, bdata = "" } = (list ?? {}) as Partial<PackedNumbers>;
  const bytes = Uint8Array.from(Buffer.from(bdata, "base64"));
  const values = dtype === "f4" ? Array.from(new Float32Array(bytes.buffer)) : list;
  return Array.isArray(values) && values.every(Number.isFinite) ? values : undefined;
}

/** At most `MOST_STAMPS` of the values, evenly spread. */
function everyFew(values: readonly number[]): number[] {
  const step = Math.ceil(values.length / MOST_STAMPS);
  return values.filter((_, i) => i % step === 0);
}

/**
 * Finishes a thinned figure that Plotly has drawn: returns the SVG from `toSvg` with all points of its clouds, each a copy
 * of the first. They are inserted as text, since 10 000 elements would take seconds.
 */
export function stamped(drawn: DrawnFigure, clouds: readonly Cloud[], toSvg: () => string): string {
  const stamps = clouds.map(({ uid, x, y, subplot }) => {
    const { xaxis, yaxis } = drawn._fullLayout._plots[subplot];
    const points = drawn.querySelector(`.trace${uid} .points`)!;
    const [before, after] = points.firstElementChild!.outerHTML.split(/translate\([^)]*\)/);
    points.textContent = uid;
    const at = (i: number) => `translate(${xaxis.c2p(x[i]).toFixed(2)},${yaxis.c2p(y[i]).toFixed(2)})`;
    return { place: `>${uid}<`, paths: Array.from(x, (_, i) => before + at(i) + after).join("") };
  });
  return stamps.reduce((svg, { place, paths }) => svg.replace(place, () => `>${paths}<`), toSvg());
}

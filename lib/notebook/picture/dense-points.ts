import type { Figure } from "../../figures/figure";
import type { PackedNumbers } from "../../figures/numbers";

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
 * scatter trace of numbers with one marker on linear or logarithmic axes; Plotly draws everything else.
 */
export function thinned(figure: Figure): { figure: Figure; clouds: Cloud[] } {
  const clouds: Cloud[] = [];
  const data = figure.data.map((trace, i) => {
    const { type, mode, x, y, xaxis = "x", yaxis = "y", marker = {} } = trace as Trace;
    const axes = [xaxis, yaxis].map((axis) => axisType(figure.layout, axis));
    const isPlain =
      Object.keys(trace).every((key) => PLAIN.includes(key)) &&
      Object.values(marker).every((value) => typeof value !== "object") &&
      axes.every((axis) => ["linear", "log", "-"].includes(axis));
    if (!isPlain || type !== "scatter" || mode !== "markers") return trace;
    const [xs, ys] = [numbersOf(x), numbersOf(y)];
    if (!xs || !ys || Math.min(xs.length, ys.length) <= MOST_POINTS) return trace;
    // An axis spans the values that it has a place for, also those of points that the other axis has none for.
    const [onX, onY] = [xs, ys].map((values, k) =>
      Array.from(values.keys()).filter((i) => hasPlace(values[i], axes[k])),
    );
    const drawn = onX.filter((i) => hasPlace(ys[i], axes[1]));
    if (drawn.length <= MOST_POINTS) return trace;
    const pick = (values: readonly number[], indices: readonly number[]) => indices.map((i) => values[i]);
    const outermost = [drawn[0], ...extremes(xs, onX), ...extremes(ys, onY)];
    const every = Math.ceil(drawn.length / MOST_STAMPS);
    const stamps = drawn.filter((_, k) => k % every === 0);
    const uid = `dense-cloud-${i}`;
    clouds.push({ uid, x: pick(xs, stamps), y: pick(ys, stamps), subplot: xaxis + yaxis });
    return { ...trace, uid, x: pick(xs, outermost), y: pick(ys, outermost) };
  });
  return { figure: { ...figure, data }, clouds };
}

/** Trace types that draw a few shapes, however many numbers they are given. */
const FEW_SHAPES = /^(heatmap|contour|image|histogram.*|box|violin)$/;
const MOST_SHAPES = 5000;

/** Throws a RangeError for a figure with so many points, texts or bars that drawing each would take many seconds. */
export function refuseTooMany({ data }: Figure): void {
  const shapes = (data as Trace[]).map((trace) => {
    const { type = "scatter", mode = "lines", x, y } = trace;
    if (FEW_SHAPES.test(type)) return 1;
    if (type === "scatter" && mode === "lines" && !("error_x" in trace || "error_y" in trace)) return 1;
    return Math.max(...[x, y].map((list) => (Array.isArray(list) ? list : (numbersOf(list) ?? [])).length));
  });
  const total = shapes.reduce((sum, count) => sum + count, 0);
  if (total > MOST_SHAPES)
    throw new RangeError(`it has ${total} points or bars, and at most ${MOST_SHAPES} can be drawn in time`);
}

/** An axis's type; numbers on an axis without one make it linear. */
function axisType(layout: Figure["layout"], axis: string): string {
  const { type = "-" } = (layout[`${axis[0]}axis${axis.slice(1)}`] ?? {}) as { type?: string };
  return type;
}

const hasPlace = (value: number | undefined, axis: string) =>
  Number.isFinite(value) && (axis !== "log" || value! > 0);

/** The numbers of a list, NaN where there is none; undefined for a list of anything else. */
function numbersOf(list: Numbers | undefined): readonly number[] | undefined {
  if (Array.isArray(list))
    return list.every((value) => value === null || typeof value === "number")
      ? list.map((value) => value ?? Number.NaN)
      : undefined;
  const { dtype, bdata } = (list ?? {}) as Partial<PackedNumbers>;
  if ((dtype !== "f4" && dtype !== "f8") || typeof bdata !== "string") return undefined;
  const { buffer } = Uint8Array.from(Buffer.from(bdata, "base64"));
  return Array.from(dtype === "f4" ? new Float32Array(buffer) : new Float64Array(buffer));
}

/** Those of `indices` with the smallest and the largest value. */
function extremes(values: readonly number[], indices: readonly number[]): number[] {
  let [least, most] = [indices[0], indices[0]];
  for (const i of indices) {
    if (values[i] < values[least]) least = i;
    if (values[i] > values[most]) most = i;
  }
  return [least, most];
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

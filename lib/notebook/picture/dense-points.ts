import type { Figure, PackedNumbers } from "../../figures/figure";

interface Trace {
  readonly type?: string;
  readonly mode?: string;
  readonly x?: PackedNumbers;
  readonly y?: PackedNumbers;
  readonly xaxis?: string;
  readonly yaxis?: string;
  readonly marker?: object;
}

interface Cloud {
  readonly uid: string;
  readonly x: Float32Array;
  readonly y: Float32Array;
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
/** The properties of a trace whose points are copies of one marker; any other, such as error bars, draws more. */
const PLAIN = "type mode name legendgroup showlegend x y xaxis yaxis marker hovertemplate".split(" ");

/**
 * The figure with only the outermost points of its large clouds, which keep the axes' ranges, and the clouds. A cloud is a
 * packed scatter trace of finite points with one marker on linear axes; Plotly draws everything else.
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
    if (x?.dtype !== "f4" || y?.dtype !== "f4") return trace;
    const cloud = { uid: `dense-cloud-${i}`, x: unpacked(x), y: unpacked(y), subplot: xaxis + yaxis };
    if (cloud.x.length <= MOST_POINTS || ![cloud.x, cloud.y].every((one) => one.every(Number.isFinite)))
      return trace;
    clouds.push(cloud);
    const outermost = [...extremes(cloud.x), ...extremes(cloud.y)];
    return {
      ...trace,
      uid: cloud.uid,
      x: outermost.map((k) => cloud.x[k]),
      y: outermost.map((k) => cloud.y[k]),
    };
  });
  return { figure: { ...figure, data }, clouds };
}

/** Numbers on an axis without a type make it linear. */
function isLinear(layout: Figure["layout"], axis: string): boolean {
  const { type } = (layout[`${axis[0]}axis${axis.slice(1)}`] ?? {}) as { type?: string };
  return type === undefined || type === "linear" || type === "-";
}

function unpacked({ bdata }: PackedNumbers): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(bdata, "base64")).buffer);
}

/** The indices of the smallest and the largest value. */
function extremes(values: Float32Array): number[] {
  let [least, most] = [0, 0];
  values.forEach((value, i) => {
    if (value < values[least]) least = i;
    if (value > values[most]) most = i;
  });
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

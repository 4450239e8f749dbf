import type { Figure } from "../../figures/figure";

/** As `packed` in figures/figure.ts makes it. */
interface Packed {
  readonly dtype: "f4";
  readonly bdata: string;
}

interface Trace {
  readonly type?: string;
  readonly mode?: string;
  readonly x?: Packed;
  readonly y?: Packed;
  readonly xaxis?: string;
  readonly yaxis?: string;
  readonly marker?: object;
}

interface Cloud {
  readonly uid: string;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Without a browser each element costs a third of a millisecond: clouds with more points are drawn by `stamped`. */
const MOST_POINTS = 100;
/** With a property that is not listed, such as error bars, points are more than copies of one marker. */
const PLAIN = "type mode name legendgroup showlegend x y xaxis yaxis marker hovertemplate".split(" ");

/**
 * The figure with only the outermost points of its large clouds, which keep the axes' ranges, and the clouds. These are
 * packed scatter traces of finite points with one marker on linear axes; all else is left to Plotly.
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
    const cloud = { uid: `cloud${i}`, x: unpacked(x), y: unpacked(y) };
    if (cloud.x.length <= MOST_POINTS || ![cloud.x, cloud.y].every((one) => one.every(Number.isFinite)))
      return trace;
    const outermost = [...new Set([cloud.x, cloud.y].flatMap(extremes))];
    if (outermost.length < 2) return trace;
    clouds.push(cloud);
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

function unpacked({ bdata }: Packed): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(bdata, "base64"));
  return new Float32Array(bytes.buffer);
}

/** Where the smallest and the largest value stand. */
function extremes(values: Float32Array): number[] {
  let [least, most] = [0, 0];
  values.forEach((value, i) => {
    if (value < values[least]) least = i;
    if (value > values[most]) most = i;
  });
  return [least, most];
}

/** The SVG of a thinned figure with all points of its clouds, each a copy of the first that was drawn. */
export function stamped(svg: string, clouds: readonly Cloud[]): string {
  return clouds.reduce((drawn, { uid, x, y }) => {
    const group = drawn.indexOf(`trace${uid}"`);
    const start = drawn.indexOf("<path", group);
    const end = drawn.indexOf("</g>", start);
    const points = [
      ...drawn
        .slice(start, end)
        .matchAll(/<path class="point" transform="translate\(([^,]+),([^)]+)\)"([^>]*)\/>/g),
    ];
    if (group < 0 || points.length < 2) throw new Error(`${uid}: no points in the drawn trace`);
    const outermost = [...new Set([x, y].flatMap(extremes))];
    const toX = line(
      outermost.map((k) => x[k]),
      points.map((point) => Number(point[1])),
    );
    const toY = line(
      outermost.map((k) => y[k]),
      points.map((point) => Number(point[2])),
    );
    const [, , , rest] = points[0];
    const all = Array.from(
      x,
      (value, i) => `<path transform="translate(${toX(value).toFixed(1)},${toY(y[i]).toFixed(1)})"${rest}/>`,
    );
    return drawn.slice(0, start) + all.join("") + drawn.slice(end);
  }, svg);
}

/** The straight line through the outermost two of the given points. */
function line(values: number[], pixels: number[]): (value: number) => number {
  const least = values.indexOf(Math.min(...values));
  const most = values.indexOf(Math.max(...values));
  const slope = (pixels[most] - pixels[least]) / (values[most] - values[least] || 1);
  return (value) => pixels[least] + slope * (value - values[least]);
}

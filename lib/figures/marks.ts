import { checkShape } from "../check";
import { Normal } from "../distributions/normal";
import { NDArray, type NDArrayLike } from "../ndarray";
import { maximum } from "../numerics/maximum";
import type { Marks } from "./figure";
import { mapValues } from "./map-values";
import type { Mark } from "./mark";
import { extent, packed, roundStep } from "./numbers";
import { DENSITY_SCALE } from "./palette";

/** Points [rows, 2] in the plane; thousands of `faint` ones show their density. Throws a RangeError for another shape. */
export function dots(points: NDArrayLike, { name = "points", faint = false } = {}): Mark {
  const cloud = NDArray.from(points, name);
  checkShape(name, cloud.shape, [cloud.shape[0], 2]);
  return {
    mode: "markers",
    x: cloud.column(0),
    y: cloud.column(1),
    ...(faint && cloud.shape[0] > 50 && { marker: { size: 3, opacity: 0.35 } }),
    hovertemplate: "(%{x:.3f}, %{y:.3f})<extra>%{fullData.name}</extra>",
  };
}

/** A translucent band from a lower to an upper y at each x, such as the range over seeds; goes below its line. */
export function band(x: ArrayLike<number>, lower: ArrayLike<number>, upper: ArrayLike<number>): Mark {
  const [along, up, down] = [x, upper, lower].map((list) => Array.from(list));
  return {
    x: [...along, ...along.toReversed()],
    y: [...down, ...up.reverse()],
    fill: "toself",
    line: { width: 0 },
    ...SILENT,
  };
}

/**
 * The mean of several lists [lists ≥ 2] of the same length as x, with bars of two standard errors. Throws a RangeError for fewer
 * lists.
 */
export function averaged(x: ArrayLike<number>, lists: readonly ArrayLike<number>[]): Mark {
  const count = lists.length;
  if (count < 2) throw new RangeError(`lists: expected at least 2, got ${count}`);
  const over = (each: (list: ArrayLike<number>, i: number) => number, by: number) =>
    Array.from(x, (_, i) => lists.reduce((sum, list) => sum + each(list, i), 0) / by);
  const y = over((list, i) => list[i], count);
  const variances = over((list, i) => (list[i] - y[i]) ** 2, count - 1);
  return { x, y, error_y: { array: variances.map((variance) => 2 * Math.sqrt(variance / count)) } };
}

const MOST_EPOCHS = 400;

/** The loss of each epoch 1, 2 …, thinned evenly on a logarithmic axis, which shows the first epochs too. */
export function overEpochs(losses: ArrayLike<number>): Mark {
  const all = Array.from({ length: MOST_EPOCHS }, (_, i) => losses.length ** (i / (MOST_EPOCHS - 1)));
  const x = [...new Set(all.map(Math.round))];
  return { x, y: x.map((epoch) => losses[epoch - 1]) };
}

const BINS = 80;

/** How numbers are distributed: their density in bins over their range. */
export function histogram(values: ArrayLike<number>): Mark {
  const [lower, upper] = extent(values);
  const width = (upper - lower || 1) / BINS;
  const y = new Float64Array(BINS);
  for (let i = 0; i < values.length; i++)
    y[Math.min(Math.floor((values[i] - lower) / width), BINS - 1)] += 1 / (values.length * width);
  return { type: "bar", x0: lower + width / 2, dx: width, y, hoverinfo: "skip" };
}

/** The ellipses of one and two standard deviations around a mean in the plane. */
export function ellipses(loc: ArrayLike<number>, scale: ArrayLike<number>): Mark {
  const angles = Array.from({ length: 61 }, (_, i) => (Math.PI * i) / 30);
  const rings = (axis: number, of: (angle: number) => number) =>
    [1, 2].flatMap((deviations) => [
      ...angles.map((angle) => loc[axis] + deviations * scale[axis] * of(angle)),
      Number.NaN,
    ]);
  return { x: rings(0, Math.cos), y: rings(1, Math.sin), line: { width: 2 }, hoverinfo: "skip" };
}

/** How terms add up, `{ name: [from, to] }`: marks, a bar for each at 0, 1, 2 …, labelled with its signed length. */
export function steps(bars: Readonly<Record<string, readonly [from: number, to: number]>>): Marks {
  const names = Object.keys(bars);
  return mapValues(bars, ([from, to], name) => {
    const text = `${to < from ? "−" : "+"}${Math.abs(to - from).toFixed(2)}`;
    const place = { x: [names.indexOf(name)], base: from, y: [to - from], width: 0.65, offset: -0.325 };
    const label = { text: [text], textposition: "outside", cliponaxis: false };
    return { type: "bar", ...place, ...label, ...SILENT };
  });
}

/** Something that the legend leaves out, and that says nothing under the pointer. */
export const SILENT = { showlegend: false, hoverinfo: "skip" };

const HEAD = 11;

/** Paths with a head at their last point, each a list of x in `x` and a list of y in `y`. */
export function arrows(x: readonly number[][], y: readonly number[][], color?: string): Mark {
  const gapped = (paths: readonly number[][]) => paths.flatMap((path) => [...path, Number.NaN]);
  const size = x.flatMap((path) => [...path.map((_, i) => (i === path.length - 1 ? HEAD : 0)), 0]);
  // Plotly makes markers of different sizes translucent.
  const marker = { symbol: "arrow", angleref: "previous", size, opacity: 1, ...(color && { color }) };
  return { mode: "lines+markers", x: gapped(x), y: gapped(y), marker, ...SILENT };
}

type Ends = readonly [lower: number, upper: number];

/**
 * A heat map of a log-density on a square grid that spans `x` and `y`, row by row from the lowest y; `scale` are the
 * log-densities drawn white and darkest. Without a `scaleTitle`, with units, the colours are not explained.
 */
export function densityMap(
  x: Ends,
  y: Ends,
  logDensity: ArrayLike<number>,
  scale: Ends,
  scaleTitle?: string,
) {
  const steps = Math.sqrt(logDensity.length);
  return {
    type: "heatmap",
    x0: x[0],
    dx: (x[1] - x[0]) / (steps - 1),
    y0: y[0],
    dy: (y[1] - y[0]) / (steps - 1),
    z: { ...packed(logDensity), shape: `${steps},${steps}` },
    zmin: scale[0],
    zmax: scale[1],
    zsmooth: "best",
    colorscale: DENSITY_SCALE,
    showscale: scaleTitle !== undefined,
    colorbar: { title: { text: scaleTitle, side: "right" }, thickness: 14 },
    showlegend: false,
    hovertemplate: "(%{x:.2f}, %{y:.2f}): %{z:.2f}<extra>%{fullData.name}</extra>",
  };
}

/** Means and standard deviations at which a surface over Gaussians is computed. */
const GAUSSIANS = [81, 61];

/** Nats below the highest bound from which on all are drawn alike. */
const BOUND_DEPTH = 15;

/** The ELBO over the Gaussians N(loc, scale²) in two ranges, as contours for a logarithmic y axis; `elbo` maps a Normal [scales, locs] to as many numbers. */
export function overGaussians(
  elbo: (q: Normal) => NDArray,
  { loc, scale }: { readonly loc: Ends; readonly scale: Ends },
): Mark {
  const share = (count: number) => Array.from({ length: count }, (_, i) => i / (count - 1));
  const locs = share(GAUSSIANS[0]).map((t) => loc[0] + t * (loc[1] - loc[0]));
  const scales = share(GAUSSIANS[1]).map((t) => scale[0] * (scale[1] / scale[0]) ** t);
  const q = new Normal(
    locs,
    scales.map((one) => [one]),
  );
  const heights = elbo(q);
  return contour(locs, scales, heights, { title: "ELBO, nats", lowest: maximum(heights.data) - BOUND_DEPTH });
}

const LEVELS = 16;

/**
 * A surface over the plane, heights [y.length, x.length], as filled contours; lower heights than `lowest` are drawn as
 * if they were this one, and hovering shows the height under the pointer, named by the title. Throws a RangeError for heights of another shape, and if no height is above `lowest`.
 */
export function contour(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  heights: NDArrayLike,
  { title, lowest }: { readonly title: string; readonly lowest: number },
): Mark {
  const { data, shape } = NDArray.from(heights, "heights");
  checkShape("heights", shape, [y.length, x.length]);
  const [, highest] = extent(data);
  if (!(lowest < highest))
    throw new RangeError(`lowest: expected a number below the largest height ${highest}, got ${lowest}`);
  const size = roundStep((highest - lowest) / LEVELS);
  return {
    type: "contour",
    x,
    y,
    z: { ...packed(data), shape: shape.join() },
    contours: { start: Math.ceil(lowest / size) * size, end: highest, size },
    zmin: lowest,
    zmax: highest,
    colorscale: DENSITY_SCALE,
    line: { width: 0.5, color: "white" },
    colorbar: { title: { text: title, side: "right" }, thickness: 16, tick0: 0, dtick: 4 * size },
    showlegend: false,
    hovertemplate: `%{xaxis.title.text} %{x:.3f}<br>%{yaxis.title.text} %{y:.3f}<br>${title} %{z:.4f}<extra></extra>`,
  };
}

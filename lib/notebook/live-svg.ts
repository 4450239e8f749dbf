import { extent, roundStep } from "../figures/numbers";
import { COLORS, GRID, INK, seriesColor } from "../figures/palette";
import type { NDArray } from "../ndarray";

/** The content of a live chart, simple enough to be drawn in milliseconds, four times a second, during training. */
export interface LiveView {
  /** Epochs at which the loss is known, and the losses. */
  readonly epochs: readonly number[];
  readonly losses: readonly number[];
  /** Epochs at which the loss on held-out data is known, and the losses, if there are such data. */
  readonly validation?: { readonly epochs: readonly number[]; readonly losses: ArrayLike<number> };
  /** The data and the model's points, for data in the plane only. */
  readonly clouds?: { readonly data: NDArray; readonly made: NDArray };
}

const SIZE = 300;
const LEFT = 56;
const TOP = 26;
const BOTTOM = 30;
const PANEL = LEFT + SIZE + 16;

/** An SVG of the losses over the epochs so far, on linear axes, and of the model's points over the data. */
export function liveSvg({ epochs, losses, validation, clouds }: LiveView): string {
  const width = clouds ? 2 * PANEL : PANEL;
  const height = TOP + SIZE + BOTTOM;
  const lines = [{ epochs, losses }, ...(validation ? [validation] : [])];
  const lossRange = range(lines.flatMap((line) => Array.from(line.losses)));
  const colored = (word: string, i: number) => `<tspan fill="${seriesColor(i)}">${word}</tspan>`;
  const title = validation
    ? `loss over epochs: ${colored("training", 0)} and ${colored("held-out data", 1)}`
    : "loss over epochs";
  const loss = panel(0, [0, epochs[epochs.length - 1] || 1], lossRange, title);
  const parts = [loss.frame, ...lines.map((line, i) => polyline(line, loss, seriesColor(i)))];
  if (clouds) {
    const [lower, upper] = range(clouds.data.data);
    const plane = panel(PANEL, [lower, upper], [lower, upper], "the model's points over the data");
    parts.push(plane.frame, dots(clouds.data, plane, COLORS.data), dots(clouds.made, plane, COLORS.model));
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="11" fill="${INK}">` +
    `<rect width="${width}" height="${height}" fill="white"/>${parts.join("")}</svg>`
  );
}

function polyline(
  { epochs, losses }: Pick<LiveView, "epochs"> & { losses: ArrayLike<number> },
  { x, y }: ReturnType<typeof panel>,
  color: string,
): string {
  const points = epochs.map((epoch, i) => `${x(epoch)},${y(losses[i])}`).join(" ");
  return `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="1.5"/>`;
}

type Range = readonly [lower: number, upper: number];

/** The range of the values, slightly widened. */
function range(values: ArrayLike<number>): Range {
  const [lower, upper] = extent(values);
  if (!(lower <= upper)) return [0, 1];
  const margin = 0.05 * (upper - lower) || 0.5;
  return [lower - margin, upper + margin];
}

function panel(start: number, xRange: Range, yRange: Range, title: string) {
  const left = start + LEFT;
  const x = (value: number) => (left + (SIZE * (value - xRange[0])) / (xRange[1] - xRange[0])).toFixed(1);
  const y = (value: number) => (TOP + SIZE * (1 - (value - yRange[0]) / (yRange[1] - yRange[0]))).toFixed(1);
  const horizontal = ticks(xRange).map(
    (tick) =>
      `<path d="M${x(tick)} ${TOP}v${SIZE}" stroke="${GRID}"/>` +
      `<text x="${x(tick)}" y="${TOP + SIZE + 16}" text-anchor="middle">${tick}</text>`,
  );
  const vertical = ticks(yRange).map(
    (tick) =>
      `<path d="M${left} ${y(tick)}h${SIZE}" stroke="${GRID}"/>` +
      `<text x="${left - 6}" y="${+y(tick) + 4}" text-anchor="end">${tick}</text>`,
  );
  const frame = `<text x="${left}" y="16" font-size="13">${title}</text>${horizontal.join("")}${vertical.join("")}`;
  const contains = (px: number, py: number) =>
    px >= xRange[0] && px <= xRange[1] && py >= yRange[0] && py <= yRange[1];
  return { x, y, contains, frame };
}

/** Four or five round numbers in a range. */
function ticks([lower, upper]: Range): number[] {
  const step = roundStep((upper - lower) / 5);
  const first = Math.ceil(lower / step);
  const count = Math.floor(upper / step) - first + 1;
  return Array.from({ length: count }, (_, i) => +((first + i) * step).toPrecision(6));
}

/** The points within the panel, as one path of round dots. */
function dots(points: NDArray, { x, y, contains }: ReturnType<typeof panel>, color: string): string {
  let path = "";
  for (let i = 0; i < points.size; i += 2) {
    const [px, py] = [points.data[i], points.data[i + 1]];
    if (contains(px, py)) path += `M${x(px)} ${y(py)}h0`;
  }
  return `<path d="${path}" stroke="${color}" stroke-width="3" stroke-linecap="round" opacity="0.6"/>`;
}

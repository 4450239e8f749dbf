import { checkInteger, rejectUnknownOptions } from "../check";
import { NDArray } from "../ndarray";
import { Random } from "../random";
import type { Digits } from "./mnist";

export interface DrawnDigitsOptions {
  /** Number of images; default: 5000. */
  readonly size?: number;
  readonly seed: number;
}

type Point = readonly [x: number, y: number];
type Stroke = readonly Point[];

/** Part of an ellipse around (x, y), from one angle to another in degrees, clockwise from the right. */
const arc = (x: number, y: number, width: number, height: number, from: number, to: number): Stroke =>
  Array.from({ length: 13 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / 12) * Math.PI) / 180;
    return [x + width * Math.cos(angle), y + height * Math.sin(angle)];
  });

/** Straight lines from point to point: x, y, x, y and so on. */
const line = (...at: readonly number[]): Stroke =>
  Array.from({ length: at.length / 2 }, (_, i) => [at[2 * i], at[2 * i + 1]]);

/** Each digit's strokes, in a square from (−1, −1), its upper left corner, to (1, 1). */
const DIGITS: readonly (readonly Stroke[])[] = [
  [arc(0, 0, 0.55, 0.9, 0, 360)],
  [line(-0.3, -0.6, 0.1, -0.9, 0.1, 0.9)],
  [[...arc(0, -0.45, 0.55, 0.45, -180, 35), ...line(-0.55, 0.9, 0.6, 0.9)]],
  [arc(-0.05, -0.45, 0.5, 0.45, -150, 90), arc(-0.05, 0.45, 0.6, 0.45, -90, 150)],
  [line(0.3, 0.9, 0.3, -0.9, -0.6, 0.3, 0.65, 0.3)],
  [[...line(0.5, -0.9, -0.4, -0.9, -0.45, -0.15), ...arc(-0.05, 0.35, 0.6, 0.55, -130, 150)]],
  [line(0.35, -0.9, -0.2, -0.4, -0.5, 0.3), arc(0, 0.4, 0.5, 0.5, 0, 360)],
  [line(-0.6, -0.9, 0.6, -0.9, -0.15, 0.9)],
  [arc(0, -0.45, 0.45, 0.43, 0, 360), arc(0, 0.45, 0.55, 0.46, 0, 360)],
  [arc(0, -0.4, 0.5, 0.5, 0, 360), line(0.5, -0.4, 0.4, 0.3, 0.15, 0.9)],
];
/** Pixels along each side. */
const SIDE = 28;

/**
 * Grey images of digits, 28 × 28, for where there are no handwritten ones: strokes of a random size, slant, turn, place and
 * width. Throws a RangeError or a TypeError that names the invalid option.
 */
export function drawnDigits(options: DrawnDigitsOptions): Digits {
  const { size = 5000, seed, ...rest } = options;
  rejectUnknownOptions("drawnDigits", rest, "size seed");
  checkInteger("size", size);
  const random = new Random(seed, "drawnDigits");
  const points = new NDArray(new Float64Array(size * SIDE ** 2), [size, SIDE ** 2]);
  const labels = Float64Array.from({ length: size }, (_, i) => {
    const digit = Math.floor(10 * random.uniform());
    draw(points.row(i), DIGITS[digit], random);
    return digit;
  });
  return { points, labels: NDArray.from(labels), imageSize: [SIDE, SIDE] };
}

function draw(pixels: Float64Array, strokes: readonly Stroke[], random: Random): void {
  const around = (loc: number, scale: number) => loc + scale * random.normal();
  const [width, height] = [around(8.5, 1), around(9.5, 0.7)];
  const [slant, turn] = [around(-0.15, 0.2), around(0, 0.1)];
  const [left, top] = [around(13.5, 0.7), around(13.5, 0.7)];
  const halfWidth = Math.max(0.6, around(1.4, 0.35));
  const placed = strokes.map((stroke) =>
    stroke.map(([x, y]) => {
      const [a, b] = [width * x + slant * height * y, height * y];
      return [left + a - turn * b, top + b + turn * a] as const;
    }),
  );
  for (const stroke of placed)
    for (let k = 1; k < stroke.length; k++)
      for (let at = 0; at < pixels.length; at++) {
        const distance = fromSegment(at % SIDE, Math.floor(at / SIDE), stroke[k - 1], stroke[k]);
        pixels[at] = Math.max(pixels[at], Math.min(1, halfWidth + 0.5 - distance));
      }
}

/** How far (x, y) is from a straight line between two points. */
function fromSegment(x: number, y: number, [x0, y0]: Point, [x1, y1]: Point): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const share = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy);
  const t = Math.min(Math.max(share, 0), 1);
  return Math.sqrt((x - x0 - t * dx) ** 2 + (y - y0 - t * dy) ** 2);
}

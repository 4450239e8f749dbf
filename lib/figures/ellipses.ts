import { rounded } from "./figure";

const CORNERS = 60;

/** Two ellipses around a mean, one and two standard deviations from it, as the x and y of one line with a gap. */
export function ellipses([x, y]: Float64Array, [width, height]: Float64Array) {
  const angles = Array.from({ length: CORNERS + 1 }, (_, i) => (2 * Math.PI * i) / CORNERS);
  const ring = (center: number, radius: number, of: (angle: number) => number) =>
    [1, 2].flatMap((deviations) => [
      ...angles.map((angle) => center + deviations * radius * of(angle)),
      Number.NaN,
    ]);
  return { x: rounded(ring(x, width, Math.cos)), y: rounded(ring(y, height, Math.sin)) };
}

import type { Figure } from "./figure";
import { type SweepFigureOptions, sweepFigure } from "./sweep";

/**
 * Shows what a study recorded as `sweep` shows a sweep: `rows` are plain objects, one for each training, of which `x` and `color`
 * name a property to sort them by, and `y` a number. Throws a RangeError for a row without such a number.
 */
export function outcomes(
  rows: readonly Readonly<Record<string, unknown>>[],
  options: SweepFigureOptions,
): Figure {
  const { x, y, color } = options;
  const runs = rows.map((row, i) => {
    const value = row[y];
    if (typeof value !== "number") throw new RangeError(`row ${i}: expected a number ${y}, got ${value}`);
    return { setting: row, outcome: "trained", measures: { [y]: value } };
  });
  return sweepFigure({ axes: [x, ...(color === undefined ? [] : [color])], runs }, options);
}

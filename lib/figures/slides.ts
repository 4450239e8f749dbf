import { rejectUnknownOptions } from "../check";
import type { Figure } from "./figure";
import { type SliderOptions, withSlider } from "./slider";

export type SlidesOptions = Pick<SliderOptions, "name" | "start">;

/**
 * One figure with a slider through several that differ only in their traces, `[label, figure]` each; titles, axes and ranges
 * are those of the first. Throws a RangeError if they differ in their number of traces, or if there is no position `start`.
 */
export function slides(
  labelled: readonly (readonly [label: string, figure: Figure])[],
  options: SlidesOptions,
): Figure {
  const { name, start, ...rest } = options;
  rejectUnknownOptions("slides", rest);
  if (labelled.length === 0) throw new RangeError("labelled: expected at least one figure, got none");
  const [, first] = labelled[0];
  return withSlider(first, {
    name,
    start,
    positions: labelled.map(([label, { data }]) => ({ label, traces: data })),
    moving: [...first.data.keys()],
  });
}

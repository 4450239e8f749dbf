import { rejectUnknownOptions } from "../check";
import type { Figure } from "./figure";
import type { Margin } from "./layout";
import { INK, MUTED, ZERO_LINE } from "./palette";

/** Options of `slides`. */
export interface SlidesOptions {
  /** The quantity that the slider sets. */
  readonly name: string;
  /** The index of the figure that is shown first; default: 0. */
  readonly start?: number;
}

const HEIGHT = 84;
/** Room for the axis title above the slider, or for the legend below it. */
const PAD = 60;

/**
 * One figure with a slider through several that differ only in their traces, `[label, figure]` each; titles, axes and ranges
 * are those of the first. Throws a RangeError if they differ in their number of traces, or if there is no figure `start`.
 */
export function slides(
  labelled: readonly (readonly [label: string, figure: Figure])[],
  options: SlidesOptions,
): Figure {
  const { name, start = 0, ...rest } = options;
  rejectUnknownOptions("slides", rest, "name start");
  if (!(start in labelled))
    throw new RangeError(`start: expected the index of one of ${labelled.length} figures, got ${start}`);
  const [, { data: first, layout }] = labelled[0];
  for (const [label, { data }] of labelled)
    if (data.length !== first.length)
      throw new RangeError(`${label}: expected ${first.length} traces, got ${data.length}`);
  const texts = labelled.map(([, { data }]) => data.map((trace) => JSON.stringify(trace)));
  const moving = [...first.keys()].filter((i) => texts.some((text) => text[i] !== texts[0][i]));
  // Plotly moves lines and points by itself, but draws anything else only anew.
  const redraw = moving.some((i) => (first[i] as { type?: string }).type !== "scatter");
  const { height, margin } = layout as { height: number; margin: Margin };
  const below = Math.max(margin.b, PAD) + HEIGHT;
  return {
    data: labelled[start][1].data,
    frames: labelled.map(([label, { data }]) => ({
      name: label,
      traces: moving,
      data: moving.map((i) => data[i]),
    })),
    layout: {
      ...layout,
      height: height + below - margin.b,
      margin: { ...margin, b: below },
      sliders: [
        {
          active: start,
          pad: { t: PAD },
          currentvalue: { prefix: `${name} = `, xanchor: "left", font: { size: 13 } },
          font: { size: 11 },
          bgcolor: MUTED,
          activebgcolor: INK,
          bordercolor: ZERO_LINE,
          steps: labelled.map(([label]) => ({
            label,
            method: "animate",
            args: [
              [label],
              { mode: "immediate", frame: { duration: 0, redraw }, transition: { duration: 0 } },
            ],
          })),
        },
      ],
    },
  };
}

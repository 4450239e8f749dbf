import { rejectUnknownOptions } from "../check";
import type { Figure } from "./figure";
import { INK, MUTED, ZERO_LINE } from "./palette";

/** What one position of a slider shows: for each moving trace the properties that change, such as x and y. */
export interface Position {
  readonly label: string;
  readonly traces: readonly object[];
}

export interface SliderOptions {
  /** The quantity that the slider sets. */
  readonly name: string;
  readonly positions: readonly Position[];
  /** The indices in figure.data of the traces that move. */
  readonly moving: readonly number[];
  /** The index of the position at which the figure is first shown; default: 0. */
  readonly start?: number;
}

const HEIGHT = 84;

/**
 * Adds a slider below a figure that moves some of its traces. Throws a RangeError if a position does not have one
 * entry for each moving trace, or if there is no position `start`.
 */
export function withSlider(figure: Figure, options: SliderOptions): Figure {
  const { name, positions, moving, start = 0, ...rest } = options;
  rejectUnknownOptions("withSlider", rest);
  if (!(start in positions))
    throw new RangeError(`start: expected the index of one of ${positions.length} positions, got ${start}`);
  for (const { label, traces } of positions)
    if (traces.length !== moving.length)
      throw new RangeError(`${label}: expected ${moving.length} traces, got ${traces.length}`);
  const shown = new Map(moving.map((trace, k) => [trace, positions[start].traces[k]]));
  // Plotly moves lines and points by itself, but draws an image only anew.
  const redraw = moving.some((trace) => (figure.data[trace] as { type?: string }).type === "heatmap");
  const { height, margin } = figure.layout as { height: number; margin?: object };
  return {
    data: figure.data.map((trace, i) => ({ ...trace, ...shown.get(i) })),
    frames: positions.map(({ label, traces }) => ({ name: label, traces: moving, data: traces })),
    layout: {
      ...figure.layout,
      height: height + HEIGHT,
      margin: { ...margin, b: 96 + HEIGHT },
      sliders: [
        {
          active: start,
          // Leaves room for the axis title above the slider, and for the legend below it.
          pad: { t: 60 },
          currentvalue: { prefix: `${name} = `, xanchor: "left", font: { size: 13 } },
          font: { size: 11 },
          bgcolor: MUTED,
          activebgcolor: INK,
          bordercolor: ZERO_LINE,
          steps: positions.map(({ label }) => ({
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

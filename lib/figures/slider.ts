import { COLOURS, type Figure } from "./figure";

/** What one position of a slider shows: for each moving trace what changes in it, such as x and y. */
export interface Position {
  readonly label: string;
  readonly traces: readonly object[];
}

const HEIGHT = 84;

/**
 * A figure with a slider below it, which moves the traces at `moving`, positions in figure.data. The figure is first shown
 * at `start`. Throws a RangeError where a position does not have one entry for each moving trace.
 */
export function withSlider(
  figure: Figure,
  slider: { name: string; positions: readonly Position[]; moving: readonly number[]; start?: number },
): Figure {
  const { name, positions, moving, start = 0 } = slider;
  for (const { label, traces } of positions)
    if (traces.length !== moving.length)
      throw new RangeError(`${label}: expected ${moving.length} traces, got ${traces.length}`);
  const at = new Map(moving.map((trace, k) => [trace, positions[start].traces[k]]));
  const { height, margin } = figure.layout as { height: number; margin?: object };
  return {
    data: figure.data.map((trace, i) => ({ ...trace, ...at.get(i) })),
    frames: positions.map(({ label, traces }) => ({ name: label, traces: moving, data: traces })),
    layout: {
      ...figure.layout,
      height: height + HEIGHT,
      margin: { ...margin, b: 96 + HEIGHT },
      sliders: [
        {
          active: start,
          // Between the axis' title and the legend.
          pad: { t: 60 },
          currentvalue: { prefix: `${name} = `, xanchor: "left", font: { size: 13 } },
          font: { size: 11 },
          bgcolor: "#DDDDDD",
          activebgcolor: COLOURS[0],
          bordercolor: "#BFBFBF",
          steps: positions.map(({ label }) => ({
            label,
            method: "animate",
            args: [
              [label],
              { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } },
            ],
          })),
        },
      ],
    },
  };
}

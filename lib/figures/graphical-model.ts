import { rejectUnknownOptions } from "../check";
import { type Figure, type FigureOptions, layoutWith } from "./figure";
import { INK, MUTED } from "./palette";

type Place = readonly [x: number, y: number];

const NODES = { φ: [0, 0], z: [2, 0], x: [4.6, 0], θ: [6.6, 0] } satisfies Record<string, Place>;
const RADIUS = 0.42;

/**
 * Shows the model that all notebooks are about (paper, figure 1): the parameters θ and a hidden z generate each of N observed
 * points x along the solid arrows, and the parameters φ guess z from x along the dashed ones.
 */
export function graphicalModel(options: FigureOptions = {}): Figure {
  const { title, caption, ...rest } = options;
  rejectUnknownOptions("graphicalModel", rest);
  const { φ, z, x, θ } = NODES;
  const edge = RADIUS + 0.08;
  const generative: Place[][] = [
    [
      [z[0] + edge, 0],
      [x[0] - edge, 0],
    ],
    [
      [θ[0] - 0.25, 0],
      [x[0] + edge, 0],
    ],
  ];
  const inference: Place[][] = [
    [
      [x[0] - 0.35, -edge],
      [(x[0] + z[0]) / 2, -1.05],
      [z[0] + 0.35, -edge],
    ],
    [
      [φ[0] + 0.25, 0],
      [z[0] - edge, 0],
    ],
  ];
  const circle = ([center]: Place, fillcolor: string) => ({
    type: "circle",
    x0: center - RADIUS,
    x1: center + RADIUS,
    y0: -RADIUS,
    y1: RADIUS,
    fillcolor,
    line: { color: INK, width: 1.5 },
  });
  const label = (text: string, [atX, atY]: Place, size: number) => ({
    text,
    x: atX,
    y: atY,
    showarrow: false,
    font: { size },
  });
  const middle = (x[0] + z[0]) / 2;
  const hidden = { visible: false, fixedrange: true };
  return {
    data: [arrows(generative, "solid"), arrows(inference, "dash")],
    layout: layoutWith(
      { title, caption },
      {
        width: 620,
        height: title ? 310 : 280,
        margin: { l: 20, r: 20, t: title ? 50 : 20, b: 20 },
        showlegend: false,
        shapes: [
          { type: "rect", x0: 1.1, x1: 5.5, y0: -1.7, y1: 1, line: { color: INK, width: 1 } },
          circle(z, "white"),
          circle(x, MUTED),
        ],
        annotations: [
          ...Object.entries(NODES).map(([name, place]) => label(`<i>${name}</i>`, place, 20)),
          label("p(x|z)", [middle, 0.28], 14),
          label("q(z|x)", [middle, -1.35], 14),
          label("N points", [4.95, -1.48], 13),
        ],
        xaxis: { ...hidden, range: [-0.6, 7.2] },
        yaxis: { ...hidden, range: [-1.9, 1.2], scaleanchor: "x" },
      },
    ),
  };
}

/** Paths with a head at their last point, as one trace. */
function arrows(paths: readonly (readonly Place[])[], dash: string): object {
  const along = (axis: 0 | 1) => paths.flatMap((path) => [...path.map((place) => place[axis]), null]);
  return {
    type: "scatter",
    mode: "lines+markers",
    x: along(0),
    y: along(1),
    line: { dash, width: 1.8, color: INK, shape: "spline" },
    marker: {
      symbol: "arrow",
      angleref: "previous",
      size: paths.flatMap((path) => [...path.map((_, i) => (i === path.length - 1 ? 13 : 0)), 0]),
      color: INK,
      // Plotly makes markers of different sizes translucent.
      opacity: 1,
    },
    hoverinfo: "skip",
  };
}

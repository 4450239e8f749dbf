import { type ChartOptions, type Figure, figure } from "./figure";
import { arrows, SILENT } from "./marks";
import { INK, MUTED } from "./palette";

/** Where the nodes stand, and how far from a node's middle its arrows end. */
const [φ, z, x, θ] = [0, 2, 4.6, 6.6];
const EDGE = 0.5;

/**
 * Shows the model that all notebooks are about (paper, figure 1): the parameters θ and a hidden z generate each of N observed
 * points x along the solid arrows, and the parameters φ guess z from x along the dashed ones.
 */
export function graphicalModel(options: ChartOptions = {}): Figure {
  const middle = (x + z) / 2;
  const line = { color: INK, width: 1.8, shape: "spline" };
  const level = [0, 0];
  const bent = [-EDGE, -1.05, -EDGE];
  const fromZ = [z + EDGE, x - EDGE];
  const fromΘ = [θ - 0.25, x + EDGE];
  const fromX = [x - 0.35, middle, z + 0.35];
  const fromΦ = [φ + 0.25, z - EDGE];
  const border = { color: INK, width: 1 };
  const circles = { size: 62, symbol: "circle", color: ["white", MUTED], line: border };
  const hidden = { visible: false, fixedrange: true };
  return figure({
    title: "A hidden cause and what it makes",
    caption:
      "Solid arrows generate, dashed arrows guess. We see x (grey) but not z (empty); the frame is repeated for each of N points, which share the parameters θ and φ.",
    panelSize: [580, 230],
    margin: { l: 20, r: 20, b: 10 },
    xRange: [-0.6, 7.2],
    yRange: [-1.9, 1.2],
    equalUnits: true,
    xaxis: hidden,
    yaxis: hidden,
    ...options,
    marks: {
      plate: { x: [1.1, 5.5, 5.5, 1.1, 1.1], y: [-1.7, -1.7, 1, 1, -1.7], line: border, ...SILENT },
      generative: { ...arrows([fromZ, fromΘ], [level, level], INK), line },
      inference: { ...arrows([fromX, fromΦ], [bent, level], INK), line: { ...line, dash: "dash" } },
      variables: { mode: "markers", x: [z, x], y: 0, marker: circles, ...SILENT },
      names: texts([φ, z, x, θ], level.concat(level), ["<i>φ</i>", "<i>z</i>", "<i>x</i>", "<i>θ</i>"], 20),
      labels: texts([middle, middle, 4.95], [0.28, -1.35, -1.48], ["p(x|z)", "q(z|x)", "N points"], 14),
    },
  });
}

const texts = (x: number[], y: number[], text: string[], size: number) => {
  return { mode: "text", x, y, text, textfont: { size }, ...SILENT };
};

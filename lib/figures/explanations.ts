import { type CurvesOptions, densityMarks, type LogDensity } from "./curves";
import { type Figure, figure, type Marks } from "./figure";
import { COLORS, INK } from "./palette";

/**
 * Shows a point x of the plane and what is believed about its z: on the left x among `plane`'s marks, on the right densities of z,
 * `{ name: logDensity }`, over `range`.
 */
export function explanations(
  x: ArrayLike<number>,
  plane: Marks,
  logDensities: Readonly<Record<string, LogDensity>>,
  { range, xRange, yRange, ...options }: CurvesOptions,
): Figure {
  const marker = { size: 13, symbol: "circle", color: COLORS.data, line: { color: INK, width: 2 } };
  const marks = { ...plane, x: { mode: "markers", x: x[0], y: x[1], marker } };
  return figure({
    shared: false,
    panelSize: [278, 250],
    ...options,
    panels: {
      "the plane": { marks, xTitle: "x₁", yTitle: "x₂", xRange, yRange },
      codes: { marks: densityMarks(logDensities, range), xTitle: "z", yTitle: "density" },
    },
  });
}

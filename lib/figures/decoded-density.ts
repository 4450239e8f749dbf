import { checkShape, rejectUnknownOptions } from "../check";
import type { Normal } from "../distributions/normal";
import type { NDArrayLike } from "../ndarray";
import { ellipses } from "./ellipses";
import { type Figure, type FigureOptions, rounded } from "./figure";
import { COLORS, seriesColor } from "./palette";
import { pointClouds } from "./point-clouds";
import { withSlider } from "./slider";

/**
 * Shows p(x|z) in the plane with a slider over z: the ellipses of one and two standard deviations around its mean, over
 * the data [rows, 2] and the curve of all means. `likelihood` holds p(x|z) at each z, a Normal over [z.length, 2]. Throws
 * a RangeError for data or a likelihood of another shape.
 */
export function decodedDensity(
  data: NDArrayLike,
  z: ArrayLike<number>,
  likelihood: Normal,
  options: FigureOptions = {},
): Figure {
  const { title = "", caption, ...rest } = options;
  rejectUnknownOptions("decodedDensity", rest);
  const { loc, scale } = likelihood;
  checkShape("likelihood", likelihood.batchShape, [z.length, 2]);
  const clouds = pointClouds({ [title]: { data } }, { caption });
  const line = (name: string, width: number, color: string) => ({
    type: "scatter",
    mode: "lines",
    name,
    line: { width, color },
    hoverinfo: "skip",
  });
  const figure = {
    ...clouds,
    data: [
      ...clouds.data,
      {
        ...line("means of p(x|z)", 1.5, seriesColor(3)),
        x: rounded(loc.column(0)),
        y: rounded(loc.column(1)),
      },
      line("p(x|z), one and two deviations", 2.5, COLORS.model),
    ],
  };
  const positions = Array.from(z, (value, i) => ({
    label: value.toFixed(2),
    traces: [ellipses(loc.row(i), scale.row(i))],
  }));
  return withSlider(figure, { name: "z", positions, moving: [2], start: Math.floor(z.length / 2) });
}

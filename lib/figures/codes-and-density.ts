import { checkShape } from "../check";
import { Normal } from "../distributions/normal";
import { broadcast, NDArray, type NDArrayLike } from "../ndarray";
import { type ChartOptions, type Figure, figure } from "./figure";
import { densityMap, dots } from "./marks";
import { extent } from "./numbers";
import { COLORS } from "./palette";

/** What `codesAndDensity` draws. */
export interface CodesAndDensity {
  /** q(z|x) of some data, a Normal over [rows, 1]. */
  readonly posterior: Normal;
  /** Some of these data [few, 2], the first ones, whose q(z|x) are drawn one by one. */
  readonly points: NDArrayLike;
  /** log p(x), nats, of points [rows, 2]. */
  readonly logDensity: (points: NDArray) => NDArray;
}

const [REACH, STEPS] = [5, 801];
const [SIDE, CELLS, DEPTH] = [4, 41, 6];
/** The colour of a single q(z|x). */
const FAINT = `${COLORS.bound}80`;
/** What the single q(z|x) are multiplied with, to be as low as their average. */
const LOWERED = 0.25;

/**
 * Shows what a model with one latent makes of data in the plane: beside each other the q(z|x) of some points, at a quarter of their height,
 * with the average over all data and the prior N(0, 1), and the density of the model with the same points. Throws a RangeError
 * for other shapes.
 */
export function codesAndDensity(
  { posterior, points, logDensity }: CodesAndDensity,
  options: ChartOptions = {},
): Figure {
  const [rows] = posterior.batchShape;
  checkShape("posterior", posterior.batchShape, [rows, 1]);
  const shown = NDArray.from(points, "points");
  const z = along(REACH, STEPS);
  const densities = broadcast(Math.exp, posterior.logProb(z)); // [rows, STEPS]
  const prior = broadcast(Math.exp, new Normal(0, 1).logProb(z)).data;
  const bumps = Array.from({ length: shown.shape[0] }, (_, i) => ({
    x: z,
    y: densities.row(i).map((density) => LOWERED * density),
    line: { width: 1, color: FAINT },
    ...(i > 0 && { showlegend: false }),
    hoverinfo: "skip",
  }));
  const plane = along(SIDE, CELLS);
  const map = logDensity(
    NDArray.from(Array.from(plane).flatMap((y) => Array.from(plane, (x) => [x, y]))),
  ).data;
  const [, highest] = extent(map);
  const bare = { showgrid: false, zeroline: false };
  return figure({
    shared: false,
    panelSize: [300, 300],
    margin: { l: 48, r: 92 },
    ...options,
    colors: { "q(z|x) of one point": "bound", "average of q(z|x)": "bound", ...options.colors },
    panels: {
      codes: {
        xTitle: "z",
        yTitle: "density",
        xRange: [-REACH, REACH],
        yRange: [0, 0.8],
        marks: {
          "q(z|x) of one point": bumps,
          "average of q(z|x)": { x: z, y: densities.mean(0), line: { width: 3.5 } },
          "prior p(z)": { x: z, y: prior, line: { width: 3 } },
        },
      },
      "the density of the model": {
        xTitle: "x₁",
        yTitle: "x₂",
        xRange: [-SIDE, SIDE],
        yRange: [-SIDE, SIDE],
        equalUnits: true,
        xaxis: bare,
        yaxis: bare,
        marks: {
          "log p(x)": densityMap(
            [-SIDE, SIDE],
            [-SIDE, SIDE],
            map,
            [highest - DEPTH, highest],
            "log p(x), nats",
          ),
          data: { ...dots(shown), marker: { size: 5, symbol: "circle" } },
        },
      },
    },
  });
}

const along = (reach: number, count: number) =>
  Float64Array.from({ length: count }, (_, i) => reach * ((2 * i) / (count - 1) - 1));

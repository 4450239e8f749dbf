import { checkInteger } from "../check";
import { NDArray } from "../ndarray";
import { type ChartOptions, type Figure, figure } from "./figure";
import { mapValues } from "./map-values";
import { densityMap } from "./marks";
import { extent } from "./numbers";

/** Options of `densityMaps`. */
export interface DensityMapsOptions extends ChartOptions {
  /** Places along each axis at which the densities are computed; default: 81. */
  readonly steps?: number;
}

/** A density in the plane: a distribution, or its log-density, from points [rows, 2] to [rows] in nats. */
export type PlaneDensity = ((points: NDArray) => NDArray) | { logProb(points: NDArray): NDArray };

/** The log-density of each point [rows, 2], in nats. Throws a RangeError if the density `name` answers with another number of them. */
export function logDensityOf(name: string, density: PlaneDensity, points: NDArray): Float64Array {
  const { data } = typeof density === "function" ? density(points) : density.logProb(points);
  if (data.length !== points.shape[0])
    throw new RangeError(`${name}: expected ${points.shape[0]} log-densities, got ${data.length}`);
  return data;
}

const RANGE = [-5, 5] as const;
const DEPTH = 6;

/**
 * Shows densities in the plane as heat maps of log p(x) on one scale, `{ panel: density }`, the panels side by side. Throws a
 * RangeError for steps < 2, and for a density that does not answer for each point.
 */
export function densityMaps(
  panels: Readonly<Record<string, PlaneDensity>>,
  { steps = 81, ...options }: DensityMapsOptions = {},
): Figure {
  checkInteger("steps", steps, 2);
  const along = Array.from({ length: steps }, (_, i) => RANGE[0] + ((RANGE[1] - RANGE[0]) * i) / (steps - 1));
  const points = NDArray.from(along.flatMap((y) => along.map((x) => [x, y])));
  const maps = mapValues(panels, (density, name) => logDensityOf(name, density, points));
  const highest = Math.max(...Object.values(maps).map((map) => extent(map)[1]));
  const scale = [highest - DEPTH, highest] as const;
  const [first] = Object.keys(panels);
  const bare = { showgrid: false, zeroline: false };
  return figure({
    xTitle: "x₁",
    yTitle: "x₂",
    xRange: RANGE,
    yRange: RANGE,
    equalUnits: true,
    panelSize: [205, 205],
    margin: { r: 104 },
    xaxis: bare,
    yaxis: bare,
    ...options,
    panels: mapValues(maps, (logDensity, name) => {
      const scaleTitle = name === first ? "log p(x), nats" : undefined;
      return { marks: { [name]: densityMap(RANGE, RANGE, logDensity, scale, scaleTitle) } };
    }),
  });
}

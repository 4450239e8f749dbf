import { checkInteger } from "../check";
import { NDArray } from "../ndarray";
import { type ChartOptions, type Figure, figure } from "./figure";
import { mapValues } from "./map-values";
import { densityMap } from "./marks";
import { extent } from "./numbers";

export interface DensityMapsOptions extends ChartOptions {
  /** Places along each axis at which the densities are computed; default: 81. */
  readonly steps?: number;
}

const RANGE = [-4, 4] as const;
const DEPTH = 6;

/**
 * Shows densities in the plane as heat maps of log p(x) on one scale, `{ panel: logDensity }`, the panels side by side;
 * `logDensity` takes points [rows, 2] and gives [rows] in nats. Throws a RangeError if a result has another length, or for steps < 2.
 */
export function densityMaps(
  panels: Readonly<Record<string, (points: NDArray) => NDArray>>,
  { steps = 81, ...options }: DensityMapsOptions = {},
): Figure {
  checkInteger("steps", steps, 2);
  const along = Array.from({ length: steps }, (_, i) => RANGE[0] + ((RANGE[1] - RANGE[0]) * i) / (steps - 1));
  const points = NDArray.from(along.flatMap((y) => along.map((x) => [x, y])));
  const maps = mapValues(panels, (logDensity, name) => {
    const { data } = logDensity(points);
    if (data.length !== points.shape[0])
      throw new RangeError(`${name}: expected ${points.shape[0]} log-densities, got ${data.length}`);
    return data;
  });
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

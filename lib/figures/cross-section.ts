import { NDArray } from "../ndarray";
import { logDensityOf, type PlaneDensity } from "./density-maps";
import { type ChartOptions, type Figure, figure } from "./figure";
import { mapValues } from "./map-values";
import { extent } from "./numbers";

/** Options of `crossSection`: the ends of the section, and those of a chart. */
export interface CrossSectionOptions extends ChartOptions {
  /** The ends of a line through the plane. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

const STEPS = 200;
/** How far below the highest log-density the figure goes, in nats. */
const DEPTH = 12;

/** Shows densities in the plane along a line, `{ name: density }`, over the distance from its middle. */
export function crossSection(
  densities: Readonly<Record<string, PlaneDensity>>,
  { from, to, ...options }: CrossSectionOptions,
): Figure {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const shares = Array.from({ length: STEPS + 1 }, (_, i) => i / STEPS);
  const points = NDArray.from(shares.map((share) => [from[0] + share * dx, from[1] + share * dy]));
  const x = shares.map((share) => (share - 0.5) * Math.hypot(dx, dy));
  const lines = mapValues(densities, (density, name) => ({ x, y: logDensityOf(name, density, points) }));
  const highest = Math.max(...Object.values(lines).map(({ y }) => extent(y)[1]));
  return figure({
    xTitle: "distance from the middle",
    yTitle: "log p(x), nats",
    yRange: [highest - DEPTH, highest + 0.5],
    ...options,
    marks: lines,
  });
}

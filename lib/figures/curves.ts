import type { NDArray } from "../ndarray";
import { type ChartOptions, type Figure, figure, type Marks } from "./figure";
import { mapValues } from "./map-values";

/** Options of `curves`, `densities` and `explanations`. */
export interface CurvesOptions extends ChartOptions {
  /** What the curves span on the x axis. */
  readonly range: readonly [lower: number, upper: number];
  /** Names whose lines are dashed. */
  readonly dashed?: readonly string[];
}

/** log p(z) at places [n]: a function, or a distribution over single numbers. */
export type LogDensity = ((z: Float64Array) => NDArray) | { logProb(z: Float64Array): NDArray };

const STEPS = 400;

/** Shows functions of one number as lines, `{ name: f }`; each takes places [n] and gives as many values. */
export const curves = (
  functions: Readonly<Record<string, (x: Float64Array) => NDArray>>,
  { range, dashed, ...options }: CurvesOptions,
): Figure => figure({ ...options, marks: curveMarks(functions, range, dashed) });

/** Shows densities of one number as lines, `{ name: logDensity }`, in the units of the x axis. */
export const densities = (
  logDensities: Readonly<Record<string, LogDensity>>,
  { range, dashed, ...options }: CurvesOptions,
): Figure => figure({ yTitle: "density", ...options, marks: densityMarks(logDensities, range, dashed) });

/** The lines of `densities`. */
export const densityMarks = (
  logDensities: Readonly<Record<string, LogDensity>>,
  range: CurvesOptions["range"],
  dashed?: CurvesOptions["dashed"],
): Marks =>
  mapValues(curveMarks(mapValues(logDensities, logProbOf), range, dashed), ({ y, ...rest }) => ({
    ...rest,
    y: y.map(Math.exp),
  }));

const logProbOf = (p: LogDensity) => (typeof p === "function" ? p : (z: Float64Array) => p.logProb(z));

function curveMarks(
  functions: Readonly<Record<string, (x: Float64Array) => NDArray>>,
  [lower, upper]: CurvesOptions["range"],
  dashed: readonly string[] = [],
) {
  const x = Float64Array.from({ length: STEPS + 1 }, (_, i) => lower + ((upper - lower) * i) / STEPS);
  return mapValues(functions, (f, name) => ({
    x,
    y: f(x).data,
    ...(dashed.includes(name) && { line: { dash: "dash" } }),
  }));
}

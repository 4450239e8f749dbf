import { expect, it } from "vitest";
import { broadcast, figures, Normal } from "../../lib";
import type { PackedNumbers } from "../../lib/figures/numbers";
import { unpacked } from "./read";

const posterior = new Normal([[-1], [2]], [[0.5], [0.1]]);
const logDensity = () => broadcast(() => -3, new Float64Array(41 * 41));

it("codesAndDensity draws each q(z|x) at a quarter of its height, their average with mass 1, and the prior", () => {
  const { data } = figures.codesAndDensity({ posterior, points: [[0, 1]], logDensity });
  const [bump, average, prior] = data.slice(0, 3).map((trace) => unpacked((trace as { y: PackedNumbers }).y));
  expect(Math.max(...bump)).toBeCloseTo(0.25 / (0.5 * Math.sqrt(2 * Math.PI)), 5);
  expect(average.reduce((sum, density) => sum + density, 0) * (10 / 800)).toBeCloseTo(1, 4);
  expect(Math.max(...prior)).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 5);
});

it("codesAndDensity refuses codes of more than one dimension", () => {
  const plane = new Normal([[0, 0]], 1);
  expect(() => figures.codesAndDensity({ posterior: plane, points: [[0, 1]], logDensity })).toThrow(
    RangeError,
  );
});

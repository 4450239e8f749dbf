import { expect } from "vitest";
import type { NDArray } from "../../lib";

/** Expects the same shape and entries that agree to `tolerance`, relative to 1 or to the expected entry. */
export function expectClose(got: NDArray, expected: number | number[] | number[][], tolerance = 1e-12): void {
  const [shape, values] = shapeOf(expected);
  expect(got.shape).toEqual(shape);
  got.data.forEach((value, i) => {
    const error = Math.abs(value - values[i]) / Math.max(1, Math.abs(values[i]));
    expect(error, `entry ${i}: ${value}, expected ${values[i]}`).toBeLessThanOrEqual(tolerance);
  });
}

function shapeOf(values: number | number[] | number[][]): [number[], number[]] {
  if (typeof values === "number") return [[], [values]];
  const [first] = values;
  if (Array.isArray(first)) return [[values.length, first.length], (values as number[][]).flat()];
  return [[values.length], values as number[]];
}

import { describe, expect, it } from "vitest";
import { NDArray, Normal, standardize } from "../../lib";
import { expectClose } from "../support/close";

describe("standardize", () => {
  const x = [
    [1, 0],
    [3, 8],
  ];

  it("subtracts the mean point and divides by the mean deviation, by hand", () => {
    // The coordinates' deviations are 1 and 4.
    const { points, mean, deviation } = standardize(x);
    expectClose(mean, [2, 4]);
    expect(deviation).toBeCloseTo(2.5, 14);
    expectClose(points, [
      [-0.4, -1.6],
      [0.4, 1.6],
    ]);
  });

  it("applies the same to other points, and undoes it", () => {
    const { apply, undo } = standardize(x);
    const other = NDArray.from([[2, 9]]);
    expectClose(apply(other), [[0, 2]]);
    expectClose(undo(apply({ points: other })), [[2, 9]]);
    const drawn = undo(new NDArray(Float64Array.of(0, 2, 0.4, 0), [2, 1, 2]));
    expect(drawn.shape).toEqual([2, 1, 2]);
    expectClose(drawn.reshape([4]), [2, 9, 3, 4]);
  });

  it("raises the log-density by width · log deviation", () => {
    const { points, mean, deviation } = standardize(x);
    const before = new Normal(mean, deviation).logProb(x).sum(1);
    const after = new Normal(0, 1).logProb(points).sum(1);
    expectClose(
      after,
      [...before.data].map((log) => log + 2 * Math.log(deviation)),
    );
  });

  it("refuses points that are equal up to rounding, whose mean is not", () => {
    for (const row of [
      [0.1, 0.1],
      [0.1 + 0.2, 1e20],
      [0, 1e-300],
    ]) {
      const equal = new Array(10).fill(row);
      const nearly = [...equal, row.map((value) => value * (1 + Number.EPSILON))];
      for (const points of [equal, nearly])
        expect(() => standardize(points)).toThrow("x: expected points that differ, got equal ones");
    }
  });

  it("takes points of which one coordinate never differs, or all of them little", () => {
    const { deviation } = standardize(Array.from({ length: 10 }, (_, i) => [0.1, i % 2]));
    expect(deviation).toBeCloseTo(0.25, 14);
    expect(standardize([[1e6], [1e6 + 1e-6]]).deviation / 5e-7).toBeCloseTo(1, 3);
  });

  it.each([1e200, 1e-200])("has the same result for points multiplied by %d", (factor) => {
    const scaled = standardize(x.map((row) => row.map((value) => factor * value)));
    expect(scaled.deviation / factor).toBeCloseTo(2.5, 14);
    expectClose(scaled.points, [
      [-0.4, -1.6],
      [0.4, 1.6],
    ]);
  });

  it("refuses equal points, and points of another width", () => {
    expect(() => standardize([[1, 2]])).toThrow("x: expected points that differ, got equal ones");
    expect(() => standardize(x).apply([[1, 2, 3]])).toThrow("x: expected shape [rows ≥ 1, 2], got [1,3]");
  });
});

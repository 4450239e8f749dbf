import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { broadcast, NDArray } from "../lib";
import { inspect as inPage } from "../page/inspect";
import { expectClose } from "./support/close";

const range = (shape: number[]) =>
  new NDArray(
    Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i),
    shape,
  );

describe("NDArray", () => {
  it("reads numbers, lists and rows", () => {
    expect(NDArray.from(3).shape).toEqual([]);
    expect(NDArray.from([1, 2]).shape).toEqual([2]);
    expect(
      NDArray.from([
        [1, 2],
        [3, 4],
        [5, 6],
      ]).shape,
    ).toEqual([3, 2]);
    expect(() => NDArray.from([[1, 2], [3]], "rows")).toThrow(
      "rows: expected rows of 2 numbers, got 1 in row 1",
    );
    expect(() => new NDArray(new Float64Array(5), [2, 3])).toThrow(
      "expected 6 numbers for shape [2,3], got 5",
    );
  });

  it("sums and averages over each axis as NumPy does", () => {
    const x = range([2, 3, 4]);
    expectClose(x.sum(0).reshape([12]), [12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34]);
    expectClose(x.sum(1), [
      [12, 15, 18, 21],
      [48, 51, 54, 57],
    ]);
    expectClose(x.sum(2), [
      [6, 22, 38],
      [54, 70, 86],
    ]);
    expectClose(x.mean(2), [
      [1.5, 5.5, 9.5],
      [13.5, 17.5, 21.5],
    ]);
    expect(x.mean()).toBe(11.5);
    expect(range([4]).standardDeviation()).toBeCloseTo(Math.sqrt(1.25), 14);
    for (const axis of [3, -1, 0.5]) expect(() => x.sum(axis)).toThrow("axis: expected one of the 3 axes");
  });

  it("takes rows, columns and the head", () => {
    const x = range([3, 2]);
    expect([...x.row(1)]).toEqual([2, 3]);
    expect([...x.column(1)]).toEqual([1, 3, 5]);
    expect(() => x.row(3)).toThrow("index: expected an integer from 0 to 2, got 3");
    expect(() => x.column(2)).toThrow("index: expected an integer from 0 to 1, got 2");
    expectClose(x.columns([1, 1, 0]), [
      [1, 1, 0],
      [3, 3, 2],
      [5, 5, 4],
    ]);
    expectClose(x.head(2), [
      [0, 1],
      [2, 3],
    ]);
    expect(x.head(9).shape).toEqual([3, 2]);
    expect(() => x.head(-1)).toThrow("count: expected an integer ≥ 0, got -1");
    for (const index of [2, -1, 0.5])
      expect(() => x.columns([0, index])).toThrow(
        `indices[1]: expected an integer from 0 to 1, got ${index}`,
      );
  });
});

describe("an NDArray is printed", () => {
  const printed = (value: unknown) => {
    expect(inPage(value)).toBe(inspect(value));
    return inspect(value);
  };

  it("with its shape, and its numbers below each other", () => {
    expect(printed(NDArray.from([1, -2, 0.5]))).toBe("NDArray [3] [ 1.0 -2.0  0.5]");
    expect(
      printed(
        NDArray.from([
          [1 / 3, 10],
          [-20.5, Number.NaN],
        ]),
      ),
    ).toBe("NDArray [2, 2]\n[[  0.333333  10.000000]\n [-20.500000        NaN]]");
    expect(printed(NDArray.from([1e-9, 1]))).toBe("NDArray [2] [1e-9    1]");
    expect(printed(range([2, 1, 2]))).toBe("NDArray [2, 1, 2]\n[[[0 1]]\n [[2 3]]]");
    expect(printed(NDArray.from(3))).toBe("NDArray [] 3");
    expect(printed(range([0, 3]))).toBe("NDArray [0, 3]\n[]");
  });

  it("with the ends of its axes alone if there are many numbers", () => {
    expect(printed(range([50, 2]))).toMatch(/^(.*\n){50}.*$/);
    const rows = [
      "[[  0   1]",
      " [  2   3]",
      " [  4   5]",
      " ...",
      " [ 96  97]",
      " [ 98  99]",
      " [100 101]]",
    ];
    expect(printed(range([51, 2])).split("\n")).toEqual(["NDArray [51, 2]", ...rows]);
    expect(printed(range([101]))).toBe("NDArray [101] [  0   1   2 ...  98  99 100]");
  });

  it("on one line inside of other objects", () => {
    expect(inspect({ a: range([2, 2]) })).toBe("{ a: NDArray [2, 2] [[0 1] [2 3]] }");
    expect(inPage([range([2, 2])])).toBe("[ NDArray [2, 2] [[0 1] [2 3]] ]");
  });
});

describe("broadcast", () => {
  it("repeats axes of length one and missing axes", () => {
    const column = NDArray.from([[10], [20]]);
    const row = NDArray.from([1, 2, 3]);
    expectClose(
      broadcast((a, b) => a + b, column, row),
      [
        [11, 12, 13],
        [21, 22, 23],
      ],
    );
    const cube = broadcast((a, b) => a - b, range([2, 1, 3]), range([4, 1]));
    expect(cube.shape).toEqual([2, 4, 3]);
    expect(cube.data[1 * 12 + 2 * 3 + 1]).toBe(4 - 2);
  });

  it("refuses shapes that do not fit", () => {
    expect(() => broadcast((a, b) => a + b, range([2, 3]), range([2]))).toThrow(
      "[2,3] and [2] do not broadcast",
    );
  });
});

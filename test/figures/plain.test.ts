import { describe, expect, it } from "vitest";
import { figures, NDArray } from "../../lib";
import { plain } from "../../lib/figures/plain";
import { unpacked } from "./read";

const many = Float64Array.from({ length: 60 }, (_, i) => 1e9 + i / 3);
const matrix = NDArray.from([
  [1, 2, 3],
  [4, Number.NaN, 6],
]);
const rows = [
  [1, 2, 3],
  [4, null, 6],
];

describe("a reader's figure", () => {
  it("may have any array of numbers in it, at any depth", () => {
    const marker = { color: Uint8Array.of(7, 8), size: [1, 2] };
    const figure = {
      data: [
        { y: Float64Array.of(1, 2), z: matrix, marker },
        { z: [Float32Array.of(0.5), NDArray.from([3])] },
      ],
      layout: { xaxis: { range: NDArray.from([0, 9]) }, width: NDArray.from(300) },
      frames: [{ data: [{ x: Int16Array.of(-1) }] }],
    };
    expect(plain(figure)).toEqual({
      data: [{ y: [1, 2], z: rows, marker: { color: [7, 8], size: [1, 2] } }, { z: [[0.5], [3]] }],
      layout: { xaxis: { range: [0, 9] }, width: 300 },
      frames: [{ data: [{ x: [-1] }] }],
    });
  });

  it("keeps long arrays packed, in full precision and with their shape, but inside of lists", () => {
    const { data } = plain<figures.Figure>({
      data: [{ y: many, z: new NDArray(many, [20, 3]), customdata: [many] }],
      layout: {},
    });
    const [{ y, z, customdata }] = data as [Record<string, never>];
    expect(z).toMatchObject({ dtype: "f8", shape: "20,3" });
    expect([unpacked(y), unpacked(z)]).toEqual([[...many], [...many]]);
    expect(customdata).toEqual([[...many]]);
  });

  it("is left as it is otherwise, and stays the reader's", () => {
    const figure = {
      data: [
        { x: [new Date(0), "a", null], z: { dtype: "f4", bdata: "AAAA", shape: "1,1" }, visible: false },
      ],
      layout: {},
    };
    const before = structuredClone(figure);
    expect(plain(figure)).toEqual(before);
    plain({ data: [{ y: many }], layout: {} });
    expect(figure).toEqual(before);
  });
});

it("marks may be NDArrays as well", () => {
  const lists = { x: [1, 2, 3], y: [4, 5, 6], error_y: { array: [1, 1, 1] }, text: [7, 8, 9] };
  const arrays = {
    x: NDArray.from(lists.x),
    y: NDArray.from(lists.y),
    error_y: { array: NDArray.from(lists.error_y.array) },
    text: NDArray.from(lists.text),
  };
  expect(figures.figure({ marks: { arrays } }).data).toEqual(
    figures.figure({ marks: { arrays: lists } }).data,
  );
  expect(figures.figure({ marks: { arrays }, logX: true }).layout).toEqual(
    figures.figure({ marks: { arrays: lists }, logX: true }).layout,
  );
  const odd = { x: arrays.x, y: NDArray.from([1]) };
  expect(() => figures.figure({ marks: { odd } })).toThrow("odd: expected 3 numbers, one for each x, got 1");
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { idx, mnist, mnistFolder } from "../../lib";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "idx-test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(bytes: ArrayLike<number>, name = "some-idx"): string {
  const path = join(folder, name);
  writeFileSync(path, Uint8Array.from(bytes));
  return path;
}
/** The four bytes of a length. */
const length = (value: number) => [value >> 24, value >> 16, value >> 8, value].map((byte) => byte & 255);
/** Three rows of two numbers, written by hand as the format says. */
const small = [0, 0, 8, 2, ...length(3), ...length(2), 1, 2, 3, 4, 5, 255];
const compressed: Uint8Array = gzipSync(Uint8Array.from(small));

describe("idx", () => {
  it("reads the axes and the numbers", () => {
    const { shape, data } = idx(file(small));
    expect([shape, [...data]]).toEqual([
      [3, 2],
      [1, 2, 3, 4, 5, 255],
    ]);
  });

  it("reads what gzip has compressed, whatever its name", () => {
    expect(idx(file(compressed, "images.gz"))).toEqual(idx(file(small)));
    expect(idx(file(compressed), { count: 1 }).data).toEqual(Float64Array.of(1, 2));
  });

  it("reads the first entries alone", () => {
    const { shape, data } = idx(file(small), { count: 2 });
    expect([shape, [...data]]).toEqual([
      [2, 2],
      [1, 2, 3, 4],
    ]);
  });

  it.each([
    ["an empty file", [], "expected an IDX file, which begins with two bytes of zero, got an empty file"],
    [
      "a truncated compressed file",
      compressed.subarray(0, -9),
      "cannot be uncompressed: unexpected end of file",
    ],
    ["a damaged one", compressed.with(-7, 0), "cannot be uncompressed: incorrect data check"],
    ["another file, compressed", gzipSync("text"), "two bytes of zero, got 0x74 0x65 0x78 0x74"],
    ["another magic", [1, 0, 8, 1, ...length(1), 0], "two bytes of zero, got 0x01 0x00 0x08 0x01"],
    ["an unknown type", [0, 0, 10, 1, ...length(1), 0], "expected numbers of type 0x08, bytes, got 0x0a"],
    ["no axis", [0, 0, 8, 0], "expected at least one axis, got 0"],
    ["half a header", [0, 0, 8, 3, ...length(1)], "expected a header of 16 bytes for 3 axes"],
    ["a negative length", [0, 0, 8, 1, ...length(-3), 0], "expected axes of length ≥ 1, got -3"],
    ["a length of zero", [0, 0, 8, 2, ...length(3), ...length(0)], "got 3 × 0"],
    [
      "absurd lengths",
      [0, 0, 8, 3, ...length(2 ** 31 - 1), ...length(2 ** 31 - 1), ...length(2 ** 31 - 1), 0],
      "for 2147483647 × 2147483647 × 2147483647 numbers, got 17",
    ],
    ["a short body", small.slice(0, -1), "expected 18 bytes for 3 × 2 numbers, got 17"],
    ["a long body", [...small, 0], "expected 18 bytes for 3 × 2 numbers, got 19"],
  ])("names the file and what is wrong: %s", (_, bytes, message) => {
    const path = file(bytes);
    expect(() => idx(path)).toThrow(`${path}: `);
    expect(() => idx(path)).toThrow(message);
  });

  it("says what is wrong with the call", () => {
    const missing = join(folder, "missing");
    expect(() => idx(missing)).toThrow(`${missing}: there is no such file`);
    expect(() => idx(file(small), { count: 4 })).toThrow(
      /^count: expected at most the 3 entries of .*, got 4$/,
    );
    expect(() => idx(file(small), { count: 0 })).toThrow("count: expected an integer ≥ 1, got 0");
    expect(() => idx(file(small), { size: 4 } as object)).toThrow('idx: unknown option "size"');
  });
});

describe("mnist", () => {
  const images = (count: number) => [0, 0, 8, 3, ...length(count), ...length(1), ...length(2)];
  beforeAll(() => {
    file([...images(3), 0, 255, 51, 102, 0, 0], "t10k-images-idx3-ubyte");
    file([0, 0, 8, 1, ...length(3), 7, 1, 0], "t10k-labels-idx1-ubyte");
    file([...images(2), 0, 255, 51, 102], "train-images-idx3-ubyte");
    file([0, 0, 8, 1, ...length(3), 7, 1, 0], "train-labels-idx1-ubyte");
  });

  it("reads images as rows of shares, with their labels and size", () => {
    const { points, labels, imageSize } = mnist(folder, { part: "test", size: 2 });
    expect([points.shape, [...points.data]]).toEqual([
      [2, 2],
      [0, 1, 0.2, 0.4],
    ]);
    expect([[...labels.data], imageSize]).toEqual([
      [7, 1],
      [1, 2],
    ]);
  });

  it("reads compressed files under the names with which they are published", () => {
    mkdirSync(join(folder, "gz"));
    for (const name of ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
      writeFileSync(join(folder, "gz", `${name}.gz`), gzipSync(readFileSync(join(folder, name))));
    expect(mnist(join(folder, "gz"), { part: "test" })).toEqual(mnist(folder, { part: "test" }));
  });

  it("says which file does not fit, and which is missing", () => {
    expect(() => mnist(folder)).toThrow(/train-labels-idx1-ubyte: expected 1 axes and 2 entries, got 3$/);
    expect(() => mnist(join(folder, "none"))).toThrow(/train-images-idx3-ubyte: there is no such file$/);
    expect(() => mnist(folder, { part: "validation" as "test" })).toThrow(
      'part: expected one of "train", "test"',
    );
    expect(() => mnist(folder, { count: 1 } as object)).toThrow('mnist: unknown option "count"');
  });

  const installed = mnistFolder();
  it.skipIf(!installed)("reads the digits that npm installs", () => {
    const { points, labels, imageSize } = mnist(installed as string, { part: "test" });
    expect([points.shape, imageSize]).toEqual([
      [10_000, 784],
      [28, 28],
    ]);
    // Known of the test images: the first labels, how many there are of each digit, and the mean grey value of .1325.
    expect([...labels.data.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    const counts = Array.from(
      { length: 10 },
      (_, digit) => labels.data.filter((one) => one === digit).length,
    );
    expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect(points.mean()).toBeCloseTo(0.1325, 4);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csv } from "../../lib";

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "csv-test-"));
  path = join(folder, "points.csv");
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string | Uint8Array, options?: Parameters<typeof csv>[1]) {
  writeFileSync(path, content);
  const { points, columns } = csv(path, options);
  return { columns, rows: Array.from({ length: points.shape[0] }, (_, i) => [...points.row(i)]) };
}
const rows = [
  [1, -2.5],
  [3e-4, 4],
];

describe("csv", () => {
  it.each([
    ["a header", "x,y\n1,-2.5\n3e-4,4\n"],
    ["no line break at the end", "x,y\n1,-2.5\n3e-4,4"],
    ["several at the end", "x,y\n1,-2.5\n3e-4,4\n\n\n"],
    ["a byte order mark, and CRLF", "\ufeffx,y\r\n1,-2.5\r\n3e-4,4\r\n"],
    ["quotes", '"x","y"\n"1","-2.5"\n"3e-4",4\n'],
    ["spaces", "x, y\n1, -2.5\n3e-4, 4\n"],
    ["tabs", "x\ty\n1\t-2.5\n3e-4\t4\n"],
    ["semicolons and decimal commas", "x;y\n1;-2,5\n3e-4;4,0\n"],
    ["semicolons and decimal points", "x;y\n1;-2.5\n3e-4;4.0\n"],
    ["gzip", gzipSync("x,y\n1,-2.5\n3e-4,4\n")],
  ])("reads a table with %s", (_, content) => {
    expect(read(content)).toEqual({ columns: ["x", "y"], rows });
  });

  it("reads one without a header, or with numbers for names", () => {
    expect(read("1,-2.5\n3e-4,4\n")).toEqual({ columns: ["0", "1"], rows });
    expect(read("2001,2002\n1,-2.5\n3e-4,4\n", { header: true })).toEqual({
      columns: ["2001", "2002"],
      rows,
    });
  });

  it("chooses columns by name or position, so that others may hold texts", () => {
    const text = 'name,"a, b",c\n"first\nsecond",1,2\n"say ""x""",3,4\n';
    const chosen = {
      columns: ["c", "a, b"],
      rows: [
        [2, 1],
        [4, 3],
      ],
    };
    expect(read(text, { columns: ["c", "a, b"] })).toEqual(chosen);
    expect(read(text, { columns: [2, 1] })).toEqual(chosen);
  });

  it.each([
    ["a missing number", "x,y\n1,2\n3,\n", 'line 3, column "y": expected a number, got ""'],
    ["a text", "x,y\n1,2\nNA,3\n", 'line 3, column "x": expected a number, got "NA"'],
    ["infinity", "x,y\n1,Infinity\n", 'line 2, column "y": expected a number, got "Infinity"'],
    ["digits in groups", "x;y\n1.000,5;2\n", 'line 2, column "x": expected a number, got "1.000,5"'],
    ["a text in the first line", "1,a\n2,3\n", 'line 1, column "1": expected a number, got "a"'],
    ["a line after an entry of two", 'x,"y\nz"\n1,2\n,3\n', 'line 4, column "x": expected a number, got ""'],
    ["a short line", "x,y\n1,2\n3\n", "line 3: expected 2 columns, as in the first line, got 1"],
    ["an empty line", "x,y\n1,2\n\n3,4\n", "line 3: expected 2 columns, as in the first line, got 1"],
  ])("tells where there is %s", (_, text, message) => {
    expect(() => read(text)).toThrow(`${path}, ${message}`);
  });

  it("says what is wrong with the file or the call", () => {
    expect(() => read("\n")).toThrow(`${path}: expected lines of numbers, got an empty file`);
    expect(() => read("x,y\n")).toThrow(`${path}: expected lines of numbers below the names`);
    expect(() => read("x,y\n1,2\n", { columns: ["z"] })).toThrow(
      'columns[0]: expected one of "x", "y", got "z"',
    );
    expect(() => read("x,y\n1,2\n", { columns: [0, 2] })).toThrow(
      "columns[1]: expected an integer from 0 to 1",
    );
    expect(() => read("1\n", { separator: ";" } as object)).toThrow('csv: unknown option "separator"');
    expect(() => csv(join(folder, "none"))).toThrow("none: there is no such file");
  });
});

import { dsvFormat } from "d3-dsv";
import { checkChoice, checkInteger, rejectUnknownOptions } from "../check";
import { readUncompressed } from "../files/disk";
import { NDArray } from "../ndarray";

export interface CsvOptions {
  /** The columns to read, by name or by position from 0; default: all. */
  readonly columns?: readonly (string | number)[];
  /** Whether the first line names the columns; default: whether it has no number in it. */
  readonly header?: boolean;
}

/** Numbers from a table. */
export interface Csv {
  /** [rows, columns]. */
  readonly points: NDArray;
  /** The names of the columns; in a table without a header, their positions. */
  readonly columns: readonly string[];
}

/**
 * Reads columns of numbers from a text with commas, tabs or semicolons between them, whichever the first line has; with
 * semicolons, numbers may have decimal commas. Texts may be quoted, and the file compressed by gzip. Throws an Error that names
 * the file, line and column of what is missing or no finite number, and a RangeError for columns that there are not.
 */
export function csv(path: string, options: CsvOptions = {}): Csv {
  const { columns, header, ...rest } = options;
  rejectUnknownOptions("csv", rest, "columns header");
  // A TextDecoder leaves out the byte order mark.
  const text = new TextDecoder().decode(readUncompressed(path));
  const [firstLine] = text.replace(/"[^"]*"/g, "").split(/[\r\n]/, 1);
  const separator = [";", "\t"].find((one) => firstLine.includes(one)) ?? ",";
  const numberOf = (entry: string) => {
    const written = separator === ";" ? entry.replace(",", ".") : entry;
    return written.trim() === "" ? Number.NaN : Number(written);
  };
  const table = dsvFormat(separator).parseRows(text);
  while (table.at(-1)?.join("") === "") table.pop();
  if (table.length === 0) throw new Error(`${path}: expected lines of numbers, got an empty file`);

  const [first] = table;
  const named = header ?? first.every((entry) => Number.isNaN(numberOf(entry)));
  const names = first.map((entry, column) => (named ? entry.trim() : String(column)));
  const places = (columns ?? [...names.keys()]).map((column, i) => {
    if (typeof column === "number") checkInteger(`columns[${i}]`, column, 0, names.length - 1);
    else checkChoice(`columns[${i}]`, column, names);
    return typeof column === "number" ? column : names.indexOf(column);
  });
  const rows = table.slice(named ? 1 : 0);
  if (rows.length === 0) throw new Error(`${path}: expected lines of numbers below the names of the columns`);
  const data = new Float64Array(rows.length * places.length);
  let line = named ? 1 + linesIn(first) : 1;
  rows.forEach((row, r) => {
    if (row.length !== names.length)
      throw new Error(
        `${path}, line ${line}: expected ${names.length} columns, as in the first line, got ${row.length}`,
      );
    places.forEach((place, p) => {
      const value = numberOf(row[place]);
      if (!Number.isFinite(value))
        throw new Error(
          `${path}, line ${line}, column ${JSON.stringify(names[place])}: expected a number, got ${JSON.stringify(row[place])}`,
        );
      data[r * places.length + p] = value;
    });
    line += linesIn(row);
  });
  return {
    points: new NDArray(data, [rows.length, places.length]),
    columns: places.map((place) => names[place]),
  };
}

/** A quoted entry can go on in the next line. */
const linesIn = (row: readonly string[]) => row.join("").split(/\r\n|\r|\n/).length;

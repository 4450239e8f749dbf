import { csvFormatRow } from "d3-dsv";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { Entry } from "./read-folder";

/** A number or a text; undefined for what a training does not have. */
type Cell = number | string | undefined;

/** Results as columns: one for each option of data, model and training, and each measure; lists and objects as JSON. */
function columnsOf(entries: readonly Entry[]): [name: string, cells: Cell[]][] {
  const rows = entries.map(({ job: { data, model, fit, library }, measures, reason, ...rest }) => ({
    ...rest,
    ...prefixed("data", data),
    ...prefixed("model", model),
    ...prefixed("fit", fit),
    ...measures,
    reason,
    library,
  })) as Record<string, unknown>[];
  const names = [...new Set(rows.flatMap(Object.keys))];
  return names.map((name) => [name, rows.map((row) => cell(row[name]))]);
}

const prefixed = (prefix: string, options: object) =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [`${prefix}.${name}`, value]));

function cell(value: unknown): Cell {
  if (value === undefined || typeof value === "number") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Results as comma-separated values (RFC 4180); what a training does not have is empty. */
export function csv(entries: readonly Entry[]): string {
  const columns = columnsOf(entries);
  const lines = entries.map((_, row) => columns.map(([, cells]) => String(cells[row] ?? "")));
  return [columns.map(([name]) => name), ...lines].map((line) => `${csvFormatRow(line)}\r\n`).join("");
}

/** Results as a Parquet file: float64 columns where all is numbers, else texts; what a training does not have is null. */
export function parquet(entries: readonly Entry[]): Uint8Array {
  const columnData = columnsOf(entries).map(([name, cells]) => {
    const numbers = cells.every((one) => typeof one !== "string");
    const data = cells.map((one) => (one === undefined ? null : numbers ? one : String(one)));
    return { name, data, type: numbers ? ("DOUBLE" as const) : ("STRING" as const), nullable: true };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

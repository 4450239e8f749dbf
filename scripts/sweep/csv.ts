import type { Entry } from "./read-folder";
import { type Cell, tableOf } from "./table";

/** Results as comma-separated values (RFC 4180); what a training does not have is empty. */
export function csv(entries: readonly Entry[]): string {
  const table = tableOf(entries);
  const lines = entries.map((_, row) => Object.values(table).map((column) => written(column[row])));
  return [Object.keys(table), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

function written(cell: Cell): string {
  const text = cell === undefined ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

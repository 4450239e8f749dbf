import type { Entry } from "./read-folder";

/**
 * Results as comma-separated values (RFC 4180) with one column for each option of data, model and training, and each measure;
 * lists and objects are JSON, and what a training does not have is empty.
 */
export function csv(entries: readonly Entry[]): string {
  const rows = entries.map(({ id, outcome, reason, seconds, job, measures }) => ({
    id,
    outcome,
    ...prefixed("data", job.data),
    ...prefixed("model", job.model),
    ...prefixed("fit", job.fit),
    seconds,
    ...measures,
    reason,
    library: job.library,
  }));
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const lines = rows.map((row) => columns.map((column) => cell((row as Record<string, unknown>)[column])));
  return [columns, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

const prefixed = (prefix: string, options: object) =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [`${prefix}.${name}`, value]));

function cell(value: unknown): string {
  if (value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

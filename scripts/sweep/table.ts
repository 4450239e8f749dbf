import type { Entry } from "./read-folder";

/** A number or a text; undefined for what a training does not have. */
export type Cell = number | string | undefined;

/** Results as columns: one for each option of data, model and training, and each measure; lists and objects as JSON. */
export function tableOf(entries: readonly Entry[]): Readonly<Record<string, readonly Cell[]>> {
  const rows = entries.map(
    ({ id, outcome, reason, seconds, job, measures }): Record<string, unknown> => ({
      id,
      outcome,
      ...prefixed("data", job.data),
      ...prefixed("model", job.model),
      ...prefixed("fit", job.fit),
      seconds,
      ...measures,
      reason,
      library: job.library,
    }),
  );
  const names = [...new Set(rows.flatMap(Object.keys))];
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => cell(row[name]))]));
}

const prefixed = (prefix: string, options: object) =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [`${prefix}.${name}`, value]));

function cell(value: unknown): Cell {
  if (value === undefined || typeof value === "number") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

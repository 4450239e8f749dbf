import { checkInteger, rejectUnknownOptions } from "../check";
import { notebookKernel } from "./kernel";
import { LiveDisplay } from "./live-display";
import { escaped } from "./progress-bar";

export interface TableOptions {
  /** Digits after the decimal point; columns of integers have none. Default: 3. */
  readonly digits?: number;
  /** What the table shows, with units; stands above it. */
  readonly caption?: string;
}

/**
 * Shows rows of numbers and texts, `{ row: { column: value } }`, as a table below the running cell; in a script, prints it.
 * Numbers stand below each other digit by digit; those too small or too large for their column have a power of ten. Throws
 * an error for a number of digits that is not an integer ≥ 0.
 */
export function table(
  rows: Readonly<Record<string, Readonly<Record<string, number | string>>>>,
  options: TableOptions = {},
): void {
  const { digits = 3, caption, ...rest } = options;
  rejectUnknownOptions("table", rest, "digits caption");
  checkInteger("digits", digits, 0);
  const values = Object.values(rows);
  const columns = [...new Set(values.flatMap(Object.keys))].map((name) => {
    const present = values.map((row) => row[name]).filter((value) => typeof value === "number");
    return {
      name,
      // Texts alone read from the left; numbers, and texts among them, stand at the right.
      numeric: present.length > 0,
      cells: values.map((row) => written(row[name], present.every(Number.isInteger) ? 0 : digits)),
    };
  });
  const all: Column[] = [{ name: "", numeric: false, cells: Object.keys(rows) }, ...columns];
  const text = asText(all, caption);
  if (!notebookKernel()) console.log(text);
  else new LiveDisplay().show({ "text/html": asHtml(all, caption), "text/plain": text });
}

interface Column {
  readonly name: string;
  readonly numeric: boolean;
  readonly cells: readonly string[];
}

function written(value: number | string | undefined, places: number): string {
  if (typeof value !== "number") return value ?? "";
  const size = Math.abs(value);
  const extreme = Number.isFinite(value) && size > 0 && (size < 0.5 * 10 ** -places || size >= 1e9);
  const rounded = value.toFixed(places).replace(/^-(?=[0.]*$)/, "");
  const [digits, power] = extreme ? value.toExponential(0).split("e") : [rounded];
  const raised = Array.from(
    power?.replace("+", "") ?? "",
    (sign) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)],
  );
  return digits.replace("-", "−") + (extreme ? `·10${raised.join("")}` : "");
}

function asHtml(columns: readonly Column[], caption?: string): string {
  const cell = (tag: string, text: string, right: boolean) =>
    `<${tag} style="text-align:${right ? "right" : "left"};font-variant-numeric:tabular-nums">${escaped(text)}</${tag}>`;
  const head = columns.map(({ name, numeric }) => cell("th", name, numeric));
  const body = columns[0].cells.map((_, row) =>
    columns.map(({ cells, numeric }, i) => cell(i === 0 ? "th" : "td", cells[row], numeric)).join(""),
  );
  const above = caption
    ? `<caption style="text-align:left;white-space:nowrap">${escaped(caption)}</caption>`
    : "";
  return `<table>${above}<thead><tr>${head.join("")}</tr></thead><tbody>${body.map((row) => `<tr>${row}</tr>`).join("")}</tbody></table>`;
}

function asText(columns: readonly Column[], caption?: string): string {
  const padded = columns.map(({ name, numeric, cells }) => {
    const lines = [name, ...cells];
    const width = Math.max(...lines.map((line) => line.length));
    return lines.map((line) => (numeric ? line.padStart(width) : line.padEnd(width)));
  });
  const lines = padded[0].map((_, row) => {
    const line = padded.map((column) => column[row]).join("  ");
    return line.trimEnd();
  });
  return [...(caption ? [caption] : []), ...lines].join("\n");
}

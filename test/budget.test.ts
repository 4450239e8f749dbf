/** How long the lesson is: notebooks 00 to 04 together, without the appendices. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface Cell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly metadata: { readonly jupyter?: { readonly source_hidden?: boolean } };
  readonly outputs?: readonly { readonly data?: Readonly<Record<string, unknown>> }[];
}

/** Words of letters alone, outside formulas, code and the addresses of links. */
function words(markdown: string): number {
  const text = markdown
    .replace(/```.*?```|\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|<code>.*?<\/code>|<[^>]*>/gs, " ")
    .replace(/\]\([^)]*\)/g, "]");
  return text.split(/[\s—–-]+/).filter((word) => /^\W*\p{L}[\p{L}’']*\W*$/u.test(word)).length;
}

function sizeOf(name: string) {
  const { cells } = JSON.parse(readFileSync(`notebooks/${name}`, "utf8")) as { cells: Cell[] };
  const textOf = ({ source }: Cell) => [source].flat().join("");
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  const visible = code.filter(({ metadata }) => !metadata.jupyter?.source_hidden);
  const shown = code.flatMap(({ outputs = [] }) => outputs.map(({ data = {} }) => data));
  const count = (type: string, start = "") =>
    shown.filter((data) => type in data && [data[type]].flat().join("").startsWith(start)).length;
  return {
    words: words(
      cells
        .filter(({ cell_type }) => cell_type === "markdown")
        .map(textOf)
        .join("\n"),
    ),
    figures: count("application/vnd.plotly.v1+json"),
    tables: count("text/html", "<table"),
    lines: visible.flatMap((cell) => textOf(cell).split("\n")).filter((line) => line.trim()).length,
  };
}

it("keeps the lesson to one evening", () => {
  const names = readdirSync("notebooks").filter((name) => /^0[0-4].*\.ipynb$/.test(name));
  const sizes = Object.fromEntries(names.map((name) => [name, sizeOf(name)]));
  const sum = (key: keyof ReturnType<typeof sizeOf>) =>
    Object.values(sizes).reduce((total, size) => total + size[key], 0);
  const all = { words: sum("words"), figures: sum("figures"), tables: sum("tables"), lines: sum("lines") };
  console.table({ ...sizes, "00 to 04": all });
  expect(all.words).toBeLessThanOrEqual(7000);
  expect(all.figures).toBeLessThanOrEqual(30);
  expect(all.tables).toBeLessThanOrEqual(8);
  expect(all.lines).toBeLessThanOrEqual(450);
});

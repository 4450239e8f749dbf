/** Imports between the folders of lib, including type-only ones: lib/allowed-imports.json lists what each folder may import. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import allowedImports from "../lib/allowed-imports.json";

const lib = path.join(__dirname, "..", "lib");
const names = Object.keys(allowedImports);
const all = (readdirSync(lib, { recursive: true }) as string[])
  .map((file) => file.split(path.sep).join("/"))
  .filter((file) => file.endsWith(".ts") && file !== "index.ts");
const browserSides = all.filter((file) => file.endsWith(".browser.ts"));
/** The browser sides are put together by what bundles a page, which may load what Node.js loads later. */
const files = all.filter((file) => !browserSides.includes(file));

/** The innermost listed folder that contains a file; "." for the files directly in lib. */
const folderOf = (file: string) =>
  names.filter((folder) => file.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)[0] ?? ".";

/** The files of lib that a file imports by a relative path, in any form. */
function importsOf(file: string): string[] {
  const source = readFileSync(path.join(lib, file), "utf8");
  const relative = /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*["'](\.[^"']+)["']/g;
  return [...source.matchAll(relative)]
    .map(([, name]) => path.join(path.dirname(file), name))
    .map((target) => (files.includes(`${target}.ts`) ? `${target}.ts` : `${target}/index.ts`));
}

describe("lib/allowed-imports.json", () => {
  it("names every folder, and lets each import only from earlier ones", () => {
    expect([...new Set(files.map(folderOf))].sort()).toEqual([...names].sort());
    for (const [folder, allowed] of Object.entries(allowedImports))
      for (const other of allowed)
        expect(names.indexOf(other), `${folder} → ${other}`).toBeLessThan(names.indexOf(folder));
  });

  it("permits every import, and nothing that no file imports", () => {
    const arrows = files.flatMap((file) =>
      importsOf(file).map((target) => [folderOf(file), folderOf(target), file]),
    );
    const foreign = arrows.filter(([from, to]) => from !== to);
    const forbidden = foreign.filter(
      ([from, to]) => !(allowedImports as Record<string, string[]>)[from].includes(to),
    );
    expect(forbidden).toEqual([]);
    const used = new Set(foreign.map(([from, to]) => `${from} → ${to}`));
    const allowed = Object.entries(allowedImports).flatMap(([from, list]) =>
      list.map((to) => `${from} → ${to}`),
    );
    expect(allowed.filter((arrow) => !used.has(arrow))).toEqual([]);
  });

  it("lists the same folders as lib/README.md, in the same order", () => {
    const readme = readFileSync(path.join(lib, "README.md"), "utf8");
    const listed = [...readme.matchAll(/^\| `lib\/(\S+)`/gm)].map(([, folder]) => folder);
    expect(listed).toEqual(names.filter((folder) => folder !== "."));
  });
});

it("every browser side stands beside the file that it replaces", () => {
  expect(browserSides.length).toBeGreaterThan(0);
  for (const file of browserSides) expect(files).toContain(file.replace(".browser.ts", ".ts"));
});

it("no file of lib imports itself, directly or indirectly", () => {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    expect(way, [...way, file].join(" → ")).not.toContain(file);
    if (done.has(file)) return;
    for (const target of importsOf(file)) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

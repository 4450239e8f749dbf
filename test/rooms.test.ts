/** Imports between the folders of lib, including type-only ones: lib/rooms.json lists what each folder may import. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import rooms from "../lib/rooms.json";

const lib = path.join(__dirname, "..", "lib");
const names = Object.keys(rooms);
const files = (readdirSync(lib, { recursive: true }) as string[])
  .map((file) => file.split(path.sep).join("/"))
  .filter((file) => file.endsWith(".ts") && file !== "index.ts");

/** The innermost room that contains a file; "." for the files directly in lib. */
const roomOf = (file: string) =>
  names.filter((room) => file.startsWith(`${room}/`)).sort((a, b) => b.length - a.length)[0] ?? ".";

/** The files of lib that a file imports by a relative path, in any form. */
function importsOf(file: string): string[] {
  const source = readFileSync(path.join(lib, file), "utf8");
  const relative = /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*["'](\.[^"']+)["']/g;
  return [...source.matchAll(relative)]
    .map(([, name]) => path.join(path.dirname(file), name))
    .map((target) => (files.includes(`${target}.ts`) ? `${target}.ts` : `${target}/index.ts`));
}

describe("lib/rooms.json", () => {
  it("names every folder, and lets each import only from rooms above it", () => {
    expect([...new Set(files.map(roomOf))].sort()).toEqual([...names].sort());
    for (const [room, allowed] of Object.entries(rooms))
      for (const other of allowed)
        expect(names.indexOf(other), `${room} → ${other}`).toBeLessThan(names.indexOf(room));
  });

  it("permits every import, and nothing that no file imports", () => {
    const arrows = files.flatMap((file) =>
      importsOf(file).map((target) => [roomOf(file), roomOf(target), file]),
    );
    const foreign = arrows.filter(([from, to]) => from !== to);
    const forbidden = foreign.filter(([from, to]) => !(rooms as Record<string, string[]>)[from].includes(to));
    expect(forbidden).toEqual([]);
    const used = new Set(foreign.map(([from, to]) => `${from} → ${to}`));
    const allowed = Object.entries(rooms).flatMap(([from, list]) => list.map((to) => `${from} → ${to}`));
    expect(allowed.filter((arrow) => !used.has(arrow))).toEqual([]);
  });

  it("lists the same folders as the README, in the same order", () => {
    const readme = readFileSync(path.join(lib, "..", "README.md"), "utf8");
    const listed = [...readme.matchAll(/^\| `lib\/(\S+)`/gm)].map(([, room]) => room);
    expect(listed).toEqual(names.filter((room) => room !== "."));
  });
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

/**
 * `npm run sweep -- list [folder]`, `show ID [folder]` and `export [folder] [-o sweep.csv or sweep.parquet]`: reads a folder of results, by default
 * "runs", where `vb.sweep` keeps them.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { readersFolder } from "../setup/project.mjs";
import { csv, parquet } from "./export";
import { run } from "./program";
import { type Entry, readFolder } from "./read-folder";

const USAGE =
  "usage: npm run sweep -- list [folder] | show ID [folder] | export [folder] [-o file.csv|file.parquet]";

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { output: { type: "string", short: "o" } },
  });
  const [command, ...rest] = positionals;
  const id = command === "show" ? rest.shift() : undefined;
  const folder = path.resolve(readersFolder, rest[0] ?? "runs");
  const { entries, damaged } = readFolder(folder);
  for (const message of damaged) console.error(message);
  if (command === "list") list(entries);
  else if (command === "show" && id) show(entries, id);
  else if (command === "export") {
    if (!values.output) process.stdout.write(csv(entries));
    else {
      const content = values.output.endsWith(".parquet") ? parquet(entries) : csv(entries);
      writeFileSync(path.resolve(readersFolder, values.output), content);
    }
  } else throw new Error(USAGE);
}

function list(entries: readonly Entry[]): void {
  for (const { id, outcome, job, measures } of entries) {
    const numbers = Object.entries(measures).map(([name, value]) => `${name} ${value.toPrecision(4)}`);
    const { kind, hiddenSizes, seed } = job.model;
    console.log(`${id}  ${outcome.padEnd(8)}  ${kind} [${hiddenSizes}], seed ${seed}  ${numbers.join(", ")}`);
  }
  const count = (outcome: Entry["outcome"]) => entries.filter((one) => one.outcome === outcome).length;
  console.log(`${count("trained")} trained, ${count("diverged")} diverged, ${count("failed")} failed`);
}

/** All of a result whose id starts with `id`. */
function show(entries: readonly Entry[], id: string): void {
  const found = entries.filter((one) => one.id.startsWith(id));
  if (found.length !== 1)
    throw new Error(`${found.length} results have an id that starts with ${JSON.stringify(id)}`);
  console.log(JSON.stringify(found[0], undefined, 2));
}

run(main);

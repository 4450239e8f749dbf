import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { canonicalJson } from "../../lib/canonical-json";
import { replaceFile } from "../../lib/files/disk";

/** What a part of a study with one seed gave, for one of the things compared. */
type Row = Readonly<Record<string, unknown>>;

/** A study whose results the notebooks read. */
export interface RecordedStudy {
  readonly name: string;
  /** What the results depend on besides part and seed; other settings begin the record anew. */
  readonly settings: Row;
  /** What to do with each seed; its fields are part of its rows. */
  readonly parts: readonly Row[];
  conduct(part: Row, seed: number): Promise<readonly Row[]>;
}

/** What stands in notebooks/results/<name>.json. */
interface Results {
  readonly study: string;
  /** The version of this project that gave the latest row. */
  readonly commit: string;
  readonly date: string;
  /** Time that all rows took together. */
  readonly seconds: number;
  readonly settings: Row;
  readonly rows: readonly Row[];
}

const FOLDER = path.resolve(__dirname, "../../notebooks/results");

/** Conducts what the record lacks for seeds from 1 on, and adds to it after each part, of which it tells the fields. */
export async function* record(study: RecordedStudy, seeds: number, folder = FOLDER): AsyncGenerator<Row> {
  const { name, settings } = study;
  const file = path.join(folder, `${name}.json`);
  for (let seed = 1; seed <= seeds; seed++)
    for (const part of study.parts) {
      const fields = { seed, ...part };
      const isRecorded = (row: Row) => Object.entries(fields).every(([field, value]) => row[field] === value);
      if (earlier(file, settings).rows.some(isRecorded)) continue;
      const start = performance.now();
      const found = await study.conduct(part, seed);
      // Another process may have added rows by now.
      const { seconds, rows } = earlier(file, settings);
      const results: Results = {
        study: name,
        commit: execFileSync("git", ["rev-parse", "--short", "HEAD"], {
          cwd: __dirname,
          encoding: "utf8",
        }).trim(),
        date: new Date().toISOString().slice(0, 10),
        seconds: Math.round(seconds + (performance.now() - start) / 1000),
        settings,
        rows: [...rows, ...found.map((row) => ({ ...fields, ...rounded(row) }))],
      };
      replaceFile(file, Buffer.from(text(results)));
      yield fields;
    }
}

function earlier(file: string, settings: Row): Pick<Results, "seconds" | "rows"> {
  if (existsSync(file)) {
    const results: Results = JSON.parse(readFileSync(file, "utf8"));
    if (canonicalJson(results.settings) === canonicalJson(settings)) return results;
  }
  return { seconds: 0, rows: [] };
}

/** A row a line, in the order of seeds. */
function text({ rows, ...rest }: Results): string {
  const sorted = rows.toSorted((a, b) => (a.seed as number) - (b.seed as number));
  const head = JSON.stringify(rest, null, 2).replace(/\n}$/, "");
  return `${head},\n  "rows": [\n${sorted.map((row) => `    ${JSON.stringify(row)}`).join(",\n")}\n  ]\n}\n`;
}

/** Numbers to five decimals, in objects too. */
function rounded<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, one) => (typeof one === "number" ? +one.toFixed(5) : one));
}

/**
 * `npm run bench`: times training steps of our engines beside stock tfjs-node, PyTorch and JAX, each in a process of its
 * own, taking turns; prints a table and writes results/latest.json and a figure of it, results/latest.html.
 * `npm run bench -- --quick` times the post's two trainings alone and prints the ratios as its last line.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { twoGaussians } from "../lib";
import type { Figure } from "../lib/figures/figure";
import { Random } from "../lib/random";
import { ensureBenchPython } from "../scripts/setup/python.mjs";
import { type Case, nameOf, operations, POST, SIZES } from "./cases";
import { type Contender, contenders, type Result } from "./contenders";
import { measureDisplay } from "./display";
import { speedFigure } from "./figure";
import type { Job } from "./ours/protocol";
import { measurePeak } from "./peak";

const { values: options } = parseArgs({
  options: { quick: { type: "boolean", default: false }, python: { type: "string" } },
});
const settings = options.quick ? { seconds: 0.25, rounds: 3 } : { seconds: 0.5, rounds: 5 };
/** Until the threads of the one before have stopped spinning. */
const PAUSE_MILLISECONDS = 200;
const results = path.join(__dirname, "results");

class Process {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private stderr = "";

  constructor([program, ...rest]: readonly string[]) {
    this.child = spawn(program, rest);
    this.child.stderr.on("data", (text) => {
      this.stderr = (this.stderr + text).slice(-2000);
    });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  async measure(job: Job): Promise<number> {
    this.child.stdin.write(`${JSON.stringify(job)}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`ended: ${this.stderr.trim().split("\n").at(-1)}`);
    const { milliseconds, error } = JSON.parse(value);
    if (error) throw new Error(error);
    return milliseconds;
  }

  end(): void {
    this.child.kill("SIGKILL");
  }
}

/** Writes the rows that all contenders train on. */
function writeData(folder: string, { input, batch }: Case): string {
  const file = path.join(folder, `${batch}x${input}.f32`);
  const points =
    input === 2
      ? twoGaussians({ size: batch, seed: 1 }).points.data
      : new Random(1, "bench").normals(new Float64Array(batch * input));
  writeFileSync(file, Buffer.from(Float32Array.from(points).buffer));
  return file;
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Lets every contender take its turn in every round of every case. */
async function compete(cases: readonly Case[], all: readonly Contender[], folder: string): Promise<Result[]> {
  const processes = all.map((contender) => ({ contender, process: new Process(contender.command) }));
  const found: Result[] = [];
  try {
    for (const one of cases) {
      const job: Job = { ...one, name: nameOf(one), data: writeData(folder, one), seconds: settings.seconds };
      const takingPart = processes.filter(
        ({ contender }) => operations(one) <= (contender.mostOperations ?? Number.POSITIVE_INFINITY),
      );
      const times = new Map<string, number[]>();
      const errors = new Map<string, string>();
      for (let round = 0; round < settings.rounds; round++)
        for (const { contender, process } of takingPart) {
          if (errors.has(contender.name)) continue;
          await setTimeout(PAUSE_MILLISECONDS);
          try {
            const milliseconds = await process.measure(job);
            times.set(contender.name, [...(times.get(contender.name) ?? []), milliseconds]);
          } catch (error) {
            errors.set(contender.name, String(error));
          }
        }
      console.log(`\n${job.name}`);
      for (const { contender } of takingPart) {
        const { name, group } = contender;
        const error = errors.get(name);
        const milliseconds = error ? undefined : median(times.get(name)!);
        found.push({ case: job.name, contender: name, group, milliseconds, error });
        console.log(
          `  ${name.padEnd(26)} ${error ?? `${milliseconds?.toFixed(3).padStart(10)} ms per step`}`,
        );
      }
    }
  } finally {
    for (const { process } of processes) process.end();
  }
  return found;
}

/** The best median of a group in a case. */
function best(found: readonly Result[], one: Case, group: Contender["group"]): number {
  const times = found
    .filter((result) => result.case === nameOf(one) && result.group === group)
    .flatMap(({ milliseconds }) => milliseconds ?? []);
  return Math.min(...times);
}

async function main(): Promise<void> {
  const python = options.python ?? (await ensureBenchPython());
  const everybody = contenders(python);
  const folder = mkdtempSync(path.join(tmpdir(), "aevb-bench-"));
  const peak = await measurePeak();
  const displayShare = await measureDisplay(settings.rounds);
  let found: Result[];
  try {
    const wide = SIZES.filter(({ hidden }) => hidden >= 64);
    if (options.quick) {
      found = await compete(
        POST,
        everybody.filter(({ slow }) => !slow),
        folder,
      );
      found.push(...(await compete(wide.slice(0, 1), everybody.slice(0, 1), folder)));
    } else found = await compete([...POST, ...SIZES], everybody, folder);

    const [ae, vae] = POST;
    const ratio = (one: Case, group: Contender["group"]) =>
      +(best(found, one, group) / best(found, one, "fused")).toFixed(2);
    const single = found.filter(({ contender }) => contender === "fused, 1 thread");
    const shares = wide.flatMap((one) => {
      const milliseconds = single.find((result) => result.case === nameOf(one))?.milliseconds;
      return milliseconds ? operations(one) / (milliseconds / 1000) / peak : [];
    });
    const ratios = {
      vaeVsTorch: ratio(vae, "PyTorch"),
      vaeVsJax: ratio(vae, "JAX"),
      aeVsTorch: ratio(ae, "PyTorch"),
      aeVsJax: ratio(ae, "JAX"),
      vaeVsStockTfjs: ratio(vae, "stock tfjs-node"),
      shareOfPeak: +Math.min(...shares).toFixed(2),
      displayShare: +displayShare.toFixed(3),
    };
    console.log(`\nPeak of one thread: ${(peak / 1e9).toFixed(1)} GFLOP/s\n`);
    if (!options.quick) save({ ratios, peak, results: found });
    if (found.some(({ error }) => error)) process.exitCode = 1;
    console.log(JSON.stringify(ratios));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the record and the figure, each aside first. */
function save(record: { ratios: object; peak: number; results: readonly Result[] }): void {
  mkdirSync(results, { recursive: true });
  const write = (name: string, text: string) => {
    const file = path.join(results, name);
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  const { version } = createRequire(__filename)("@tensorflow/tfjs/package.json") as { version: string };
  const peers = readFileSync(path.join(__dirname, "peers", "requirements.txt"), "utf8")
    .trim()
    .split("\n");
  const [{ model }] = cpus();
  write(
    "latest.json",
    `${JSON.stringify(
      {
        date: new Date().toISOString(),
        machine: `${cpus().length} × ${model}`,
        versions: { node: process.version, tfjs: version, peers },
        ...record,
      },
      null,
      1,
    )}\n`,
  );
  write("latest.html", page(speedFigure(record.results)));
}

/** A page that draws a figure with the installed plotly.js, so that it needs no network. */
function page(figure: Figure): string {
  return `<!doctype html>
<meta charset="utf-8">
<title>Benchmark</title>
<div id="figure"></div>
<script src="../../node_modules/plotly.js-dist/plotly.js"></script>
<script>Plotly.newPlot("figure", ${JSON.stringify(figure.data)}, ${JSON.stringify(figure.layout)});</script>
`;
}

main();

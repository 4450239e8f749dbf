import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import path from "node:path";
import type { Figure } from "../lib/figures/figure";
import { renderPng } from "../lib/notebook/picture/render";
import type { Result } from "./competition";
import { speedFigure } from "./figure";

const project = path.join(__dirname, "..");

/**
 * Writes results/latest.json, with the machine and the versions, and its figure, live in results/latest.html and as a
 * picture in docs/speed.png.
 */
export async function save(measurements: {
  ratios: object;
  peak: number;
  results: readonly Result[];
}): Promise<void> {
  const { version: tfjs } = createRequire(__filename)("@tensorflow/tfjs/package.json") as { version: string };
  const requirements = readFileSync(path.join(__dirname, "peers", "requirements.txt"), "utf8");
  const { results, ...rest } = measurements;
  const record = {
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0].model}`,
    versions: { node: process.version, tfjs, peers: requirements.trim().split("\n") },
    ...rest,
  };
  // A line for each result, so that two records can be compared line by line.
  const lines = results.map((result) => `  ${JSON.stringify(result)}`);
  const text = JSON.stringify(record, null, 1).replace(
    /\n}$/,
    `,\n "results": [\n${lines.join(",\n")}\n ]\n}\n`,
  );
  const figure = speedFigure(results);
  write("bench/results/latest.json", text);
  write("bench/results/latest.html", page(figure));
  write("docs/speed.png", await renderPng(figure));
}

/** Replaces one of the project's files atomically. */
function write(name: string, contents: string | Buffer): void {
  const file = path.join(project, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, contents);
  renameSync(`${file}.new`, file);
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

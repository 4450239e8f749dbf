/**
 * How long a figure takes to follow its handle, in JupyterLab and in an exported page: from a move of a slider to the figure
 * that answers it being drawn; on a quiet machine, and with one busy process beside. Run with: npx tsx bench/handles.ts
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { projectRoot } from "../scripts/setup/project.mjs";
import buildPages from "../test/browser/build-pages";
import { chrome, startChrome } from "../test/browser/chrome";
import { LabServer } from "../test/browser/lab-server";

/** What each median should be below, in milliseconds. */
const BARS = { JupyterLab: 60, page: 40, busy: 150, training: 1500 };

/** A figure of what a slider moves, and where the slider is put. */
interface Case {
  readonly range: readonly [min: number, max: number, step: number];
  readonly moves: number;
  readonly draw: string;
  readonly trains?: true;
}

const SETUP = `import * as vb from "../lib";
const data = vb.twoGaussians({ size: 5000, seed: 1 });
const shape = { inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 };
const vae = new vb.VariationalAutoencoder(shape);
await vb.fit(vae, data, { epochs: 200, latentSamples: 3, seed: 1 });
const [xs, ys] = [0, 1].map((i) => Float64Array.from({ length: 3000 }, (_, n) => data.points.data[2 * n + i]));
const at = Array.from({ length: 41 }, (_, i) => -4 + i / 5);
const dots = { mode: "markers", marker: { size: 3 } };
const decoded = (z: number) => vae.likelihood([[z]]).mean.data;
const map = ([mx, my]: Float64Array) => ({
  type: "heatmap", zmin: 0, zmax: 1, x: at, y: at, z: at.map((y) => at.map((x) => Math.exp(-((x - mx) ** 2 + (y - my) ** 2) / 2))),
});
const point = ([x, y]: Float64Array) => ({ x: [x], y: [y], mode: "markers" });
const axis = { range: [-4, 4] };
const figure = (value: number, ...data: object[]) =>
  ({ data, layout: { width: 500, height: 400, title: { text: String(value) }, xaxis: axis, yaxis: axis } });`;

const latent = { range: [-2, 2, 0.01], moves: 60 } as const;
const CASES: Readonly<Record<string, Case>> = {
  "a decoded point": { ...latent, draw: "figure(value, point(decoded(value)))" },
  "a map of 41 × 41": { ...latent, draw: "figure(value, map(decoded(value)))" },
  "a map and a point over 3000": {
    ...latent,
    draw: "figure(value, map(decoded(value)), { x: xs, y: ys, ...dots }, point(decoded(value)))",
  },
  "3000 points that move": {
    ...latent,
    draw: "figure(value, { x: xs.map((x) => x + value), y: ys, ...dots })",
  },
  "β, 1000 epochs": {
    range: [0, 4, 0.01],
    moves: 10,
    trains: true,
    draw: `{
    const model = new vb.VariationalAutoencoder(shape);
    await vb.fit(model, data, { epochs: 1000, latentSamples: 3, klWeight: value, seed: 1 });
    const curve = model.likelihood(at.map((z) => [z])).mean;
    return figure(value, { x: curve.column(0), y: curve.column(1) });
  }`,
  },
};

/** Runs cells in a page, until their figure is drawn. */
type Open = (page: Page, cells: readonly string[]) => Promise<void>;

async function main(): Promise<void> {
  if (!chrome) throw new Error("no Chrome or Chromium was found");
  const output = join(projectRoot, "output");
  mkdirSync(output, { recursive: true });
  const home = mkdtempSync(join(output, "handles-"));
  buildPages();
  const lab = await LabServer.start(join(home, "jupyter"));
  const browser = await startChrome(join(home, "chrome"), { width: 1280, height: 900 });
  try {
    const hosts = { JupyterLab: inLab(lab, home), page: inPage };
    for (const [host, open] of Object.entries(hosts))
      for (const [name, { range, moves, draw, trains }] of Object.entries(CASES)) {
        const cell = `await vb.interact({ value: ${JSON.stringify(range)} }, async ({ value }) => ${draw});`;
        const page = await browser.newPage();
        await open(page, [SETUP, cell]);
        // tsx marks the names of functions, which the page does not know of.
        await page.evaluate("globalThis.__name = (f) => f");
        const bar = trains ? BARS.training : BARS[host as keyof typeof hosts];
        const quiet = await follow(page, range, moves);
        const busy = await besideBusyProcess(() => follow(page, range, moves));
        console.log(
          `${host}, ${name}: ${written(quiet, bar)}; busy: ${written(busy, trains ? bar : BARS.busy)}`,
        );
        await page.close();
      }
  } finally {
    await browser.close();
    await lab.interrupt();
    rmSync(home, { recursive: true, force: true });
  }
}

function inLab(lab: LabServer, home: string): Open {
  let count = 0;
  return async (page, cells) => {
    const path = join(home, `handles-${count++}.ipynb`);
    writeFileSync(path, JSON.stringify(notebook(cells.map((code) => code.replace("../lib", "../../lib")))));
    const address = new URL(lab.address);
    address.pathname = `/lab/tree/${relative(projectRoot, path)}`;
    address.searchParams.set("reset", "");
    await page.goto(address.href);
    await page.waitForSelector(".jp-NotebookPanel .jp-Cell", { timeout: 120_000 });
    await page.waitForFunction(
      "jupyterapp.shell.currentWidget.sessionContext.ready.then(() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.info.then(() => true))",
    );
    await page.evaluate("void jupyterapp.commands.execute('notebook:run-all-cells')");
    await drawn(page);
  };
}

async function inPage(page: Page, cells: readonly string[]): Promise<void> {
  const html = join(projectRoot, "html");
  await page.goto(pathToFileURL(join(html, readdirSync(html).find((name) => name.startsWith("00"))!)).href);
  const cell = page.locator("section.code").first();
  await cell.locator(".source[tabindex], .cm-content").focus();
  // The editor is loaded first.
  await cell.locator(".cm-focused").waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(cells.join("\n"));
  await page.keyboard.press("Shift+Enter");
  await drawn(page);
}

async function drawn(page: Page): Promise<void> {
  await page.waitForSelector(".aevb-plot .gtitle", { timeout: 120_000 });
  // The static picture is drawn at the same time.
  await page.waitForTimeout(3000);
}

/** Moves the slider again and again, each time after the figure has followed; the sorted times that this took. */
function follow(page: Page, [min, max, step]: Case["range"], moves: number): Promise<number[]> {
  const values = Array.from({ length: moves }, (_, i) => {
    const steps = Math.round(((max - min) * (i + 0.5)) / moves / step);
    return String(Number((min + step * steps).toFixed(2)));
  });
  return page.evaluate(async (values) => {
    const slider = document.querySelector<HTMLInputElement>(".aevb-handles input")!;
    const plot = document.querySelector<HTMLElement>(".aevb-plot")!;
    const times: number[] = [];
    for (const value of values) {
      const start = performance.now();
      slider.value = value;
      slider.dispatchEvent(new Event("input"));
      await new Promise<void>((drawn) => {
        const look = () =>
          plot.querySelector(".gtitle")?.textContent === value ? drawn() : requestAnimationFrame(look);
        look();
      });
      times.push(performance.now() - start);
      await new Promise((later) => setTimeout(later, 30));
    }
    return times.sort((a, b) => a - b);
  }, values);
}

async function besideBusyProcess<Result>(work: () => Promise<Result>): Promise<Result> {
  const busy = spawn(process.execPath, ["-e", "for (;;);"]);
  try {
    return await work();
  } finally {
    busy.kill();
    await once(busy, "exit");
  }
}

function written(times: readonly number[], bar: number): string {
  const [median, most] = [0.5, 0.95].map((share) => times[Math.floor(share * times.length)].toFixed(0));
  return `median ${median} ms (bar ${bar}), 95 % within ${most} ms`;
}

function notebook(codes: readonly string[]): object {
  const cells = codes.map((source, i) => {
    const cell = { id: `cell-${i}`, cell_type: "code", metadata: {}, source };
    return { ...cell, outputs: [], execution_count: null };
  });
  const kernelspec = { name: "aevb", display_name: "TypeScript (aevb)", language: "typescript" };
  return { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
}

main();

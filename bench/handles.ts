/**
 * How long a figure takes to follow its handle in JupyterLab: from a move of a slider to the figure that answers it being
 * drawn. Prints the median and the 95th percentile in milliseconds. Run with: npx tsx bench/handles.ts
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { projectRoot } from "../scripts/setup/project.mjs";
import { chrome, startChrome } from "../test/browser/chrome";
import { LabServer } from "../test/browser/lab-server";

const MOVES = 60;

/** Figures for a latent z and a trained model. */
const CASES = {
  "a decoded point": `const [x, y] = vae.likelihood([[z]]).mean.data;
  const layout = { width: 500, height: 400, title: { text: String(z) }, xaxis: { range: [-4, 4] }, yaxis: { range: [-4, 4] } };
  return { data: [{ x: [x], y: [y], mode: "markers" }], layout };`,
  "a density map of 41 × 41": `const [mx, my] = vae.likelihood([[z]]).mean.data;
  const at = Array.from({ length: 41 }, (_, i) => -4 + i / 5);
  const map = at.map((y) => at.map((x) => Math.exp(-((x - mx) ** 2 + (y - my) ** 2) / 2)));
  return { data: [{ type: "heatmap", x: at, y: at, z: map }], layout: { width: 500, height: 400, title: { text: String(z) } } };`,
  "a decoded point over 3000 points": `const [x, y] = vae.likelihood([[z]]).mean.data;
  const all = { x: data.points.column(0), y: data.points.column(1), mode: "markers", marker: { size: 3 } };
  const layout = { width: 500, height: 400, title: { text: String(z) }, xaxis: { range: [-4, 4] }, yaxis: { range: [-4, 4] } };
  return { data: [all, { x: [x], y: [y], mode: "markers" }], layout };`,
  "3000 points that move": `const x = Float64Array.from({ length: 3000 }, (_, i) => data.points.data[2 * i] + z);
  const y = Float64Array.from({ length: 3000 }, (_, i) => data.points.data[2 * i + 1]);
  return { data: [{ x, y, mode: "markers", marker: { size: 3 } }], layout: { width: 500, height: 400, title: { text: String(z) }, xaxis: { range: [-4, 4] }, yaxis: { range: [-4, 4] } } };`,
};

const SETUP = `import * as vb from "../lib";
const data = vb.twoGaussians({ size: 3000, seed: 1 });
const vae = new vb.VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });
const run = await vb.fit(vae, data, { epochs: 500, latentSamples: 3, seed: 1 });`;

async function main(): Promise<void> {
  if (!chrome) throw new Error("no Chrome or Chromium was found");
  const output = join(projectRoot, "output");
  mkdirSync(output, { recursive: true });
  const home = mkdtempSync(join(output, "handles-"));
  const lab = await LabServer.start(join(home, "jupyter"));
  const browser = await startChrome(join(home, "chrome"), { width: 1280, height: 900 });
  try {
    const page = await browser.newPage();
    await page.goto(lab.address.href);
    for (const [name, code] of Object.entries(CASES)) {
      const cell = `await vb.interact({ z: [-2, 2, 0.01] }, ({ z }) => {\n  ${code}\n});`;
      writeFileSync(
        join(home, "handles.ipynb"),
        JSON.stringify(notebook([SETUP.replace("../lib", "../../lib"), cell])),
      );
      const folder = home.slice(projectRoot.length + 1);
      await page.goto(new URL(`/lab/tree/${folder}/handles.ipynb?reset`, lab.address).href);
      await runAll(page);
      // tsx marks the names of functions, which the page does not know of.
      await page.evaluate("globalThis.__name = (f) => f");
      const times = await follow(page);
      const quantile = (share: number) => times[Math.floor(share * times.length)].toFixed(0);
      console.log(`${name}: median ${quantile(0.5)} ms, 95 % within ${quantile(0.95)} ms`);
      await page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()");
    }
  } finally {
    await browser.close();
    await lab.interrupt();
    rmSync(home, { recursive: true, force: true });
  }
}

async function runAll(page: Page): Promise<void> {
  await page.waitForSelector(".jp-NotebookPanel .jp-Cell", { timeout: 60_000 });
  await page.waitForFunction(
    "jupyterapp.shell.currentWidget.sessionContext.ready.then(() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.info.then(() => true))",
  );
  await page.evaluate("void jupyterapp.commands.execute('notebook:run-all-cells')");
  await page.waitForSelector(".aevb-plot .gtitle", { timeout: 60_000 });
  // The static picture is drawn at the same time.
  await page.waitForTimeout(3000);
}

/** Moves the slider again and again, each time after the figure has followed; the sorted times that this took. */
function follow(page: Page): Promise<number[]> {
  return page.evaluate(async (moves) => {
    const slider = document.querySelector<HTMLInputElement>(".aevb-handles input")!;
    const plot = document.querySelector<HTMLElement>(".aevb-plot")!;
    const times: number[] = [];
    for (let i = 0; i < moves; i++) {
      const value = String(Number((-1.5 + (3 * i) / moves).toFixed(2)));
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
  }, MOVES);
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

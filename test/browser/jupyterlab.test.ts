import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parameterCode } from "../../scripts/notebook/arguments.mjs";
import { projectRoot } from "../../scripts/setup/project.mjs";
import { figureOutputs, type Notebook, readNotebook } from "../notebooks/run.js";
import { smallParameters } from "../notebooks/small.js";
import { chrome, startChrome } from "./chrome.js";
import { LabServer } from "./lab-server.js";

const outputFolder = join(projectRoot, "output");
const screenshots = join(outputFolder, "screenshots");
// JupyterLab keeps cells outside the view out of the page: the window holds a whole notebook.
const viewport = { width: 1280, height: 15_000 };

describe.skipIf(!chrome)("JupyterLab", () => {
  let home: string;
  let lab: LabServer;
  let browser: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    home = mkdtempSync(join(outputFolder, "browser-test-"));
    lab = await LabServer.start(join(home, "jupyter"));
    browser = await startChrome(join(home, "chrome"), viewport);
    page = browser.pages()[0] ?? (await browser.newPage());
  });

  afterAll(async () => {
    await browser?.close();
    await lab?.interrupt();
    rmSync(home, { recursive: true, force: true });
  });

  it("starts without installing anything when all is there", () => {
    expect(lab.printed()).not.toContain("Installing");
    expect(lab.address.pathname).toBe("/lab/tree/notebooks/00-start-here.ipynb");
  });

  it("opens the first notebook with its kernel and without pop-ups", async () => {
    await page.goto(lab.address.href);
    await kernelReady(page);
    expect(await page.locator(".jp-KernelName").textContent()).toContain("aevb");
    // The question about news comes some time after the start.
    await page.waitForTimeout(3000);
    expect(await popUps(page)).toEqual([]);
    await saveScreenshot(page, "first-start", 900);
  });

  // Each runs whole in test/notebooks; this one has figures with sliders, a live training and a sweep.
  it.each([["A3", "vb.sweep"]])(
    "runs notebook %s as a reader does, up to %s",
    { timeout: 300_000 },
    async (number, last) => {
      const notebook = freshNotebook(number);
      const copy = copyUntil(last, notebook, Object.fromEntries(smallParameters(notebook)));
      const path = join(outputFolder, `browser-${number}.ipynb`);
      try {
        writeFileSync(path, JSON.stringify(copy));
        await page.goto(new URL(`/lab/tree/output/browser-${number}.ipynb?reset`, lab.address).href);
        await kernelReady(page);
        await choose(page, "Run", "Run All Cells");
        await cellsFinished(page);
        await saveScreenshot(page, number, await bottomOf(page));

        expect(await errors(page)).toEqual([]);
        const codeCells = copy.cells.filter((cell) => cell.cell_type === "code");
        expect(await prompts(page)).toEqual(codeCells.map((_, i) => `[${i + 1}]:`));
        await page.keyboard.press("Control+s");
        await page.waitForFunction("!jupyterapp.shell.currentWidget.context.model.dirty");
        const figures = figureOutputs(readNotebook(path));
        expect(figures.length).toBeGreaterThan(0);
        const charts = await drawnCharts(page);
        expect(charts).toHaveLength(figures.length);
        expect(
          charts.filter(({ traces, width, height }) => traces === 0 || width < 100 || height < 100),
        ).toEqual([]);
        expect(await popUps(page)).toEqual([]);
      } finally {
        rmSync(path, { force: true });
      }
    },
  );

  it("shows a training that moves, can be stopped, changed and run again", { timeout: 300_000 }, async () => {
    const path = join(outputFolder, "browser-alive.ipynb");
    try {
      writeFileSync(
        path,
        JSON.stringify(
          copyUntil("live: true", freshNotebook("01"), { epochs: 100_000_000, size: 500, batchSize: 500 }),
        ),
      );
      await page.goto(new URL("/lab/tree/output/browser-alive.ipynb?reset", lab.address).href);
      await kernelReady(page);
      await choose(page, "Run", "Run All Cells");
      const bar = page.locator("progress");
      await bar.waitFor({ timeout: 60_000 });
      const share = () => bar.evaluate((one) => Number(one.getAttribute("value")));
      const before = await share();
      await expect.poll(share, { timeout: 30_000 }).toBeGreaterThan(before);
      const moving = page.locator('[data-mime-type="image/svg+xml"] :is(img, svg)');
      await moving.waitFor();
      await saveScreenshot(page, "training", await bottomOf(page));
      await choose(page, "Kernel", "Interrupt Kernel");
      await cellsFinished(page);
      await saveScreenshot(page, "interrupted", await bottomOf(page));
      expect(await errors(page)).toEqual([]);
      expect(await page.locator(".jp-OutputArea").allInnerTexts()).toContainEqual(
        expect.stringMatching(/two Gaussians: stopped after \d+ of 100000000 epochs/),
      );
      const first = await drawnNumbers(page);

      await rewriteParameters(page, { epochs: 300, size: 500, batchSize: 500, seed: 5 });
      await choose(page, "Run", "Run All Cells");
      await cellsFinished(page);
      await saveScreenshot(page, "changed", await bottomOf(page));
      expect(await errors(page)).toEqual([]);
      expect(await page.locator(".jp-OutputArea").allInnerTexts()).toContainEqual(
        expect.stringContaining("two Gaussians: 300 epochs"),
      );
      const second = await drawnNumbers(page);
      expect(first).toHaveLength(1);
      expect(second).toHaveLength(first.length);
      for (const [i, numbers] of second.entries()) expect(numbers).not.toBe(first[i]);
    } finally {
      rmSync(path, { force: true });
    }
  });

  it("answers a slider, a click and keys, also after a reload, and interrupts a training", async () => {
    const path = join(outputFolder, "browser-handles.ipynb");
    try {
      writeFileSync(path, JSON.stringify(notebookOf(HANDLES)));
      await page.goto(new URL("/lab/tree/output/browser-handles.ipynb?reset", lab.address).href);
      await kernelReady(page);
      await choose(page, "Run", "Run All Cells");
      await cellsFinished(page);
      const plot = page.locator(".aevb-plot");
      const title = (text: string) => plot.locator(".gtitle", { hasText: text }).waitFor({ timeout: 20_000 });
      await title("z 50 at 1, 1");
      const slider = page.getByRole("slider", { name: "z" });
      await slider.fill("60");
      await title("z 60 at 1, 1");
      await slider.press("ArrowRight");
      await title("z 61 at 1, 1");
      const panel = (await plot.locator(".nsewdrag").boundingBox())!;
      await page.mouse.click(panel.x + panel.width / 4, panel.y + panel.height / 2);
      await title("z 61 at -1, 0");
      await page.keyboard.press("Shift+ArrowRight");
      await title("z 61 at -0.8, 0");
      await saveScreenshot(page, "handles", await bottomOf(page));

      await page.keyboard.press("Control+s");
      await page.waitForFunction("!jupyterapp.shell.currentWidget.context.model.dirty");
      expect(JSON.stringify(readNotebook(path))).not.toContain("widget");
      await page.reload();
      await kernelReady(page);
      await title("z 61 at -0.8, 0");
      await slider.fill("99");
      await page.locator(".aevb-plot.aevb-old").waitFor();
      await choose(page, "Kernel", "Interrupt Kernel");
      await title("interrupted");
      await slider.fill("100");
      await page.locator(".aevb-error", { hasText: /too far[\s\S]*cell 2, line 4/ }).waitFor();
      expect(await plot.count()).toBe(1);
      expect(await popUps(page)).toEqual([]);
      expect(await errors(page)).toEqual([]);

      await page.evaluate("jupyterapp.shell.currentWidget.sessionContext.restartKernel()");
      await plot.waitFor({ state: "detached" });
      expect(await drawnCharts(page)).toHaveLength(1);
    } finally {
      rmSync(path, { force: true });
    }
  });

  it("ends cleanly on Ctrl-C", async () => {
    await browser.close();
    expect(await lab.interrupt()).toBe(true);
    await expect(fetch(lab.address)).rejects.toThrow();
  });
});

const HANDLES = [
  'import * as vb from "../lib";',
  `const data = vb.twoGaussians({ size: 500, seed: 1 });
await vb.interact({ z: [0, 100], point: vb.click([1, 1]) }, async ({ z, point }) => {
  let title = \`z \${z} at \${point.map((one) => Number(one.toFixed(2)))}\`.replace(",", ", ");
  if (z === 100) throw new Error("too far");
  const model = new vb.Autoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });
  const run = await vb.fit(model, data, { epochs: z === 99 ? 10_000_000 : 2, seed: 1 });
  if (run.interrupted) title = "interrupted";
  const range = [-2, 2];
  return { data: [{ x: [point[0]], y: [point[1]] }], layout: { title: { text: title }, xaxis: { range }, yaxis: { range } } };
});`,
];

function notebookOf(codes: readonly string[]) {
  const cells = codes.map((source, i) => {
    const cell = { id: `cell-${i}`, cell_type: "code", metadata: {}, source };
    return { ...cell, outputs: [], execution_count: null };
  });
  const kernelspec = { name: "aevb", display_name: "TypeScript (aevb)", language: "typescript" };
  return { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
}

/** A notebook as it is in the project, without outputs. */
function freshNotebook(number: string): Notebook {
  const folder = join(projectRoot, "notebooks");
  const name = readdirSync(folder).find((one) => one.startsWith(`${number}-`) && one.endsWith(".ipynb"));
  const notebook = readNotebook(join(folder, name!));
  for (const cell of notebook.cells)
    if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: null });
  return notebook;
}

/** Cuts a notebook behind the first cell that has a text, and gives it other parameters. */
function copyUntil(text: string, notebook: Notebook, parameters: Record<string, number>): Notebook {
  const last = notebook.cells.findIndex(
    ({ cell_type, source }) => cell_type === "code" && [source].flat().join("").includes(text),
  );
  notebook.cells.splice(last + 1);
  setParameters(notebook, parameters);
  return notebook;
}

/** Puts the parameters' other values into a cell behind the one that declares them. */
function setParameters(notebook: Notebook, parameters: Record<string, number>) {
  const position = notebook.cells.findIndex(({ metadata }) =>
    (metadata.tags as string[])?.includes("parameters"),
  );
  const source = parameterCode(parameters, Object.keys(parameters));
  notebook.cells.splice(position + 1, 0, { id: PARAMETERS, cell_type: "code", metadata: {}, source });
}
const PARAMETERS = "other-parameters";

/** Types other values into the cell that setParameters made, as a reader would. */
async function rewriteParameters(page: Page, parameters: Record<string, number>) {
  const cell = page.locator(".jp-CodeCell", { hasText: "epochs = 100000000" });
  await cell.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(parameterCode(parameters, Object.keys(parameters)));
}

/** Chooses an entry of JupyterLab's menus. */
async function choose(page: Page, menu: string, entry: string) {
  await page.click(`.lm-MenuBar-itemLabel:text-is("${menu}")`);
  await page.click(`.lm-Menu-itemLabel:text-is("${entry}")`);
}

/** Waits until the open notebook's kernel answers: before that "Run All Cells" does nothing, silently. */
async function kernelReady(page: Page) {
  await page.waitForSelector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell", { timeout: 60_000 });
  await page.waitForFunction(
    "jupyterapp.shell.currentWidget.sessionContext.ready.then(() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.info.then(() => true))",
    undefined,
    { timeout: 60_000 },
  );
}

async function cellsFinished(page: Page) {
  const openPrompts = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-InputPrompt";
  const texts = `[...document.querySelectorAll("${openPrompts}")].map((one) => one.textContent)`;
  await page.waitForFunction(`${texts}.some((text) => /\\d|\\*/.test(text))`);
  const idle = "jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'";
  await page.waitForFunction(`!${texts}.some((text) => text.includes("*")) && ${idle}`, undefined, {
    timeout: 240_000,
  });
  // A figure is drawn a moment after its output arrived.
  await page.waitForTimeout(2000);
}

function saveScreenshot(page: Page, name: string, height: number) {
  return page.screenshot({
    path: join(screenshots, `${name}.png`),
    clip: { x: 0, y: 0, width: viewport.width, height },
  });
}

/** Where the open notebook's last cell ends. */
async function bottomOf(page: Page) {
  const box = await page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell").last().boundingBox();
  return box ? box.y + box.height : viewport.height;
}

function prompts(page: Page) {
  return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell .jp-InputPrompt").allInnerTexts();
}

function errors(page: Page) {
  return page
    .locator(
      '[data-mime-type="application/vnd.jupyter.error"], [data-mime-type="application/vnd.jupyter.stderr"]',
    )
    .allInnerTexts();
}

function popUps(page: Page) {
  return page.locator(".jp-Dialog, .Toastify__toast").allInnerTexts();
}

/** For each chart in the page how many traces it shows, and its size; a chart with handles stands before a static one. */
function drawnCharts(page: Page) {
  return page
    .locator(".jp-NotebookPanel:not(.lm-mod-hidden) .js-plotly-plot:not(.aevb-behind)")
    .evaluateAll((charts) =>
      charts.map((chart) => ({
        traces: chart.querySelectorAll(".trace, .hm, .contour, .gl-canvas").length,
        width: chart.getBoundingClientRect().width,
        height: chart.getBoundingClientRect().height,
      })),
    );
}

/** The y values of each chart's traces. */
function drawnNumbers(page: Page) {
  return page
    .locator(".jp-NotebookPanel:not(.lm-mod-hidden) .js-plotly-plot:not(.aevb-behind)")
    .evaluateAll((charts) =>
      charts.map((chart) =>
        JSON.stringify((chart as unknown as { data: { y: object }[] }).data.map(({ y }) => y)),
      ),
    );
}

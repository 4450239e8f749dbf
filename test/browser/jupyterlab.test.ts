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
  it.each([["04", "vb.sweep"]])(
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
      expect(first.length).toBeGreaterThan(1);
      expect(second).toHaveLength(first.length);
      for (const [i, numbers] of second.entries()) expect(numbers).not.toBe(first[i]);
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

/** For each chart in the page how many traces it shows, and its size. */
function drawnCharts(page: Page) {
  return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .js-plotly-plot").evaluateAll((charts) =>
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
    .locator(".jp-NotebookPanel:not(.lm-mod-hidden) .js-plotly-plot")
    .evaluateAll((charts) =>
      charts.map((chart) =>
        JSON.stringify((chart as unknown as { data: { y: object }[] }).data.map(({ y }) => y)),
      ),
    );
}

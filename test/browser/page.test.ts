/** The exported pages, whose cells run: opened as files without a network, and served with isolation. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer } from "../../scripts/html/serve.mjs";
import { projectRoot } from "../../scripts/setup/project.mjs";
import { type Notebook, readNotebook, runNotebook } from "../notebooks/run.js";
import { smallParameters } from "../notebooks/small.js";
import { chrome, startChrome } from "./chrome.js";
import { FirefoxPage, firefox } from "./firefox.js";
import { useHandles } from "./handles.js";
import { type CellView, cells, finished, press, setParameters, status } from "./reader.js";

const html = join(projectRoot, "html");
const notebooks = readdirSync(join(projectRoot, "notebooks")).filter((name) => name.endsWith(".ipynb"));
const notebook = (name: string) => readNotebook(join(projectRoot, "notebooks", name));
const nameOf = (number: string) => notebooks.find((name) => name.startsWith(number))!;
const small = (name: string) => Object.fromEntries(smallParameters(notebook(name)));
/** Images take a page, which has one thread and no BLAS, ten times as long as Jupyter. */
const fewImages = { size: 500, testSize: 30, images: 100, testImages: 20, exactImages: 6 };
const smallest = (name: string) => (/^0[67]/.test(name) ? { ...small(name), ...fewImages } : small(name));
const fileOf = (name: string) => pathToFileURL(join(html, name.replace(".ipynb", ".html"))).href;
/** The position, among the cells of a page, of the first with a text. */
const indexOf = (name: string, text: string) =>
  notebook(name)
    .cells.filter(({ cell_type }) => cell_type === "code")
    .findIndex(({ source }) => [source].flat().join("").includes(text));
const failures = (all: readonly CellView[]) =>
  all.filter(({ state }) => state === "failed").flatMap(({ texts }) => texts);

it("takes less than 0.1 MB, compressed, until it is read, and less than 1.2 MB of shared scripts then", () => {
  const files = readdirSync(html, { recursive: true, encoding: "utf8" });
  const size = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + gzipSync(readFileSync(join(html, name)), { level: 9 }).length, 0);
  const shared = files.filter((name) => /^[\w-]+\.(js|css)$/.test(name));
  expect(shared).toHaveLength(6);
  expect(size(shared)).toBeLessThan(1_200_000);
  const atOnce = shared.filter((name) => !/^(plotly|engine|editor)/.test(name));
  const pages = files.filter((name) => name.endsWith(".html"));
  for (const page of pages) expect(size([page, ...atOnce]), page).toBeLessThan(100_000);
});

describe.skipIf(!chrome)("a page in Chrome", () => {
  let profile: string;
  let browser: BrowserContext;
  let problems: string[];

  const bitsProgram = join(projectRoot, "test", "browser", "bits.ts");
  let bitsInNode: string[];

  beforeAll(async () => {
    const { stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", bitsProgram], {
      encoding: "utf8",
      env: { ...process.env, AEVB_NO_BLAS: "1" }, // which a page does not have either
    });
    expect(stderr).toBe("");
    bitsInNode = stdout.trim().split("\n");
    profile = mkdtempSync(join(tmpdir(), "aevb-page-"));
    browser = await startChrome(profile, { width: 1000, height: 900 });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  /** Runs code in place of a page's first cell. */
  async function write(page: Page, code: string): Promise<CellView> {
    await page.locator("section.code").first().locator(".source[tabindex], .cm-content").focus();
    await page.locator("section.code").first().locator(".cm-focused").waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(code);
    await page.keyboard.press("Shift+Enter");
    await finished(page);
    return (await cells(page))[0];
  }

  async function open(address: string): Promise<Page> {
    const page = await browser.newPage();
    // What an earlier test has changed is not of this one; what a page has kept is there when it is opened again.
    await page.addInitScript(() => {
      if (sessionStorage.length === 0) localStorage.clear();
      sessionStorage.setItem("opened", "before");
    });
    problems = [];
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url()) && !request.url().startsWith(new URL(address).origin))
        problems.push(request.url());
    });
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(address);
    return page;
  }

  describe("opened as a file, without a network", () => {
    beforeAll(() => browser.setOffline(true));
    afterAll(() => browser.setOffline(false));

    // Those that have exact quantities, cells for Jupyter alone, and images.
    it.each([
      ["04", "contest.json", true],
      ["06", "slider", false],
    ])(
      "runs the cells of %s up to %s, but for those that need Jupyter: %s",
      { timeout: 300_000 },
      async (number, last, needsJupyter) => {
        const name = nameOf(number);
        const page = await open(fileOf(name));
        await setParameters(page, smallest(name));
        await press(page, "Run", indexOf(name, last));
        await finished(page);
        const all = await cells(page);
        expect(failures(all)).toEqual([]);
        expect(await status(page)).toMatch(/^Done\./);
        expect(all.some(({ state }) => state === "unable")).toBe(needsJupyter);
        expect(all.flatMap(({ figures }) => figures).length).toBeGreaterThan(0);
        expect(problems).toEqual([]);
        await page.close();
      },
    );

    it("stops a long training, which keeps what it has, and goes on", async () => {
      const page = await open(fileOf(nameOf("01")));
      await setParameters(page, { epochs: 100_000_000, size: 500, batchSize: 500 });
      const training = indexOf(nameOf("01"), "live: true");
      await press(page, "Run", training);
      const bar = page.locator("progress");
      await bar.waitFor();
      const share = () => bar.evaluate((one) => Number(one.getAttribute("value")));
      const first = await share();
      await expect.poll(share, { timeout: 20_000 }).toBeGreaterThan(first);
      await page.locator(".output > svg").waitFor();
      await press(page, "Stop");
      await finished(page);
      const texts = (await cells(page))[training].texts;
      expect(texts.join()).toMatch(/two Gaussians: stopped after \d+ of 100000000 epochs/);
      await setParameters(page, { epochs: 10 });
      await press(page, "Run", training);
      await finished(page);
      expect((await cells(page))[training].texts.join()).toMatch(/two Gaussians: 10 epochs/);
      expect(problems).toEqual([]);
      await page.close();
    });

    it("can be used by keyboard alone, completes names, and tells the line of an error", async () => {
      const page = await open(fileOf(nameOf("00")));
      await page.locator("section.code .source").first().focus();
      await page.locator(".cm-focused").waitFor();
      await page.keyboard.press("Shift+Enter");
      await finished(page);
      expect((await cells(page))[0].state).toBeUndefined();
      // The next cell has the focus now.
      await page.keyboard.press("Control+a");
      await page.keyboard.type("const a: number = 1;\nvb.trap");
      await page.locator(".cm-tooltip-autocomplete [aria-selected=true]").waitFor();
      // So that nobody accepts by accident, the editor takes no Enter just after it made an offer.
      await page.waitForTimeout(300);
      await page.keyboard.press("Enter");
      await page.keyboard.type("(-1, 1, 3);\nundefinedName;");
      await page.keyboard.press("Shift+Enter");
      await finished(page);
      const [, { state, texts, edited }] = await cells(page);
      expect({ state, edited }).toEqual({ state: "failed", edited: true });
      expect(texts).toEqual(["ReferenceError: undefinedName is not defined (this cell, line 3)"]);
      await page.locator("section.code .cm-content").nth(1).focus();
      // The first Escape may close an offer that is still being made.
      await expect
        .poll(async () => {
          await page.keyboard.press("Escape");
          return page.evaluate(() => document.activeElement?.textContent);
        })
        .toBe("Run");
      await page.close();
    });

    it("keeps what the reader changed, in the browser and in the address", async () => {
      const page = await open(fileOf(nameOf("00")));
      await setParameters(page, { epochs: 7 });
      await page.reload();
      const epochs = (one: Page) =>
        one.locator(".fields label", { hasText: "epochs" }).locator("input").inputValue();
      expect(await epochs(page)).toBe("7");
      expect(await page.locator("section.edited").count()).toBe(1);
      const other = await open(page.url());
      expect(await epochs(other)).toBe("7");
      await other.locator("section.edited button", { hasText: "Reset" }).click();
      expect(new URL(other.url()).hash).toBe("");
      await other.reload();
      expect(await other.locator("section.edited").count()).toBe(0);
      expect(problems).toEqual([]);
      await page.close();
      await other.close();
    });

    it("keeps saved models for the next visit, and offers them for download", async () => {
      const make = "new vb.Autoencoder({ inputSize: 2, hiddenSizes: [3], latentSize: 1, seed: 1 })";
      const page = await open(fileOf(nameOf("00")));
      const load = 'import * as vb from "../lib";\n';
      await write(page, `${load}const model = ${make}; model.save("models/ae.safetensors");`);
      const download = page.waitForEvent("download");
      await page.locator(".output a[download]").click();
      expect((await download).suggestedFilename()).toBe("ae.safetensors");
      await page.reload();
      const { texts } = await write(
        page,
        `${load}console.log(vb.Autoencoder.load("models/ae.safetensors").parameters.join() === ${make}.parameters.join());`,
      );
      expect(texts).toEqual(["true"]);
      await page.close();
    });

    it("shows a figure that ends a cell, and prints an array", async () => {
      const page = await open(fileOf(nameOf("01")));
      const load = 'import * as vb from "../lib";\n';
      const code = "const y = vb.NDArray.from([1, 2]);\nconsole.log(y);\n({ data: [{ y }], layout: {} })";
      const { texts, figures } = await write(page, load + code);
      expect([texts, figures]).toEqual([["NDArray [2] [1 2]"], ["[[null,[1,2]]]"]]);
      await write(page, '({ data: [{ type: "surface", z: [[1, 2], [3, 4]] }], layout: {} })');
      await page.getByText("Not drawn as they should be: traces of the type surface").waitFor();
      await page.reload();
      const missing = await write(page, `${load}vb.csv("points.csv")`);
      expect(missing.state).toBe("unable");
      expect(missing.texts[0]).toContain(
        "points.csv: a file that no cell has saved is not part of this page",
      );
      expect(problems).toEqual([]);
      await page.close();
    });

    it("fits a narrow screen", async () => {
      const page = await open(fileOf(nameOf("01")));
      await page.setViewportSize({ width: 390, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await page.close();
    });
  });

  it("has figures with handles, whose values are in its address", async () => {
    const page = await open(fileOf(nameOf("00")));
    const reader = {
      evaluate: <Result, Argument>(f: (argument: Argument) => Result, argument: Argument) =>
        page.evaluate(f as (argument: unknown) => Result, argument),
      goto: (url: string) => page.goto(url),
      click: (x: number, y: number) => page.mouse.click(x, y),
      write: (code: string) => write(page, code),
    };
    await useHandles(reader, fileOf(nameOf("00")));
    expect(problems).toEqual([]);
    await page.close();
  });

  it("lets a finger drag the point of a click handle without scrolling", async () => {
    const page = await open(fileOf(nameOf("00")));
    const session = await browser.newCDPSession(page);
    await session.send("Emulation.setTouchEmulationEnabled", { enabled: true });
    await write(
      page,
      `import * as vb from "../lib";
const range = [-2, 2];
await vb.interact({ point: vb.click([1, 1]) }, ({ point: [x, y] }) => ({
  data: [{ x: [x], y: [y] }],
  layout: { title: { text: x.toFixed(1) + ", " + y.toFixed(1) }, xaxis: { range }, yaxis: { range } },
}));`,
    );
    const plot = page.locator(".aevb-plot");
    const layer = plot.locator(".nsewdrag");
    await layer.evaluate((one) => one.scrollIntoView({ block: "center" }));
    const panel = (await layer.boundingBox())!;
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", x = 0, y = 0) => {
      const place = { x: panel.x + x * panel.width, y: panel.y + y * panel.height };
      const touchPoints = type === "touchEnd" ? [] : [place];
      return session.send("Input.dispatchTouchEvent", { type, touchPoints });
    };
    const scrolled = () => page.evaluate(() => scrollY);
    const before = await scrolled();
    await touch("touchStart", 0.25, 0.25);
    await plot.locator(".gtitle", { hasText: "-1.0, 1.0" }).waitFor();
    for (const share of [0.3, 0.4, 0.5, 0.6, 0.75]) await touch("touchMove", share, share);
    await touch("touchEnd");
    await plot.locator(".gtitle", { hasText: "1.0, -1.0" }).waitFor();
    expect(await scrolled()).toBe(before);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("moves dots and maps to where Plotly draws them", async () => {
    const page = await open(fileOf(nameOf("00")));
    await write(
      page,
      `import * as vb from "../lib";
const at = Float64Array.from({ length: 21 }, (_, i) => i / 5 - 2);
const normal = new vb.Normal(0, 1).sample(1200, { seed: 1 }).data;
const [xs, ys] = [normal.slice(0, 600), normal.slice(600)];
const axis = { range: [-2, 2] };
await vb.interact({ m: [-1, 1, 0.1] }, ({ m }) => ({
  data: [
    { type: "heatmap", x: at, y: at, zmin: 0, zmax: 4, z: Array.from(at, (y) => at.map((x) => (x - m) ** 2 + y ** 2)) },
    { mode: "markers", x: xs.map((x) => x + m), y: ys },
    { mode: "markers", x: [m], y: [0] },
  ],
  layout: { title: { text: "m = " + m }, xaxis: axis, yaxis: axis },
}));`,
    );
    const drawn = () =>
      page.locator(".aevb-plot").evaluate((plot) => ({
        dots: [...plot.querySelectorAll("path.point")].flatMap((dot) =>
          dot
            .getAttribute("transform")!
            .match(/-?[\d.]+/g)!
            .map(Number),
        ),
        map: plot.querySelector(".heatmaplayer image")!.getAttribute("href"),
      }));
    const first = await drawn();
    await page.locator(".aevb-handles input").fill("1");
    await page.locator(".aevb-plot .gtitle", { hasText: "m = 1" }).waitFor();
    await expect.poll(async () => (await drawn()).map).not.toBe(first.map);
    const moved = await drawn();
    await page.locator(".aevb-plot").evaluate((plot) => {
      const { Plotly } = globalThis as unknown as { Plotly: { redraw(plot: Element): Promise<void> } };
      // Until then Plotly does not know of the dots' places.
      return new Promise((resolve) => setTimeout(resolve, 500)).then(() => Plotly.redraw(plot));
    });
    const redrawn = await drawn();
    expect(moved.map).toBe(redrawn.map);
    expect(moved.dots).toHaveLength(1202);
    expect(Math.max(...moved.dots.map((place, i) => Math.abs(place - redrawn.dots[i])))).toBeLessThan(0.02);
    expect(Math.max(...moved.dots.map((place, i) => Math.abs(place - first.dots[i])))).toBeGreaterThan(50);
    expect(problems).toEqual([]);
    await page.close();
  });

  it.each(["from the disk", "served with isolation"])(
    "trains to the same bits as Node.js, %s",
    async (way) => {
      const cell = readFileSync(bitsProgram, "utf8")
        .replace("../../lib", "../lib")
        .replace(/\nmain\(\)/, "\nawait main()");
      const { server, address } = await startServer(html, 0);
      try {
        const name = nameOf("00");
        const page = await open(
          way === "from the disk" ? fileOf(name) : address + name.replace(".ipynb", ".html"),
        );
        const { texts } = await write(page, cell);
        const printed = texts.join("\n").split("\n");
        expect(printed.filter((line) => !line.includes("epochs"))).toEqual(bitsInNode);
        await page.close();
      } finally {
        server.close();
      }
    },
  );

  it("served with isolation, prints what Jupyter prints, and other numbers for other parameters", async () => {
    const name = nameOf("01");
    const { server, address } = await startServer(html, 0);
    try {
      const page = await open(address + name.replace(".ipynb", ".html"));
      await setParameters(page, small(name));
      await press(page, "Run all");
      await finished(page);
      const threads = await page.evaluate(() => (crossOriginIsolated ? navigator.hardwareConcurrency : 1));
      expect(threads).toBe(availableParallelism());
      const before = await cells(page);
      const expected = await runInJupyter(name);
      expect(expected.flatMap(({ tables }) => tables)).toHaveLength(1);
      expect(before.map(({ tables }) => tables)).toEqual(expected.map(({ tables }) => tables));
      expect(before.map(({ texts }) => untimed(texts))).toEqual(expected.map(({ texts }) => untimed(texts)));

      await setParameters(page, { hiddenSize: 7, seed: 3, seeds: 1 });
      expect((await cells(page)).filter(({ edited }) => edited)).toHaveLength(1);
      await press(page, "Run from here", 1);
      await finished(page);
      const after = await cells(page);
      expect(failures(after)).toEqual([]);
      const changed = (part: "texts" | "figures") =>
        after.filter((cell, i) => cell[part].length > 0 && cell[part].join() !== before[i][part].join());
      expect(changed("texts")).toHaveLength(2);
      expect(changed("figures").length).toBeGreaterThan(2);
      await press(page, "Reset", 1);
      expect((await cells(page)).filter(({ edited }) => edited)).toHaveLength(0);
      expect(problems).toEqual([]);
      await page.close();
    } finally {
      server.close();
    }
  }, 100_000);
});

describe.skipIf(!firefox)("a page in Firefox, opened as a file", () => {
  let page: FirefoxPage;
  beforeAll(async () => {
    page = await FirefoxPage.start();
  });
  afterAll(() => page?.close());

  it("runs its cells, and stops at an error", { timeout: 300_000 }, async () => {
    await page.goto(fileOf(nameOf("01")));
    await setParameters(page, small(nameOf("01")));
    await press(page, "Run all");
    await finished(page);
    const all = await cells(page);
    expect(failures(all)).toEqual([]);
    expect(all.flatMap(({ figures }) => figures).length).toBeGreaterThan(3);
    await setParameters(page, { size: -1 });
    await press(page, "Run from here", 1);
    await finished(page);
    expect(failures(await cells(page)).join()).toMatch(
      /size: expected an integer ≥ 1, got -1 \(this cell, line \d+\)/,
    );
    expect(page.problems).toEqual([]);
  });

  it("runs a whole notebook, but for cells that need Jupyter", { timeout: 300_000 }, async () => {
    const name = nameOf("04");
    await page.goto(fileOf(name));
    await setParameters(page, small(name));
    await press(page, "Run all");
    await finished(page);
    const all = await cells(page);
    expect(failures(all)).toEqual([]);
    expect(all.some(({ state }) => state === "unable")).toBe(true);
    expect(all.flatMap(({ figures }) => figures).length).toBeGreaterThan(3);
    expect(page.problems).toEqual([]);
  });

  it("has figures with handles, whose values are in its address", async () => {
    await useHandles(page, fileOf(nameOf("00")));
    expect(page.problems).toEqual([]);
  });
});

/** The outputs of a notebook with small parameters, without a BLAS, which a page does not have either. */
async function runInJupyter(name: string): Promise<{ texts: string[]; tables: string[] }[]> {
  const output = join(mkdtempSync(join(tmpdir(), "aevb-page-")), name);
  const parameters = Object.entries(small(name)).flatMap(([key, value]) => ["-p", `${key}=${value}`]);
  process.env.AEVB_NO_BLAS = "1";
  const { code, stderr } = await runNotebook(
    join(projectRoot, "notebooks", name),
    ...parameters,
    "-o",
    output,
  ).finally(() => delete process.env.AEVB_NO_BLAS);
  expect(code, stderr).toBe(0);
  const shown = readNotebook(output).cells.filter(
    ({ cell_type, metadata }) => cell_type === "code" && !isAdded(metadata),
  );
  return shown.map(({ outputs = [] }) => ({
    texts: outputs.flatMap(({ data, text }) =>
      data?.["application/vnd.plotly.v1+json"] || data?.["text/html"]
        ? []
        : [[text ?? (data?.["text/plain"] as string)].flat().join("")],
    ),
    tables: outputs.flatMap(({ data }) => tableIn(data?.["text/html"])),
  }));
}

/** The cell in which the notebook's runner sets parameters. */
const isAdded = (metadata: Notebook["cells"][number]["metadata"]) =>
  ((metadata.tags as string[]) ?? []).includes("injected-parameters");

const tableIn = (text: unknown): string[] =>
  typeof text === "string" || Array.isArray(text)
    ? [[text].flat().join("")].filter((one) => one.startsWith("<table"))
    : [];

/** Texts without times. */
const untimed = (texts: readonly string[]) =>
  texts
    .join("\n")
    .replace(/\d+(\.\d+)? (s|min)\b/g, "…")
    .split("\n")
    .filter((line) => line !== "" && !/^(ELBO|KL|log p|p\(z|bounds).*: …$/.test(line));

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COLORS } from "../../lib/figures/palette";
import { darkColor } from "../../page/dark";
import { projectRoot } from "../../scripts/setup/project.mjs";
import { figureOutputs, readNotebook } from "../notebooks/run.js";
import { chrome, startChrome } from "./chrome.js";

const notebooks = readdirSync(join(projectRoot, "notebooks")).filter((name) => name.endsWith(".ipynb"));

interface Trace {
  readonly x: unknown;
  readonly marker: { readonly color: string };
}
interface Layout {
  readonly sliders: readonly { readonly active: number }[];
}

/** The links of a page to other pages, or to places in pages, that do not exist. */
async function brokenLinks(page: Page): Promise<string[]> {
  const links = await page
    .locator("main a")
    .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href));
  return links.filter((link) => {
    if (!link.startsWith("file:")) return false;
    const { hash } = new URL(link);
    const file = fileURLToPath(link.replace(hash, ""));
    if (!existsSync(file)) return true;
    const id = hash.slice(1);
    const page = readFileSync(file, "utf8");
    return id !== "" && ![id, decodeURIComponent(id)].some((one) => page.includes(`id="${one}"`));
  });
}

describe.skipIf(!chrome)("npm run html", () => {
  let profile: string;
  let browser: BrowserContext;

  beforeAll(async () => {
    profile = mkdtempSync(join(tmpdir(), "aevb-html-"));
    browser = await startChrome(profile, { width: 1000, height: 900 });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  /** Opens a page as a file and tells what it asked for and what went wrong. */
  async function open(name: string) {
    const page = await browser.newPage();
    const requests: string[] = [];
    const problems: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(pathToFileURL(join(projectRoot, "html", name)).href);
    // Nobody reads yet.
    expect(requests.filter((url) => /plotly|engine|figures.*js$/.test(url))).toEqual([]);
    expect(await page.locator("img.figure:not([alt])").count()).toBe(0);
    await page.mouse.move(1, 1);
    // A figure is a picture until it comes near the view.
    const drawNext = () =>
      page.evaluate(() => {
        const left = [...document.querySelectorAll("[data-figure]")].filter(
          (place) => !place.querySelector(".main-svg"),
        );
        left[0]?.scrollIntoView();
        return left.length;
      });
    await expect.poll(drawNext, { timeout: 30_000 }).toBe(0);
    return { page, requests, problems };
  }

  it.each(notebooks)("%s is alive as a file, without network", async (name) => {
    const { page, requests, problems } = await open(name.replace(".ipynb", ".html"));
    expect(requests.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
    expect(problems).toEqual([]);
    const figures = figureOutputs(readNotebook(join(projectRoot, "notebooks", name)));
    expect(await page.locator(".js-plotly-plot .main-svg").count()).toBeGreaterThanOrEqual(figures.length);
    expect(await page.locator(".formula svg").count()).toBeGreaterThan(3);
    expect(await page.locator("[data-mjx-error]").count()).toBe(0);
    const texts = await page.locator("section.text").allTextContents();
    expect(texts.flatMap((text) => text.match(/\$[^$\s][^$]*\$/g) ?? [])).toEqual([]);
    expect(await brokenLinks(page)).toEqual([]);
    expect(await page.locator("[role=figure]:not([aria-label])").count()).toBe(0);
    // Plotly fits the figures again.
    await page.setViewportSize({ width: 360, height: 800 });
    const tooWide = () =>
      page.evaluate(
        () =>
          document.documentElement.scrollWidth > innerWidth ||
          document.querySelector(".main-svg[width='720']") !== null,
      );
    await expect.poll(tooWide, { timeout: 15_000 }).toBe(false);
    await page.close();
  });

  it("leads from each page to the next, and back", async () => {
    const { page } = await open("00-start-here.html");
    for (const name of notebooks.slice(1)) {
      await page.locator("a[rel=next]").click();
      expect(page.url()).toContain(name.replace(".ipynb", ".html"));
    }
    expect(await page.locator("a[rel=next]").count()).toBe(0);
    await page.locator("a[rel=prev]").click();
    expect(page.url()).toContain(notebooks.at(-2)!.replace(".ipynb", ".html"));
    await page.close();
  });

  it("has a reference, which leads to the notebooks that use each name", async () => {
    const { page, requests, problems } = await open("reference.html");
    expect(requests.filter((url) => !/^(file|data):/.test(url) || /plotly|engine/.test(url))).toEqual([]);
    expect(readFileSync(join(projectRoot, "html", "reference.html")).length).toBeLessThan(300_000);
    expect(await brokenLinks(page)).toEqual([]);
    const texts = await page.locator(".entry p:not(.names), .entry dd").allTextContents();
    expect(texts.length).toBeGreaterThan(300);
    expect(texts.filter((text) => /`|\$\S/.test(text))).toEqual([]);
    for (const name of ["elbo", "posteriorWindows", "figures.decoderCurve"]) {
      const links = page.locator(".entry", { has: page.locator(`[id="${name}"]`) }).locator(".names a");
      const users = notebooks.filter((one) =>
        readFileSync(join(projectRoot, "notebooks", one), "utf8").includes(`vb.${name}(`),
      );
      expect(users.length).toBeGreaterThan(0);
      expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute("href")))).toEqual(
        users.map((one) => one.replace(".ipynb", ".html")),
      );
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.locator(".contents a", { hasText: /^twoGaussians$/ }).click();
    await page.locator(".contents a[aria-current]", { hasText: /^twoGaussians$/ }).waitFor();
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("leads from a name in the code to the reference, beside the page", async () => {
    const { page } = await open("01-how-autoencoders-fail.html");
    // The first cell after the import and the parameters.
    const cell = page.locator("section.code").nth(2);
    const follow = async (click: () => Promise<void>) => {
      const opened = browser.waitForEvent("page");
      await click();
      const reference = await opened;
      await reference.waitForLoadState();
      expect(reference.url()).toMatch(/\/html\/reference\.html#twoGaussians$/);
      expect(await reference.locator("h3:target").textContent()).toBe("vb.twoGaussians");
      await reference.close();
    };
    const name = cell.locator("[data-name=twoGaussians]");
    await follow(() => cell.locator(".names a", { hasText: /^twoGaussians$/ }).click());
    await follow(() => name.click({ modifiers: ["Control"] }));
    expect(await cell.locator(".cm-editor").count()).toBe(0);
    await name.click();
    await cell.locator(".cm-editor").waitFor();
    await follow(() => name.click({ modifiers: ["Meta"] }));
    // A name that the reader writes.
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("vb.figures.figure({});");
    expect(await cell.locator("[data-name]").getAttribute("data-name")).toBe("figures.figure");
    await page.close();
  });

  it("is dark or light as the system, or as the reader chose", async () => {
    const { page } = await open("index.html");
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await background()).toBe("rgb(255, 255, 255)");
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(background).toBe("rgb(27, 27, 27)");
    await page.locator("button.theme").click();
    expect(await background()).toBe("rgb(255, 255, 255)");
    await page.reload();
    expect(await background()).toBe("rgb(255, 255, 255)");
    await page.locator("button.theme").click();
    await page.close();
  });

  it("draws figures in the colours of the theme, with their sliders where the reader left them", async () => {
    const { page, problems } = await open(
      notebooks.find((name) => name.startsWith("01"))!.replace("ipynb", "html"),
    );
    const output = page.locator("[data-figure]", { has: page.locator(".slider-rail-touch-rect") });
    const shown = () =>
      output.evaluate((one) => {
        const plot = one.querySelector<HTMLElement & { data: Trace[]; layout: Layout }>(".js-plotly-plot")!;
        const paper = plot.querySelector<SVGElement>(".main-svg")!.style.background;
        return {
          paper,
          mark: plot.data[1].marker.color,
          epoch: plot.layout.sliders[0].active,
          x: JSON.stringify(plot.data[1].x),
        };
      });
    const switchTo = (theme: string) => {
      return page.evaluate((wanted) => {
        if (document.documentElement.dataset.theme !== wanted)
          document.querySelector<HTMLElement>("button.theme")!.click();
      }, theme);
    };
    await output.scrollIntoViewIfNeeded();
    await switchTo("light");
    const last = await shown();
    expect(last).toMatchObject({ paper: "white", mark: COLORS.model });
    await output.locator(".slider-rail-touch-rect").click({ position: { x: 5, y: 5 } });
    await expect.poll(async () => (await shown()).epoch).toBe(0);
    const first = await shown();
    expect(first.x).not.toBe(last.x);
    await switchTo("dark");
    const dark = { ...first, paper: "rgb(27, 27, 27)", mark: darkColor(COLORS.model) };
    await expect.poll(shown).toEqual(dark);
    await switchTo("light");
    await expect.poll(shown).toEqual(first);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("has an index that leads to every notebook", async () => {
    const { page, problems } = await open("index.html");
    const links = await page
      .locator(".map > li > a")
      .evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    expect(links).toEqual(notebooks.map((name) => name.replace(".ipynb", ".html")));
    await page.locator(".map > li > a").first().click();
    expect(await page.locator("h1").textContent()).toBe("Start here");
    expect(problems).toEqual([]);
    await page.close();
  });
});

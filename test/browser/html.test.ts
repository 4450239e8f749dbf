import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../scripts/setup/project.mjs";
import { figureOutputs, readNotebook } from "../notebooks/run.js";
import { chrome, startChrome } from "./chrome.js";

const notebooks = readdirSync(join(projectRoot, "notebooks")).filter((name) => name.endsWith(".ipynb"));

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
    // The page draws its figures one after the other.
    await page.waitForFunction(
      () =>
        document.querySelectorAll("script.figure").length ===
        document.querySelectorAll("script.figure + .js-plotly-plot .main-svg:first-child").length,
    );
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
    await page.close();
  });

  it("has an index that leads to every notebook", async () => {
    const { page, problems } = await open("index.html");
    const links = await page.locator("h2 a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    expect(links).toEqual(notebooks.map((name) => name.replace(".ipynb", ".html")));
    await page.locator("h2 a").first().click();
    expect(await page.locator("h1").textContent()).toBe("Start here");
    expect(problems).toEqual([]);
    await page.close();
  });
});

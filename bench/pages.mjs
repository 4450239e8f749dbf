// node bench/pages.mjs [--only 04]: audits the exported pages (npm run html first) with Lighthouse and axe, which it installs
// into output/audit at the first run, in Chromium, and prints a table: scores of 100, and what axe finds serious.
import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { startServer } from "../scripts/html/serve.mjs";
import { projectRoot } from "../scripts/setup/project.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    chrome: { type: "string", default: "/usr/bin/chromium" },
  },
});
const folder = join(projectRoot, "output", "audit");
if (!existsSync(join(folder, "node_modules", "lighthouse")))
  execFileSync(
    "npm",
    ["install", "--prefix", folder, "--no-audit", "--no-fund", "lighthouse@13", "axe-core@4"],
    {
      stdio: "inherit",
      env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: "1" },
    },
  );
const packages = createRequire(join(folder, "package.json"));
const axe = readFileSync(packages.resolve("axe-core/axe.min.js"), "utf8");
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
];
// Compressed, as hosts of static pages send them.
const pages = join(folder, "html");
rmSync(pages, { recursive: true, force: true });
cpSync(join(projectRoot, "html"), pages, { recursive: true });
for (const name of readdirSync(pages, { recursive: true, encoding: "utf8" }))
  if (/\.(html|js|css)$/.test(name))
    writeFileSync(join(pages, `${name}.gz`), gzipSync(readFileSync(join(pages, name))));
const { server, address } = await startServer(pages, 0);
const browser = await chromium.launch({ executablePath: values.chrome, args: flags });

/** The scores of a page, of 100. Lighthouse now and then loses a page's trace, and asks to be run again. @param {string} url @param {boolean} desktop @returns {Promise<number[]>} */
async function scores(url, desktop, tries = 3) {
  try {
    return await oneRun(url, desktop);
  } catch (error) {
    if (tries === 1) throw error;
    return scores(url, desktop, tries - 1);
  }
}

/** @param {string} url @param {boolean} desktop */
async function oneRun(url, desktop) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...[join(folder, "node_modules", "lighthouse", "cli", "index.js"), url, "--quiet", "--output=json"],
      ...[`--chrome-flags=${flags.join(" ")}`, "--only-categories=performance,accessibility,best-practices"],
      ...(desktop ? ["--preset=desktop"] : []),
    ],
    { env: { ...process.env, CHROME_PATH: values.chrome }, maxBuffer: 2 ** 28 },
  );
  const { categories } = JSON.parse(stdout);
  return Object.values(categories).map(({ score }) => Math.round(100 * score));
}

/** What axe finds serious or critical, in both themes. @param {string} url */
async function findings(url) {
  const found = [];
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    const page = await browser.newPage({ colorScheme });
    await page.goto(url);
    await page.waitForTimeout(1000);
    const { violations } = await page.evaluate(`${axe}; axe.run()`);
    for (const { id, impact, nodes } of violations)
      if (impact === "serious" || impact === "critical")
        found.push(`${id} (${colorScheme}, ${nodes.length}): ${nodes[0].target}`);
    await page.close();
  }
  return found;
}

/** @type {Record<string, Record<string, number>>} */
const table = {};
for (const name of readdirSync(pages).filter((one) => one.endsWith(".html"))) {
  if (!name.startsWith(values.only)) continue;
  const url = address + name;
  const desktop = await scores(url, true);
  const mobile = await scores(url, false);
  const found = await findings(url);
  table[name] = {
    "desktop: performance": desktop[0],
    accessibility: desktop[1],
    "best practices": desktop[2],
    "mobile: performance": mobile[0],
    axe: found.length,
  };
  console.log(name, ...Object.values(table[name]), ...found);
}
console.table(table);
await browser.close();
server.close();

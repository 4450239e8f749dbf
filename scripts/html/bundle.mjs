import { copyFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { require as load } from "tsx/cjs/api";
import { projectRoot } from "../setup/project.mjs";

const { resolve } = createRequire(import.meta.url);

/**
 * Writes the scripts that all pages share to a folder: the page's own, its editor, Plotly, and the library with what runs cells,
 * as a function whose text the page makes a worker of.
 * @param {string} folder
 */
export async function bundleScripts(folder) {
  const { kernelBytes } = load("../../lib/kernels/load-kernels.ts", import.meta.url);
  const kernels = kernelBytes().map((/** @type {Uint8Array} */ bytes) =>
    Buffer.from(bytes).toString("base64"),
  );
  const engine = await bundled("worker.ts", {
    define: { KERNELS: JSON.stringify(kernels) },
    keepNames: true,
  });
  writeFileSync(join(folder, "engine.js"), `function runCells() {\n${engine}}\n`);
  writeFileSync(join(folder, "page.js"), await bundled("page.ts"));
  writeFileSync(join(folder, "editor.js"), await bundled("editor.ts", { globalName: "editing" }));
  writeFileSync(join(folder, "theme.js"), await bundled("theme.ts"));
  copyFileSync(resolve("plotly.js-cartesian-dist-min"), join(folder, "plotly.js"));
}

/**
 * @param {string} entry a file of page/
 * @param {Pick<import("esbuild").BuildOptions, "define" | "globalName" | "keepNames">} [own]
 */
async function bundled(entry, own = {}) {
  const { outputFiles } = await build({
    entryPoints: [join(projectRoot, "page", entry)],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
    // What a page needs in place of a file that needs Node.js stands beside it.
    resolveExtensions: [".browser.ts", ".ts", ".js", ".json"],
    ...own,
  });
  return outputFiles[0].text;
}

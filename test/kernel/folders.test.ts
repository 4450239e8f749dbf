import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { codeCells } from "../notebooks/run";
import { projectFolder } from "../support/python";
import { errorsOf, Kernel } from "./kernel";

const library = path.join(projectFolder, "lib");
const elsewhere = realpathSync(mkdtempSync(path.join(tmpdir(), "any-folder-")));
symlinkSync(projectFolder, path.join(elsewhere, "linked"));
afterAll(() => rmSync(elsewhere, { recursive: true }));

async function withKernel(folder: string, test: (kernel: Kernel) => Promise<void>): Promise<void> {
  const kernel = await Kernel.start("aevb", folder);
  try {
    await test(kernel);
  } finally {
    await kernel.stop();
  }
}

describe("the library is imported, used and named in errors", () => {
  it.each([
    ["the project's root", projectFolder, "./lib"],
    ["a folder of the project", path.join(projectFolder, "docs"), "../lib"],
    ["the library's own folder", library, "./index"],
    ["the folder above the project", path.dirname(projectFolder), `./${path.basename(projectFolder)}/lib`],
    ["another folder, by its absolute path", elsewhere, library],
    ["another folder, through a link", elsewhere, "./linked/lib"],
  ])("from %s", async (_, folder, from) => {
    await withKernel(folder, async (kernel) => {
      await kernel.output(`import * as vb from ${JSON.stringify(from)};`);
      const entropy = "const entropy: number = new vb.Normal(0, 1).entropy().data[0];";
      expect(await kernel.output(`${entropy}\nconsole.log(process.platform, entropy.toFixed(6));`)).toBe(
        `${process.platform} ${(0.5 * Math.log(2 * Math.PI * Math.E)).toFixed(6)}`,
      );
      const wrongType = await kernel.run("const text: string = vb.twoGaussians({ size: 2, seed: 1 });");
      expect(wrongType.reply).toMatchObject({ ename: "TypeScriptError" });
      const thrown = errorsOf(await kernel.run("vb.twoGaussians({ size: -1, seed: 1 });"))[0];
      const file = path.relative(folder, path.join(library, "check.ts"));
      expect(thrown).toContain(`(${file}:`);
      expect(thrown).toMatch(/\n +at cell 4, line 1$/m);
    });
  });
});

it("the reader's own modules are still checked beside the library", async () => {
  await withKernel(elsewhere, async (kernel) => {
    writeFileSync(path.join(elsewhere, "own.ts"), `export const wrong: string = 1;\n`);
    const { reply } = await kernel.run('import { wrong } from "./own";\nwrong;');
    expect(reply).toMatchObject({ evalue: expect.stringContaining("Type 'number' is not assignable") });
  });
});

it("the first ten cells of notebook 04 run in the project's root", async () => {
  await withKernel(projectFolder, async (kernel) => {
    for (const code of codeCells("04-the-variational-autoencoder.ipynb").slice(0, 10)) {
      await kernel.output(code.replaceAll('"../lib', '"./lib'));
      if (code.includes("const epochs")) await kernel.output("const epochs = 100, size = 1000;");
    }
  });
});

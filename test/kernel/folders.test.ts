import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../scripts/setup/project.mjs";
import { codeCells } from "../notebooks/run";
import { errorsOf, Kernel } from "./kernel";

const library = path.join(projectRoot, "lib");
const elsewhere = realpathSync(mkdtempSync(path.join(tmpdir(), "any-folder-")));
symlinkSync(projectRoot, path.join(elsewhere, "linked"));
afterAll(() => rmSync(elsewhere, { recursive: true }));

async function withKernel(folder: string, test: (kernel: Kernel) => Promise<void>): Promise<void> {
  const kernel = await Kernel.start("aevb", folder);
  try {
    await test(kernel);
  } finally {
    await kernel.stop();
  }
}

/** Expects that a kernel that runs in a folder can import the library by a path, use it, and names it in errors. */
async function expectLibrary(kernel: Kernel, folder: string, from: string): Promise<void> {
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
  expect(thrown).toMatch(/\n +at cell \d+, line 1$/m);
}

describe("the library is imported, used and named in errors", () => {
  it.each([
    ["the library's own folder", library, "./index"],
    ["the folder above the project", path.dirname(projectRoot), `./${path.basename(projectRoot)}/lib`],
  ])("from %s", async (_, folder, from) => {
    await withKernel(folder, (kernel) => expectLibrary(kernel, folder, from));
  });

  it("from the project's root, where the first cells of notebook 04 run", async () => {
    await withKernel(projectRoot, async (kernel) => {
      await expectLibrary(kernel, projectRoot, "./lib");
      for (const code of codeCells("04-the-variational-autoencoder.ipynb").slice(0, 6)) {
        await kernel.output(code.replaceAll('"../lib', '"./lib'));
        if (code.includes("const epochs")) await kernel.output("const epochs = 100, size = 1000;");
      }
    });
  });

  it("from another folder, by its absolute path and through a link, beside the reader's own modules", async () => {
    await withKernel(elsewhere, async (kernel) => {
      await expectLibrary(kernel, elsewhere, library);
      await expectLibrary(kernel, elsewhere, "./linked/lib");
      writeFileSync(path.join(elsewhere, "own.ts"), `export const wrong: string = 1;\n`);
      const { reply } = await kernel.run('import { wrong } from "./own";\nwrong;');
      expect(reply).toMatchObject({ evalue: expect.stringContaining("Type 'number' is not assignable") });
    });
  });
});

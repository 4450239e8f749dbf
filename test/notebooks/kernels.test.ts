import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { projectRoot } from "../../scripts/setup/project.mjs";
import { Kernel } from "../kernel/kernel";
import { codeCells } from "./run.js";

const folder = join(projectRoot, "notebooks");
const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));

it.concurrent("notebook 01 works twice in one kernel and leaves no tensor behind", async () => {
  const kernel = await Kernel.start("aevb");
  try {
    kernel.write("lib/index.ts", 'export * from "../../../lib";\n');
    const small = "const epochs = 20, size = 500, batchSize = 200, seeds = 2;";
    const cells = codeCells("01-how-autoencoders-fail.ipynb").flatMap((code) =>
      code.includes("const epochs")
        ? [code, small]
        : [code.replace("settings = {", 'settings = { engine: "tensorflow" as const,')],
    );
    expect(cells.join("\n")).toContain('engine: "tensorflow"');
    const tensors: number[] = [];
    for (let round = 0; round < 2; round++) {
      for (const code of cells) await kernel.output(code);
      const count = 'console.log(require("@tensorflow/tfjs").memory().numTensors);';
      tensors.push(Number(await kernel.output(count)));
    }
    expect(tensors[1]).toBe(tensors[0]);
  } finally {
    await kernel.stop();
  }
});

it.concurrent("a stock tslab kernel stops at the first cell of every notebook, which says how to start the right one", async () => {
  const kernel = await Kernel.start("stock");
  try {
    for (const name of names) {
      // Stock tslab skips cells for a while after a failed one.
      await vi.waitFor(async () => expect((await kernel.run("1;")).reply?.status).toBe("ok"), 10_000);
      const [first] = codeCells(name);
      expect((await kernel.run(first)).reply?.status, name).toBe("error");
      expect(first, name).toContain("npm start");
    }
  } finally {
    await kernel.stop();
  }
});

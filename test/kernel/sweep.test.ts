import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Kernel, textOf } from "./kernel";

let kernel: Kernel;
beforeAll(async () => {
  kernel = await Kernel.start("aevb");
  await kernel.output(`
    import * as vb from "../../../lib";
    const options = {
      data: { kind: "twoGaussians", size: 60, seed: 1 },
      model: { kind: "variational autoencoder", inputSize: 2, hiddenSizes: { each: [[3], [5]] }, latentSize: 1 },
      measures: ["elbo"],
      processes: 2,
      live: { x: "hiddenSizes", y: "elbo" },
    } as const;
    const few = { epochs: 20, learningRate: { each: [1e-3, 1e-2] } };`);
});
afterAll(() => kernel?.stop());

const print =
  "console.log(sweep.runs.length, sweep.interrupted, sweep.runs.every((run) => run.measures.elbo < 0));";
const files = (ending: string) =>
  readdirSync(path.join(kernel.folder, "notebooks/runs")).filter((name) => name.endsWith(ending));

it("a sweep in a cell shows how far it is, and its figure", async () => {
  const result = await kernel.run(
    `const sweep = await vb.sweep({ ...options, fit: few, seeds: 2 }); ${print}`,
  );
  expect(textOf(result).trim()).toBe("8 false true");
  const shown = JSON.stringify(result.messages);
  expect(shown).toContain("0 of 8 trainings");
  expect(shown).toMatch(/sweep: 8 trainings, 8 computed in [\d.]+ s/);
  expect(shown).toContain("image/png");
  expect(files(".json")).toHaveLength(8);
});

it("finds what is there, and computes the rest", async () => {
  const result = await kernel.run(
    `const sweep = await vb.sweep({ ...options, fit: few, seeds: 3 }); ${print}`,
  );
  expect(textOf(result).trim()).toBe("12 false true");
  expect(JSON.stringify(result.messages)).toMatch(/sweep: 12 trainings, 4 computed in [\d.]+ s, 8 found/);
});

it("is stopped by an interrupt, which keeps what there is, and goes on when the cell is run again", async () => {
  const cell = `
    const sweep = await vb.sweep({
      ...options, seeds: 1, fit: { epochs: { each: [21, 100_000] } },
      onProgress: ({ ended }) => ended === 1 && console.log("one has ended"),
    });
    ${print}`;
  const result = await kernel.run(cell, { interruptOn: ["one has ended"] });
  expect(result.reply?.status).toBe("ok");
  const [, kept] = /^(\d) true true$/m.exec(textOf(result))!;
  expect(JSON.stringify(result.messages)).toContain("run the cell again to go on");
  const again = await kernel.run(cell);
  expect(textOf(again)).toContain("4 false true");
  expect(JSON.stringify(again.messages)).toMatch(`${4 - Number(kept)} computed`);
  expect(readdirSync(path.join(kernel.folder, "notebooks/runs/working"))).toEqual([]);
});

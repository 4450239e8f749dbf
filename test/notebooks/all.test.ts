import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectRoot } from "../../scripts/setup/project.mjs";
import { expectWhole, readNotebook, runNotebook } from "./run.js";
import { smallParameters } from "./small.js";

const notebooks = readdirSync(join(projectRoot, "notebooks")).filter((name) => name.endsWith(".ipynb"));
let folder: string;

beforeAll(() => {
  mkdirSync(join(projectRoot, "output"), { recursive: true });
  folder = mkdtempSync(join(projectRoot, "output", "notebooks-test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("finds the notebooks", () => {
  expect(notebooks).toContain("00-start-here.ipynb");
});

it.each(notebooks)("%s is saved with its outputs, in less than two megabytes", (name) => {
  const path = join(projectRoot, "notebooks", name);
  expect(statSync(path).size).toBeLessThan(2_000_000);
  expectWhole(readNotebook(path));
});

const others = notebooks.filter((name) => !name.startsWith("01-")); // that one runs in documents.test.ts
it.concurrent.each(others)("%s runs from top to bottom", { timeout: 300_000 }, async (name) => {
  const path = join(projectRoot, "notebooks", name);
  const output = join(folder, name);
  const parameters = smallParameters(readNotebook(path)).flatMap(([name, value]) => [
    "-p",
    `${name}=${value}`,
  ]);
  const { code, stderr } = await runNotebook(path, ...parameters, "-o", output);
  expect(code, stderr).toBe(0);
  expectWhole(readNotebook(output));
});

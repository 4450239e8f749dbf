import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectRoot } from "../../scripts/setup/project.mjs";
import { figureOutputs, readNotebook, runNotebook } from "./run.js";

const fixture = (name: string) => join(projectRoot, "test", "notebooks", "fixtures", name);
let folder: string;

beforeAll(() => {
  mkdirSync(join(projectRoot, "output"), { recursive: true });
  folder = mkdtempSync(join(projectRoot, "output", "runner-test-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.concurrent("streams the text, and writes nothing without -o", async () => {
  const before = readFileSync(fixture("squares.ipynb"), "utf8");
  const { code, stdout, stderr } = await runNotebook(fixture("squares.ipynb"));
  expect(stderr).toBe("");
  expect(stdout).toBe("3 squares: 0 1 4\n");
  expect(code).toBe(0);
  expect(readFileSync(fixture("squares.ipynb"), "utf8")).toBe(before);
});

it.concurrent("writes outputs and nothing else, with other values for the parameters", async () => {
  const output = join(folder, "new", "squares.ipynb");
  const values = ["-p", "count=4", "-p", "label=areas"];
  const { stdout } = await runNotebook(fixture("squares.ipynb"), ...values, "-o", output);
  expect(stdout).toBe("4 areas: 0 1 4 9\n");
  const original = readNotebook(fixture("squares.ipynb"));
  const result = readNotebook(output);
  expect(result.cells.slice(1).map((cell) => cell.execution_count)).toEqual([1, 2, 3, 4]);
  expect(result.cells.splice(2, 1)).toMatchObject([
    {
      metadata: { tags: ["injected-parameters"] },
      source: ["const count = 4;\n", 'const label = "areas";'],
    },
  ]);
  expect(result.metadata.kernelspec).toEqual(original.metadata.kernelspec);
  expect(Object.keys(result.metadata).sort()).toEqual(["kernelspec", "language_info"]);
  const kept = ({ cells }: typeof result) =>
    cells.map(({ id, source, metadata }) => ({ id, source, metadata }));
  expect(kept(result)).toEqual(kept(original));
  expect(figureOutputs(result)).toHaveLength(1);
});

it.concurrent("reports a failing cell as its error, without frames of the runner, and writes nothing", async () => {
  const output = join(folder, "failing.ipynb");
  const { code, stdout, stderr } = await runNotebook(fixture("failing.ipynb"), "-o", output);
  expect(code).toBe(1);
  expect(stdout).toBe("before\n");
  expect(stderr).toContain("A cell of failing.ipynb failed");
  expect(stderr).toContain("RangeError: expected a positive size, got -1");
  expect(stderr).not.toContain("Traceback");
  expect(stderr).not.toContain("nbclient");
  expect(existsSync(output)).toBe(false);
});

it.concurrent("names the parameters there are when asked for another", async () => {
  const { code, stderr } = await runNotebook(fixture("squares.ipynb"), "-p", "cuont=4");
  expect(code).toBe(1);
  expect(stderr).toBe("The notebook has no parameter cuont. It has count, label.\n");
});

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { projectRoot } from "../../scripts/setup/project.mjs";

/** A notebook file, as far as the tests look at it. */
export interface Notebook {
  metadata: Record<string, unknown>;
  cells: {
    id: string;
    cell_type: string;
    source: string | string[];
    metadata: Record<string, unknown>;
    execution_count?: number | null;
    outputs?: { output_type: string; data?: Record<string, unknown>; text?: string | string[] }[];
  }[];
}

/** Runs `npm run notebook` with arguments to its end. */
export function runNotebook(
  ...args: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, "scripts", "notebook.mjs"), ...args], {
      cwd: projectRoot,
      env: { ...process.env, INIT_CWD: projectRoot },
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

export function readNotebook(path: string): Notebook {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** The code of the cells of one of the project's notebooks. */
export function codeCells(name: string): string[] {
  return readNotebook(join(projectRoot, "notebooks", name))
    .cells.filter((cell) => cell.cell_type === "code")
    .map(({ source }) => (Array.isArray(source) ? source.join("") : source));
}

/** The outputs of all cells that carry a figure. */
export function figureOutputs(notebook: Notebook) {
  return notebook.cells.flatMap((cell) => cell.outputs ?? []).filter((output) => output.data?.[plotlyType]);
}

/** Expects that every cell of a notebook has run, and every figure has its static picture. */
export function expectWhole(notebook: Notebook): void {
  const code = notebook.cells.filter((cell) => cell.cell_type === "code");
  expect(code.filter((cell) => cell.execution_count == null)).toEqual([]);
  const figures = figureOutputs(notebook);
  expect(figures.length).toBeGreaterThan(0);
  expect(figures.filter(({ data }) => !data?.["image/png"])).toEqual([]);
}

const plotlyType = "application/vnd.plotly.v1+json";

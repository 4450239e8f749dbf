import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { jupyterEnvironment, projectRoot } from "../../scripts/setup/project.mjs";
import { python } from "../support/python";

const folders = [path.dirname(process.execPath), ...(process.env.AEVB_NODES?.split(path.delimiter) ?? [])];
const versions = folders.map((folder) => {
  const version = execFileSync(path.join(folder, "node"), ["--version"], { encoding: "utf8" }).trim();
  return [version, folder] as const;
});
const program = path.join(__dirname, "trainings.ts");
/** What the running Node prints. */
let expected: string;
let folder: string;

/** Everything that a command writes, with a folder's `node` as the only one that it finds. */
async function run(nodeFolder: string, [command, ...args]: string[]) {
  const env = { ...jupyterEnvironment(), PATH: [nodeFolder, process.env.PATH].join(path.delimiter) };
  const child = spawn(command, args, { cwd: projectRoot, env, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { stdout, stderr };
}

const runProgram = (nodeFolder: string) =>
  run(nodeFolder, [
    path.join(nodeFolder, "node"),
    ...["--import", pathToFileURL(createRequire(__filename).resolve("tsx")).href, program],
  ]);

beforeAll(async () => {
  mkdirSync(path.join(projectRoot, "output"), { recursive: true });
  folder = mkdtempSync(path.join(projectRoot, "output/versions-test-"));
  expected = (await runProgram(folders[0])).stdout;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(versions)("Node %s trains, evaluates and writes nothing of its own", (version, nodeFolder) => {
  it("in a program", async () => {
    expect(expected).toMatch(/^fused \d.*\ntensorflow \d.*\n$/);
    expect(await runProgram(nodeFolder)).toEqual({ stdout: expected, stderr: "" });
  });

  it("in the kernel", async () => {
    const notebook = path.join(folder, "trainings.ipynb");
    const cell = (id: string, source: string) => ({
      ...{ cell_type: "code", id, source, metadata: {}, outputs: [], execution_count: null },
    });
    const cells = [
      cell("import", `import { trainAndEvaluate } from ${JSON.stringify(program.replace(/\.ts$/, ""))};`),
      cell("run", "console.log(process.version);\nawait trainAndEvaluate();"),
    ];
    writeFileSync(notebook, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    const command = [python, path.join(projectRoot, "scripts/notebook/run.py"), notebook];
    expect(await run(nodeFolder, command)).toEqual({ stdout: `${version}\n${expected}`, stderr: "" });
  });
});

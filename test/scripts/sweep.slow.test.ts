import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeGrid } from "../../lib/sweep/grid";
import { jobId } from "../../lib/sweep/job";
import { Results } from "../../lib/sweep/results";
import { runJob } from "../../lib/sweep/run-job";
import { csv, parquet } from "../../scripts/sweep/export";
import { readFolder } from "../../scripts/sweep/read-folder";
import { python } from "../support/python";
import { SMALL } from "../sweep/grids";

const folder = mkdtempSync(path.join(tmpdir(), "aevb-sweep-script-"));
afterAll(() => rmSync(folder, { recursive: true }));
const ids: string[] = [];

beforeAll(async () => {
  const results = new Results(folder);
  const fit = { epochs: 20, learningRate: { each: [1e-3, 1e30] } };
  const { points } = await makeGrid({ ...SMALL, fit, seeds: 1 }, results);
  const jobs = points.map(({ job }) => job);
  for (const job of jobs.slice(0, 3)) await runJob(job, results);
  results.putFailure({ job: jobs[3], error: 'it said "no",\nand ended' });
  writeFileSync(path.join(folder, `s${"0".repeat(32)}.json`), "{}");
  ids.push(...jobs.map(jobId));
});

it("reads every result and failure of a folder, and says what is damaged", () => {
  const { entries, damaged } = readFolder(folder);
  expect(entries.map(({ id }) => id)).toEqual([...ids].sort());
  const outcomes = ids.map((id) => entries.find((one) => one.id === id)!.outcome);
  expect(outcomes).toEqual(["trained", "diverged", "trained", "failed"]);
  expect(damaged).toEqual([expect.stringContaining("is damaged, or not a result")]);
});

it("exports them as a table that Python reads", () => {
  const text = csv(readFolder(folder).entries);
  const code =
    "import csv,io,json,sys; print(json.dumps(list(csv.DictReader(io.StringIO(sys.stdin.read(), newline='')))))";
  const rows = JSON.parse(execFileSync(python, ["-c", code], { input: text, encoding: "utf8" }));
  const byId = Object.fromEntries(rows.map((row: { id: string }) => [row.id, row]));
  const [trained, diverged, , failed] = ids.map((id) => byId[id]);
  const { entries } = readFolder(folder);
  const { measures } = entries.find(({ id }) => id === ids[0])!;
  expect(Number(trained.elbo)).toBe(measures.elbo);
  expect(trained).toMatchObject({
    "model.hiddenSizes": "[3]",
    "fit.learningRate": "0.001",
    "data.size": "60",
  });
  expect(diverged).toMatchObject({
    outcome: "diverged",
    elbo: "",
    reason: expect.stringContaining("the loss of step"),
  });
  expect(failed.reason).toBe('it said "no",\nand ended');
});

it("exports them as Parquet, with numbers as numbers", async () => {
  const { entries } = readFolder(folder);
  const bytes = parquet(entries);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const rows = await parquetReadObjects({ file });
  const byId = Object.fromEntries(rows.map((row) => [row.id, row]));
  const [trained, diverged, , failed] = ids.map((id) => byId[id]);
  expect(trained).toMatchObject({
    elbo: entries.find(({ id }) => id === ids[0])!.measures.elbo,
    "model.hiddenSizes": "[3]",
    "fit.learningRate": 1e-3,
    "data.size": 60,
    reason: null,
  });
  expect(diverged).toMatchObject({ outcome: "diverged", elbo: null });
  expect(failed.reason).toBe('it said "no",\nand ended');
});

it("lists and shows them from the command line", () => {
  const run = (...given: string[]) =>
    execFileSync(process.execPath, ["--import", "tsx", "scripts/sweep/sweep.ts", ...given], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  expect(run("list", folder)).toMatch(/2 trained, 1 diverged, 1 failed\n$/);
  expect(JSON.parse(run("show", ids[0].slice(0, 12), folder))).toMatchObject({
    id: ids[0],
    outcome: "trained",
  });
});

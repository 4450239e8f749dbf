import { randomUUID } from "node:crypto";
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import * as vb from "../../lib";
import { makeGrid } from "../../lib/sweep/grid";
import { type Job, jobId, modelId } from "../../lib/sweep/job";
import { Results } from "../../lib/sweep/results";
import { runJob } from "../../lib/sweep/run-job";
import type { GridOptions } from "../../lib/sweep/sweep-run";
import { SMALL } from "./grids";

/** Lets a test fill the disk. */
const disk = vi.hoisted(() => ({ full: false }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const writeFileSync = (...given: Parameters<typeof fs.writeFileSync>) => {
    if (disk.full) throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    return fs.writeFileSync(...given);
  };
  return { ...fs, writeFileSync };
});

const root = mkdtempSync(path.join(tmpdir(), "aevb-sweep-"));
afterAll(() => rmSync(root, { recursive: true }));
let results: Results;
const damages: string[] = [];
beforeEach(() => {
  damages.length = 0;
  results = new Results(mkdtempSync(path.join(root, "test-")), (message) => damages.push(message));
});
const files = () =>
  readdirSync(results.folder)
    .filter((name) => name !== "working")
    .sort();
const jobOf = async (options: Partial<GridOptions> = {}): Promise<Job> =>
  (await makeGrid({ ...SMALL, ...options }, results)).points[0].job;

describe("a grid", () => {
  it("has every combination with every seed, and names each point by its place", async () => {
    const { axes, points } = await makeGrid(SMALL, results);
    expect(axes).toEqual(["hiddenSizes", "learningRate"]);
    expect(points.map(({ setting }) => Object.values(setting))).toEqual([
      [[3], 1e-3, 1],
      [[3], 1e-3, 2],
      [[3], 1e-2, 1],
      [[3], 1e-2, 2],
      [[5], 1e-3, 1],
      [[5], 1e-3, 2],
      [[5], 1e-2, 1],
      [[5], 1e-2, 2],
    ]);
    for (const { setting, job } of points) {
      expect(job.model).toMatchObject({
        hiddenSizes: setting.hiddenSizes,
        seed: setting.seed,
        family: "gaussian",
      });
      expect(job.fit).toMatchObject({ learningRate: setting.learningRate, seed: setting.seed });
    }
  });

  it("can have axes of the data", async () => {
    const data = { kind: "twoGaussians", size: { each: [50, 60] }, seed: 1 } as const;
    const { axes, points } = await makeGrid({ ...SMALL, data }, results);
    expect(axes[0]).toBe("data.size");
    expect(points[0].job.data).toEqual({ kind: "twoGaussians", size: 50, seed: 1 });
    expect(points).toHaveLength(16);
  });

  it("gives equal jobs equal ids, whatever the order of the options, and others different ones", async () => {
    const { kind, size, seed } = SMALL.data;
    const [one, same] = [await jobOf(), await jobOf({ data: { seed, size, kind } })];
    expect(jobId(same)).toBe(jobId(one));
    const others = [
      await jobOf({ seeds: [7] }),
      await jobOf({ data: { kind, size, seed: 2 } }),
      await jobOf({ fit: { epochs: 21 } }),
      await jobOf({ measures: [] }),
      { ...one, library: "another" },
    ];
    expect(new Set([one, ...others].map(jobId)).size).toBe(6);
    expect(modelId(others[3])).toBe(modelId(one));
    expect(new Set([one, ...others].map(modelId)).size).toBe(5);
  });

  it.each<[string, object, string]>([
    ["an empty axis", { fit: { epochs: { each: [] } } }, "epochs: expected { each: [value, …] }"],
    ["a setting", { fit: { epochs: 5, learningRate: { each: [1, -1] } } }, "learningRate: expected"],
    ["epochs", { fit: { epochs: 0 } }, "epochs: expected an integer ≥ 1, got 0"],
    ["threads", { fit: { epochs: 5, threads: 2 } }, 'fit: unknown option "threads"'],
    ["a model", { model: { ...SMALL.model, latentSize: 0 } }, "latentSize: expected"],
    ["an option", { seed: 1 }, 'sweep: unknown option "seed"'],
    ["a measure", { measures: ["elb"] }, "measures: expected one of elbo, logEvidence, lowDensityShare"],
    [
      "a latent that is too large",
      { model: { ...SMALL.model, latentSize: 3 }, measures: ["logEvidence"] },
      "latent",
    ],
    [
      "an autoencoder's bound",
      { model: { ...SMALL.model, kind: "autoencoder" } },
      "needs a variational autoencoder",
    ],
    [
      "points without a density",
      { data: [[1, 2]], measures: ["lowDensityShare"] },
      "needs data given as a recipe",
    ],
    ["a recipe", { data: { kind: "moons", size: 5 } }, "data.kind: expected one of"],
    ["a measure from elsewhere", { measures: ["/etc/passwd#x"] }, "expected a file in the project's folder"],
    ["no seeds", { seeds: [] }, "seeds: expected at least one"],
  ])("refuses %s", async (_, options, message) => {
    await expect(makeGrid({ ...SMALL, ...options } as GridOptions, results)).rejects.toThrow(message);
  });
});

describe("a job", () => {
  it("gives what fit gives with the same seed, settings and one thread", async () => {
    const job = await jobOf({
      measures: ["elbo", "logEvidence", "lowDensityShare", "./test/sweep/measure.ts#parameters"],
    });
    const result = await runJob({ ...job, measures: job.measures.slice(0, 3) }, results);
    const data = vb.twoGaussians({ size: 60, seed: 1 });
    const model = new vb.VariationalAutoencoder({ inputSize: 2, hiddenSizes: [3], latentSize: 1, seed: 1 });
    const run = await vb.fit(model, data, { epochs: 20, learningRate: 1e-3, seed: 1 });
    expect(result).toMatchObject({
      outcome: "trained",
      loss: run.losses[19],
      measures: {
        elbo: vb.elbo(model, data, { latentSamples: 20, seed: 1 }).elbo.mean(),
        logEvidence: vb.logEvidence(model, data).mean(),
        lowDensityShare: vb.lowDensityShare(model.sample(60, { seed: 1 }), data),
      },
    });
    const kept = vb.loadCheckpoint(results.modelFile(job));
    expect(kept.model.parameters).toEqual(model.parameters);
    expect(kept.run.losses).toEqual(run.losses);
    expect(files()).toEqual([`${jobId(result!.job)}.json`, `${modelId(job)}.safetensors`].sort());
  });

  it("can have points instead of a recipe", async () => {
    const data = vb.twoGaussians({ size: 60, seed: 1 });
    const [recipe, points] = [await jobOf(), await jobOf({ data })];
    const [expected, got] = [await runJob(recipe, results), await runJob(points, results)];
    expect(got).toMatchObject({ outcome: "trained", measures: { elbo: expect.any(Number) } });
    expect((got as { measures: object }).measures).toEqual((expected as { measures: object }).measures);
  });

  it("whose training diverges has the step as its result", async () => {
    const job = await jobOf({ fit: { epochs: 50, learningRate: 1e30 } });
    const result = await runJob(job, results);
    expect(result).toMatchObject({ outcome: "diverged", step: expect.any(Number) });
    expect(files()).toEqual([`${jobId(job)}.json`]);
    expect(await runJob(job, results)).toEqual(result);
  });

  it("is measured anew, and not trained, for another measure", async () => {
    await runJob(await jobOf(), results);
    const before = files();
    const other = await jobOf({ measures: ["logEvidence"] });
    const seconds = vb.loadCheckpoint(results.modelFile(other)).run.seconds;
    expect(await runJob(other, results)).toMatchObject({ seconds });
    expect(files()).toEqual([...before, `${jobId(other)}.json`].sort());
  });

  it("that was interrupted goes on from its checkpoint, to the same bits", async () => {
    const job = await jobOf({ fit: { epochs: 20_000, learningRate: 1e-3 } });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    expect(await runJob(job, results, stop.signal)).toBeUndefined();
    const { run } = vb.loadCheckpoint(results.workingFile(job));
    expect(run.losses.length).toBeLessThan(20_000);
    await runJob(job, results);
    const whole = new Results(mkdtempSync(path.join(root, "whole-")));
    await runJob(job, whole);
    const [one, other] = [results, whole].map(({ folder }) =>
      vb.loadCheckpoint(path.join(folder, `${modelId(job)}.safetensors`)),
    );
    expect(one.model.parameters).toEqual(other.model.parameters);
    expect(one.run.losses).toEqual(other.run.losses);
    expect(files()).toEqual([`${jobId(job)}.json`, `${modelId(job)}.safetensors`].sort());
  });

  it.each(["json", "safetensors"])(
    "whose .%s is damaged is computed again, which is said",
    async (extension) => {
      const job = await jobOf();
      const result = await runJob(job, results);
      const file = path.join(results.folder, `${(extension === "json" ? jobId : modelId)(job)}.${extension}`);
      const bytes = readFileSync(file);
      writeFileSync(
        file,
        Uint8Array.from(bytes, (byte, i) => (i === bytes.length - 9 ? byte ^ 1 : byte)),
      );
      expect(results.find(job)).toBeUndefined();
      expect(damages).toEqual([expect.stringContaining(file)]);
      expect(damages[0]).toContain("computed again");
      const { seconds: _, ...expected } = result!;
      expect(await runJob(job, results)).toMatchObject(expected);
      expect(damages).toHaveLength(1);
    },
  );

  it("keeps the first of two results", async () => {
    const job = await jobOf();
    const first = await runJob(job, results);
    results.put({ ...first!, seconds: 1e6 });
    expect(results.find(job)).toEqual(first);
  });

  it("has the result of another process that was faster, whatever happens to its own training", async () => {
    const job = await jobOf({ fit: { epochs: 50_000, learningRate: 1e-3 } });
    const faster = new Results(mkdtempSync(path.join(root, "faster-")));
    const expected = await runJob(job, faster);
    setTimeout(() => {
      for (const name of readdirSync(faster.folder))
        if (name !== "working") copyFileSync(path.join(faster.folder, name), path.join(results.folder, name));
      disk.full = true;
    }, 50);
    expect(await runJob(job, results)).toEqual(expected);
    disk.full = false;
  });

  it("keeps measures that are not finite", async () => {
    const job = await jobOf();
    await runJob(job, results);
    const other = { ...job, measures: ["logEvidence"] };
    const measures = { logEvidence: Number.NEGATIVE_INFINITY };
    results.put({ outcome: "trained", job: other, seconds: 1, loss: Number.NaN, engine: "", measures });
    expect(results.find(other)).toMatchObject({ loss: Number.NaN, measures });
  });

  it("fails on a full disk, and leaves no file", async () => {
    const job = await jobOf();
    disk.full = true;
    await expect(runJob(job, results)).rejects.toThrow("no space left on device");
    expect(() => results.prepare()).toThrow(/folder: cannot write .*: ENOSPC/);
    disk.full = false;
    expect(files()).toEqual([]);
  });
});

it("a folder loses what processes left that were killed while writing, once it is old", () => {
  const partial = (name: string) => path.join(results.folder, `${name}.json.${randomUUID()}.partial`);
  const [old, young] = [partial("old"), partial("young")];
  for (const file of [old, young]) writeFileSync(file, "");
  const hours = Date.now() / 1000 - 7200;
  utimesSync(old, hours, hours);
  results.prepare();
  expect(files()).toEqual([path.basename(young)]);
});

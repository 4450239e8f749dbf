import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import * as vb from "../../lib";
import { sweep } from "../../lib/sweep/sweep";
import type { SweepOptions, SweepProgress } from "../../lib/sweep/sweep-run";
import { ownMeasure, SMALL } from "./grids";

const root = mkdtempSync(path.join(tmpdir(), "aevb-pool-"));
afterAll(() => rmSync(root, { recursive: true }));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(root, "test-"));
});

const SINGLE = { model: { ...SMALL.model, hiddenSizes: [3] }, fit: { epochs: 20 }, seeds: 1 };
const run = (options: Partial<SweepOptions> = {}) => sweep({ ...SMALL, folder, processes: 2, ...options });
const counted = async (options: Partial<SweepOptions> = {}) => {
  let last: SweepProgress | undefined;
  await run({
    ...options,
    onProgress(progress) {
      last = progress;
    },
  });
  return { computed: last!.ended - last!.reused, reused: last!.reused };
};
const contents = (of: string, ending: string) =>
  Object.fromEntries(
    readdirSync(of)
      .filter((name) => name.endsWith(ending))
      .map((name) => [name, vb.loadCheckpoint(path.join(of, name))] as const)
      .map(([name, { model, run }]) => [name, [model.parameters, run.losses]]),
  );

describe("a sweep in processes", () => {
  it("gives the same bits as one process after the other, whatever their number", async () => {
    const [one, two] = [
      await run({ processes: 1 }),
      await sweep({ ...SMALL, folder: `${folder}-2`, processes: 3 }),
    ];
    expect(one.runs).toHaveLength(8);
    expect(one.interrupted).toBe(false);
    const bits = ({ runs }: vb.Sweep) => runs.map(({ setting, measures }) => ({ setting, measures }));
    expect(bits(two)).toEqual(bits(one));
    expect(contents(`${folder}-2`, ".safetensors")).toEqual(contents(folder, ".safetensors"));
    expect(Object.keys(contents(folder, ".safetensors"))).toHaveLength(8);
    const { setting, measures, file } = one.runs[3];
    const { model, run: training } = vb.loadCheckpoint(file!);
    expect(setting).toEqual({ hiddenSizes: [3], learningRate: 1e-2, seed: 2 });
    expect(model.options).toMatchObject({ hiddenSizes: [3], seed: 2 });
    expect(measures.loss).toBe(training.losses[19]);
  });

  it("computes only what is missing, also after an interrupt and for other axes", async () => {
    const stop = new AbortController();
    const interrupted = await run({
      signal: stop.signal,
      onProgress: ({ ended }) => ended === 3 && stop.abort(),
    });
    expect(interrupted.interrupted).toBe(true);
    const kept = interrupted.runs.length;
    expect(kept).toBeGreaterThanOrEqual(3);
    expect(kept).toBeLessThan(8);
    expect(await counted()).toMatchObject({ computed: 8 - kept, reused: kept });
    expect(await counted()).toMatchObject({ computed: 0, reused: 8 });
    const fit = { epochs: 20, learningRate: { each: [1e-2, 2e-2] } };
    expect(await counted({ fit, seeds: [2, 3] })).toMatchObject({ computed: 6, reused: 2 });
  });

  it("goes on after processes are killed, from their checkpoints and to the same bits", async () => {
    const long = { seeds: 2, model: { ...SMALL.model, hiddenSizes: [3] }, fit: { epochs: 20_000 } };
    await sweep({ ...SMALL, ...long, folder: `${folder}-whole`, processes: 1 });
    const working = path.join(folder, "working");
    let kills = 0;
    const watch = setInterval(() => {
      if (!existsSync(working) || readdirSync(working).length === 0) return;
      clearInterval(watch);
      for (const pid of childrenOf(folder)) kills += Number(process.kill(pid, "SIGKILL"));
    }, 20);
    const { runs } = await run(long);
    clearInterval(watch);
    expect(kills).toBeGreaterThan(0);
    expect(runs.map(({ outcome }) => outcome)).toEqual(["trained", "trained"]);
    expect(contents(folder, ".safetensors")).toEqual(contents(`${folder}-whole`, ".safetensors"));
  });

  it("gives up a job that kills its process three times", async () => {
    const { runs } = await run({ ...SINGLE, measures: [ownMeasure("deadly")] });
    expect(runs.map(({ outcome }) => outcome)).toEqual(["failed"]);
    expect(runs[0].reason).toBe("given up after 3 tries: its process ended with SIGKILL");
    const failures = readdirSync(folder).filter((name) => name.endsWith(".failed.json"));
    expect(failures).toHaveLength(1);
    expect(JSON.parse(readFileSync(path.join(folder, failures[0]), "utf8")).error).toBe(runs[0].reason);
  });

  it("has the error of a job that throws as its reason, tries it again in a later sweep, and keeps the training", async () => {
    const measures = [ownMeasure("broken")];
    const { runs } = await run({ ...SINGLE, measures });
    expect(runs[0]).toMatchObject({ outcome: "failed", reason: "this measure is broken", measures: {} });
    expect(await counted({ ...SINGLE, measures })).toMatchObject({ computed: 1, reused: 0 });
    const { runs: measured } = await run({ ...SINGLE, measures: [ownMeasure("parameters")] });
    // Weights and biases of 2 → 3 → 2 and of 1 → 3 → 4.
    expect(measured.map(({ measures }) => measures.parameters)).toEqual([11 * 3 + 6]);
  });

  it("has a divergence as an outcome beside the others", async () => {
    const fit = { epochs: 20, learningRate: { each: [1e-3, 1e30] } };
    const { runs } = await run({ seeds: 1, fit });
    expect(runs.map(({ outcome }) => outcome)).toEqual(["trained", "diverged", "trained", "diverged"]);
    expect(runs[1].reason).toMatch(/^the loss of step \d+ is not finite$/);
  });

  it("can share its folder with another at the same time", async () => {
    const [one, other] = await Promise.all([run(), run()]);
    expect(other.runs.map(({ measures }) => measures)).toEqual(one.runs.map(({ measures }) => measures));
    expect(readdirSync(folder).filter((name) => name.endsWith(".json"))).toHaveLength(8);
    expect(readdirSync(folder).filter((name) => name.endsWith("partial"))).toEqual([]);
    expect(readdirSync(path.join(folder, "working"))).toEqual([]);
  });

  it("says at once that its folder cannot be written to", async () => {
    const occupied = path.join(folder, "occupied");
    writeFileSync(occupied, "");
    await expect(run({ folder: occupied })).rejects.toThrow(/^folder: cannot write /);
  });

  it("ends with an error when nothing can be written any more", async () => {
    const gone = run({
      processes: 1,
      onProgress({ ended }) {
        if (ended !== 1) return;
        renameSync(folder, `${folder}-away`);
        writeFileSync(folder, "");
      },
    });
    await expect(gone).rejects.toThrow(/^folder: cannot write results: /);
  });
});

/** The processes that compute for a folder. */
function childrenOf(folder: string): number[] {
  const lines = execFileSync("ps", ["-eo", "pid,args"], { encoding: "utf8" }).split("\n");
  return lines
    .filter((line) => line.includes("child.ts") && line.endsWith(folder))
    .map((line) => Number.parseInt(line, 10));
}

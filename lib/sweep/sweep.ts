import { checkInteger } from "../check";
import { availableThreads } from "../cores";
import { Random } from "../random";
import { type Grid, makeGrid } from "./grid";
import { type Job, jobId } from "./job";
import { type JobRunner, runInProcesses } from "./pool";
import { outcomeOf, type Result } from "./result";
import { Results } from "./results";
import type { Sweep, SweepOptions, SweepRun } from "./sweep-run";

/** The queue's client, by a path that keeps its types out of the notebook's type checker. */
const QUEUES: string = "./queue";
type RunOnQueue = (jobs: readonly Job[], address: string, runner: JobRunner) => Promise<void>;

/** Computes a sweep as `sweep` in lib/notebook/sweep.ts describes, and shows nothing. */
export async function sweep(options: SweepOptions): Promise<Sweep> {
  const { folder = "runs", processes = availableThreads(), queue, signal, onProgress, ...grids } = options;
  checkInteger("processes", processes);
  const results = new Results(folder);
  results.prepare();
  const grid = await makeGrid(grids, results);
  const jobs = new Map(grid.points.map(({ job }) => [jobId(job), job]));
  const ended = new Map<string, Result | { error: string }>();
  for (const [id, job] of jobs) {
    const result = results.find(job);
    if (result) ended.set(id, result);
  }
  const reused = ended.size;
  const start = performance.now();
  const current = () => gather(grid, ended, results);
  const report = () => {
    const seconds = (performance.now() - start) / 1000;
    onProgress?.({ ended: ended.size, reused, size: jobs.size, seconds, current });
  };
  report();
  const missing = [...jobs.entries()].filter(([id]) => !ended.has(id)).map(([, job]) => job);
  const runner: JobRunner = {
    results,
    signal: signal ?? new AbortController().signal,
    onEnd(job, error) {
      const result = error === undefined ? results.find(job) : { error };
      if (result) ended.set(jobId(job), result);
      report();
    },
  };
  if (queue === undefined) await runInProcesses(mixed(missing), processes, runner);
  else {
    const queues: { runOnQueue: RunOnQueue } = await import(/* @vite-ignore */ QUEUES);
    await queues.runOnQueue(missing, queue, runner);
  }
  return current();
}

/** The jobs in an order of this process's own, so that two that share a folder do not compute the same at the same time. */
function mixed(jobs: readonly Job[]): Job[] {
  const order = new Random(process.pid, "sweep").permutation(jobs.length);
  return Array.from(order, (i) => jobs[i]);
}

function gather(
  { axes, points }: Grid,
  ended: ReadonlyMap<string, Result | { error: string }>,
  results: Results,
): Sweep {
  const runs = points.flatMap(({ setting, job }): SweepRun[] => {
    const result = ended.get(jobId(job));
    if (!result) return [];
    if ("error" in result)
      return [{ setting, outcome: "failed", measures: {}, reason: result.error, seconds: 0 }];
    const file = result.outcome === "trained" ? { file: results.modelFile(job) } : {};
    return [{ setting, ...outcomeOf(result), ...file }];
  });
  return { axes, runs, size: points.length, interrupted: runs.length < points.length };
}

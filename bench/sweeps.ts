/**
 * `node --import tsx bench/sweeps.ts`: trainings a minute in one process and in several, and what a job costs besides its training, in
 * the folder of results and in the queue. README.md quotes it.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { Queue, Worker } from "bullmq";
import * as vb from "../lib";
import { makeGrid } from "../lib/sweep/grid";
import { type Job, jobId } from "../lib/sweep/job";
import { parseQueue } from "../lib/sweep/queue-address";
import { Results } from "../lib/sweep/results";
import { runJob } from "../lib/sweep/run-job";
import { findServer, startServer } from "../scripts/sweep/server";
import { freePort } from "../test/support/free-port";

const root = mkdtempSync(path.join(tmpdir(), "aevb-sweeps-"));
const seconds = (start: number) => (performance.now() - start) / 1000;

/** Trainings a minute, of the post's model on its 5000 points for 1000 epochs. */
async function rate(processes: number, seeds: number): Promise<number> {
  const start = performance.now();
  await vb.sweep({
    data: { kind: "twoGaussians", size: 5000, seed: 1 },
    model: { kind: "variational autoencoder", inputSize: 2, hiddenSizes: [10], latentSize: 1 },
    fit: { epochs: 1000, learningRate: 1e-2, latentSamples: 3 },
    seeds,
    measures: ["elbo"],
    folder: mkdtempSync(path.join(root, "rate-")),
    processes,
  });
  return (60 * seeds) / seconds(start);
}

/** Jobs whose training takes next to no time. */
async function smallJobs(count: number, results: Results): Promise<Job[]> {
  const { points } = await makeGrid(
    {
      data: { kind: "twoGaussians", size: 10, seed: 1 },
      model: { kind: "variational autoencoder", inputSize: 2, hiddenSizes: [10], latentSize: 1 },
      fit: { epochs: 1 },
      seeds: count,
      measures: [],
    },
    results,
  );
  return points.map(({ job }) => job);
}

/** Milliseconds for each job: to keep its result, to find it again, and its share in listing the folder. */
async function folderCosts(count: number): Promise<Record<string, number>> {
  const results = new Results(mkdtempSync(path.join(root, "folder-")));
  const jobs = await smallJobs(count, results);
  const first = await runJob(jobs[0], results);
  const { model, run } = results.findModel(jobs[0])!;
  const each = (work: () => void) => {
    const start = performance.now();
    work();
    return (performance.now() - start) / count;
  };
  const keep = each(() => {
    for (const job of jobs) {
      results.putModel(job, model, run);
      results.put({ ...first!, job });
    }
  });
  const find = each(() => {
    for (const job of jobs) results.find(job);
  });
  return { keep, find, list: each(() => readdirSync(results.folder)) };
}

/** Milliseconds for each job: to add it to a queue, and to have it taken and completed by two workers that do nothing. */
async function queueCosts(count: number, address: string): Promise<Record<string, number>> {
  const { connection } = parseQueue(address);
  const jobs = await smallJobs(count, new Results(mkdtempSync(path.join(root, "queue-"))));
  const queue = new Queue<Job>(`bench-${count}`, { connection });
  const start = performance.now();
  for (let from = 0; from < count; from += 1000)
    await queue.addBulk(
      jobs.slice(from, from + 1000).map((data) => ({
        name: "training",
        data,
        opts: { jobId: jobId(data), removeOnComplete: true },
      })),
    );
  const add = (1000 * seconds(start)) / count;
  const begun = performance.now();
  let left = count;
  await new Promise<void>((resolve) => {
    const work = async () => {
      if (--left === 0) resolve();
    };
    for (const concurrency of [1, 1]) new Worker<Job>(queue.name, work, { connection, concurrency });
  });
  return { add, "take and complete": (1000 * seconds(begun)) / count };
}

async function main(): Promise<void> {
  const several = availableParallelism();
  await rate(several, several); // compiles what is not yet compiled
  for (const processes of [1, several, 1, several, 1, several])
    console.log(`${processes} processes: ${(await rate(processes, 40)).toFixed(0)} trainings a minute`);
  const program = findServer();
  const port = await freePort();
  const server = program ? await startServer(program, port, "bench") : undefined;
  const costs: Record<number, Record<string, number>> = {};
  for (const count of [10, 100, 1000, 10_000])
    costs[count] = {
      ...(await folderCosts(count)),
      ...(server && (await queueCosts(count, `redis://:bench@127.0.0.1:${port}`))),
    };
  console.log("milliseconds for each job, over the number of jobs");
  console.table(
    Object.fromEntries(
      Object.entries(costs).map(([count, row]) => [
        count,
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, +value.toPrecision(3)])),
      ]),
    ),
  );
  server?.kill();
  rmSync(root, { recursive: true });
  process.exit();
}

main();

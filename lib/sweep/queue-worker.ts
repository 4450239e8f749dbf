import { hostname } from "node:os";
import { type Job as QueuedJob, UnrecoverableError, WaitingError, Worker } from "bullmq";
import { Child } from "./child-process";
import type { Job } from "./job";
import { TRIES } from "./pool";
import { libraryHash } from "./project";
import { checkQueue, parseQueue, queueName } from "./queue-address";
import type { Results } from "./results";

/** A job whose worker has not been heard of for so long goes to another. */
const LOCK_MILLISECONDS = 10_000;

export interface QueueWorkerOptions {
  /** The server's address. */
  readonly queue: string;
  readonly results: Results;
  /** Processes that compute, one job each. */
  readonly processes: number;
  readonly log: (message: string) => void;
  /** Aborting it stops the jobs at work, which keep checkpoints and go back to the queue. */
  readonly signal: AbortSignal;
}

/** Computes jobs from a queue until `signal` aborts. Rejects if the server cannot be reached at first, or nothing can be written. */
export async function workOnQueue(options: QueueWorkerOptions): Promise<void> {
  const { queue, results, processes, log, signal } = options;
  const server = parseQueue(queue);
  results.prepare();
  await checkQueue(server);
  const children = new Set<Child>();
  const free: Child[] = [];
  const noStorage = new AbortController();

  async function compute(queued: QueuedJob<Job>, token?: string): Promise<void> {
    let child = free.pop();
    if (!child?.alive) {
      child = new Child(results.folder);
      children.add(child);
    }
    const answer = await child.run(queued.data);
    if (child.alive) free.push(child);
    else children.delete(child);
    if (answer.end === "done") {
      log(`${queued.id}: done`);
      return;
    }
    if (signal.aborted) {
      await queued.moveToWait(token);
      throw new WaitingError();
    }
    const error = "error" in answer ? answer.error : "it was stopped";
    log(`${queued.id}: ${error}`);
    if (answer.end === "failed") throw new UnrecoverableError(error);
    if (answer.end === "no storage") noStorage.abort(new Error(`runs: cannot write results: ${error}`));
    const last = queued.attemptsMade + 1 >= TRIES;
    throw new Error(last ? `given up after ${TRIES} tries: ${error}` : error);
  }

  const worker = new Worker<Job>(queueName(libraryHash()), compute, {
    connection: server.connection,
    name: hostname(),
    concurrency: processes,
    lockDuration: LOCK_MILLISECONDS,
    stalledInterval: LOCK_MILLISECONDS / 2,
    // Each stalled job has lost its worker, which need not be its fault.
    maxStalledCount: TRIES,
  });
  let away = false;
  worker.on("error", (error) => {
    if (!away) log(`${server.shown}: ${error.message}`);
    away = true;
  });
  worker.on("active", () => {
    away = false;
  });
  log(`computes jobs of ${server.shown} in ${processes} processes, results in ${results.folder}`);
  const stop = AbortSignal.any([signal, noStorage.signal]);
  await new Promise((resolve) => stop.addEventListener("abort", resolve));
  for (const child of children) child.stop();
  await worker.close();
  for (const child of children) child.end();
  if (noStorage.signal.aborted) throw noStorage.signal.reason;
}

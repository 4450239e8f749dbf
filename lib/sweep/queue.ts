import { readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { Queue, QueueEvents } from "bullmq";
import { type Job, jobId } from "./job";
import { type JobRunner, TRIES } from "./pool";
import { checkQueue, parseQueue, queueName } from "./queue-address";

/** How often the folder is compared with the queue, which may have lost jobs or messages. */
const COMPARE_MILLISECONDS = 5000;
/** How long a server may take to forget jobs that are no longer wanted. */
const FORGET_MILLISECONDS = 5000;
const BULK = 1000;

/**
 * Computes jobs through a queue on a Redis or Valkey server, by workers on any number of machines that share the folder of
 * results. The folder decides what is done: a server that restarts and has forgotten the jobs gets them again. Rejects if the server
 * cannot be reached at first; later on it is waited for.
 */
export async function runOnQueue(jobs: readonly Job[], address: string, runner: JobRunner): Promise<void> {
  const { results, signal, onEnd } = runner;
  const server = parseQueue(address);
  if (jobs.length === 0) return;
  await checkQueue(server);
  const pending = new Map(jobs.map((job) => [jobId(job), job]));
  const name = queueName(jobs[0].library);
  const queue = new Queue<Job>(name, { connection: server.connection });
  const events = new QueueEvents(name, { connection: server.connection });
  const finished = new AbortController();
  let lost = false;
  let alone = false;
  let broken: Error | undefined;
  const onError = ({ message }: Error) => {
    if (!lost) console.warn(`queue: ${server.shown} is away, which is waited for: ${message}`);
    lost = true;
  };
  queue.on("error", onError);
  events.on("error", onError);

  function settle(id: string, error?: string): void {
    const job = pending.get(id);
    if (!job) return;
    pending.delete(id);
    try {
      if (error !== undefined) results.putFailure({ job, error });
      onEnd(job, error);
    } catch (cause) {
      broken ??= cause as Error;
    }
    if (pending.size === 0 || broken) finished.abort();
  }

  function settleFound(): void {
    const names = new Set(readdirSync(results.folder));
    for (const id of [...pending.keys()]) if (names.has(`${id}.json`)) settle(id);
  }

  /** Adds the pending jobs if the queue has fewer; a job that is in it is not added twice. */
  async function addMissing(): Promise<void> {
    const counts = await queue.getJobCounts("wait", "active", "delayed");
    lost = false;
    const workers = await queue.getWorkersCount();
    if (workers === 0 && !alone)
      console.warn(
        `queue: no worker is there; start some with \`npm run worker -- --queue ${server.shown} --runs ${results.folder}\``,
      );
    alone = workers === 0;
    const present = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (present >= pending.size) return;
    const all = [...pending];
    for (let start = 0; start < all.length && !signal.aborted; start += BULK)
      await queue.addBulk(
        all.slice(start, start + BULK).map(([id, data]) => ({
          name: "training",
          data,
          opts: { jobId: id, attempts: TRIES, removeOnComplete: true, removeOnFail: true },
        })),
      );
  }

  events.on("completed", ({ jobId: id }) => {
    if (results.has(id)) settle(id);
    else if (pending.has(id))
      console.warn(`queue: a worker's result is not yet in ${results.folder}: does it have the same folder?`);
  });
  events.on("failed", ({ jobId: id, failedReason }) => settle(id, failedReason));
  const stop = AbortSignal.any([signal, finished.signal]);
  const stopped = new Promise<void>((resolve) => {
    stop.addEventListener("abort", () => resolve());
  });
  try {
    while (!stop.aborted) {
      await Promise.race([addMissing().catch(onError), stopped]);
      await pause(COMPARE_MILLISECONDS, undefined, { signal: stop }).catch(() => {});
      settleFound();
    }
  } finally {
    // Jobs at work go on to their results; others are forgotten.
    const forgotten = Promise.all([...pending.keys()].map((id) => queue.remove(id).catch(() => 0)));
    await Promise.race([forgotten, pause(FORGET_MILLISECONDS, undefined, { ref: false })]);
    await Promise.all([queue, events].map((one) => one.disconnect()));
  }
  if (broken) throw broken;
}

import { type Answer, Child } from "./child-process";
import type { Job } from "./job";
import type { Results } from "./results";

/** How jobs are computed, and who hears of it. */
export interface JobRunner {
  readonly results: Results;
  /** Aborting it stops the jobs at work, which keep checkpoints, and begins no others. */
  readonly signal: AbortSignal;
  /** Hears of each job that has a result or was given up; `error` says why. */
  onEnd(job: Job, error?: string): void;
}

/** Crashes after which a job is given up. */
export const TRIES = 3;

/**
 * Computes jobs in processes of this machine, each with one thread. A job whose process crashes is continued by another, up to
 * `TRIES` times; one that throws is given up at once, since it would throw again. Rejects if nothing can be written.
 */
export async function runInProcesses(
  jobs: readonly Job[],
  processes: number,
  { results, signal, onEnd }: JobRunner,
): Promise<void> {
  const waiting = [...jobs];
  const crashes = new Map<Job, number>();
  const errors: unknown[] = [];

  function settle(job: Job, answer: Answer): void {
    if (answer.end === "done") onEnd(job);
    if (!("error" in answer)) return;
    if (answer.end === "no storage") throw new Error(`folder: cannot write results: ${answer.error}`);
    let { error } = answer;
    if (answer.end === "crashed") {
      const count = (crashes.get(job) ?? 0) + 1;
      crashes.set(job, count);
      if (count < TRIES) {
        waiting.push(job);
        return;
      }
      error = `given up after ${TRIES} tries: ${error}`;
    }
    results.putFailure({ job, error });
    onEnd(job, error);
  }

  async function work(): Promise<void> {
    let child: Child | undefined;
    const stop = () => child?.stop();
    signal.addEventListener("abort", stop);
    try {
      while (waiting.length > 0 && !signal.aborted && errors.length === 0) {
        if (!child?.alive) child = new Child(results.folder);
        const job = waiting.shift()!;
        const answer = await child.run(job);
        // A process that had to be ended to stop has not crashed.
        settle(job, signal.aborted && answer.end === "crashed" ? { end: "stopped" } : answer);
      }
    } catch (error) {
      errors.push(error);
    } finally {
      signal.removeEventListener("abort", stop);
      child?.end();
    }
  }

  await Promise.all(Array.from({ length: Math.min(processes, jobs.length) }, work));
  if (errors.length > 0) throw errors[0];
}

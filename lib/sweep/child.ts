/** A process that computes jobs one after the other: child.ts FOLDER, started by `Child` in child-process.ts. */
import { limitThreads } from "../cores";
import type { Answer } from "./child-process";
import type { Job } from "./job";
import { Results } from "./results";
import { runJob } from "./run-job";

const results = new Results(process.argv[2]);
const stop = new AbortController();
limitThreads(1);

/** Errors that no further job would escape. */
const STORAGE_CODES = ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "ENOTDIR", "EEXIST", "EFBIG"];

/** Whether an error, or one that caused it, says that nothing can be written. */
function isStorageError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return STORAGE_CODES.includes((error as NodeJS.ErrnoException).code ?? "") || isStorageError(error.cause);
}

async function answer(job: Job): Promise<Answer> {
  try {
    const result = await runJob(job, results, stop.signal);
    return { end: result ? "done" : "stopped" };
  } catch (error) {
    const { message } = error as Error;
    return { end: isStorageError(error) ? "no storage" : "failed", error: message };
  }
}

process.on("message", async (request: Job | "stop") => {
  if (request === "stop") stop.abort();
  else process.send!(await answer(request));
});
// The process that started this one has ended.
process.on("disconnect", () => process.exit());

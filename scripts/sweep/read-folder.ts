import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Job } from "../../lib/sweep/job";
import { decodeResult } from "../../lib/sweep/result";

/** A result or a failure in a folder of results. */
export interface Entry {
  readonly id: string;
  readonly outcome: "trained" | "diverged" | "failed";
  readonly job: Job;
  readonly seconds?: number;
  /** The loss and the measures. */
  readonly measures: Readonly<Record<string, number>>;
  /** Where a training diverged, or why it failed. */
  readonly reason?: string;
}

/** All results and failures in a folder, of any library, ordered by id; `damaged` says which files could not be read. */
export function readFolder(folder: string): { entries: Entry[]; damaged: string[] } {
  const entries: Entry[] = [];
  const damaged: string[] = [];
  for (const name of readdirSync(folder).sort()) {
    const [, id, failed] = /^(s[0-9a-f]{32})(\.failed)?\.json$/.exec(name) ?? [];
    if (id === undefined) continue;
    const file = path.join(folder, name);
    try {
      entries.push({ id, ...(failed ? readFailure(file) : readResult(file)) });
    } catch (error) {
      damaged.push((error as Error).message);
    }
  }
  return { entries, damaged };
}

function readFailure(file: string): Omit<Entry, "id"> {
  const { job, error } = JSON.parse(readFileSync(file, "utf8"));
  return { outcome: "failed", job, measures: {}, reason: error };
}

function readResult(file: string): Omit<Entry, "id"> {
  const result = decodeResult(readFileSync(file), file);
  const { outcome, job, seconds } = result;
  if (result.outcome === "trained")
    return { outcome, job, seconds, measures: { loss: result.loss, ...result.measures } };
  return { outcome, job, seconds, measures: {}, reason: `the loss of step ${result.step} is not finite` };
}

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Job } from "../../lib/sweep/job";
import { decodeResult, outcomeOf } from "../../lib/sweep/result";

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
      entries.push({ id, ...read(readFileSync(file), file, failed !== undefined) });
    } catch (error) {
      damaged.push((error as Error).message);
    }
  }
  return { entries, damaged };
}

function read(bytes: Buffer, file: string, failed: boolean): Omit<Entry, "id"> {
  if (failed) {
    const { job, error } = JSON.parse(bytes.toString());
    return { outcome: "failed", job, measures: {}, reason: error };
  }
  const result = decodeResult(bytes, file);
  return { job: result.job, ...outcomeOf(result) };
}

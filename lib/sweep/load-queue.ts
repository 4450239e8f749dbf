import type { Job } from "./job";
import type { JobRunner } from "./pool";

/** Loads the queue's client by a computed path, so that its types stay out of the notebook's type checker. */
export async function loadQueue(name = "queue"): Promise<{
  runOnQueue(jobs: readonly Job[], address: string, runner: JobRunner): Promise<void>;
}> {
  return await import(/* @vite-ignore */ `./${name}`);
}

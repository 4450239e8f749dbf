/**
 * `npm run worker -- --queue redis://host:6379 --runs folder [--processes n]`: computes jobs of sweeps from a queue until it is
 * interrupted. The password is that of the environment variable AEVB_QUEUE_PASSWORD unless the address has one.
 */

import path from "node:path";
import { parseArgs } from "node:util";
import { checkInteger } from "../../lib/check";
import { availableThreads } from "../../lib/cores";
import { workOnQueue } from "../../lib/sweep/queue-worker";
import { Results } from "../../lib/sweep/results";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { queue: { type: "string" }, runs: { type: "string" }, processes: { type: "string" } },
  });
  const { queue, runs, processes = String(availableThreads()) } = values;
  if (!queue || !runs)
    throw new Error("usage: npm run worker -- --queue redis://host:6379 --runs folder [--processes n]");
  checkInteger("processes", Number(processes));
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  await workOnQueue({
    queue,
    // npm runs scripts in the project's folder; INIT_CWD is the folder that the reader called it from.
    results: new Results(path.resolve(process.env.INIT_CWD ?? process.cwd(), runs)),
    processes: Number(processes),
    log: (message) => console.log(`worker: ${message}`),
    signal: stop.signal,
  });
}

main().then(
  () => process.exit(),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);

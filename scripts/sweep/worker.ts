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
import { readersFolder } from "../setup/project.mjs";
import { run, untilInterrupted } from "./program";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { queue: { type: "string" }, runs: { type: "string" }, processes: { type: "string" } },
  });
  const { queue, runs, processes = String(availableThreads()) } = values;
  if (!queue || !runs)
    throw new Error("usage: npm run worker -- --queue redis://host:6379 --runs folder [--processes n]");
  checkInteger("processes", Number(processes));
  await workOnQueue({
    queue,
    results: new Results(path.resolve(readersFolder, runs)),
    processes: Number(processes),
    log: (message) => console.log(`worker: ${message}`),
    signal: untilInterrupted().signal,
  });
}

run(main);

import { cpus } from "node:os";
import { setTimeout } from "node:timers/promises";

/** The share of the cores' time that other programs may use while we measure. */
const MOST_LOAD = 0.1;
const PATIENCE_SECONDS = 60;
/** How long one look at the load takes; the system counts in steps of 10 ms. */
const WINDOW_SECONDS = 0.25;

/** Waits until other programs leave the cores alone. Throws an Error if they do not within a minute. */
export async function waitForQuiet(): Promise<void> {
  for (let waited = 0; ; waited += WINDOW_SECONDS) {
    const busy = await load();
    if (busy <= MOST_LOAD) return;
    const percent = `${Math.round(100 * busy)} %`;
    if (waited === 1) console.log(`Waiting: other programs use ${percent} of the processor.`);
    if (waited > PATIENCE_SECONDS)
      throw new Error(
        `not measured: other programs use ${percent} of the processor; quit them and try again`,
      );
  }
}

/**
 * The share of all cores' time that is in use while this process sleeps. Unlike the load average, it forgets at once what
 * has ended.
 */
async function load(): Promise<number> {
  const before = times();
  await setTimeout(1000 * WINDOW_SECONDS);
  const after = times();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

/** Milliseconds since the machine started, added up over its cores. */
function times(): { idle: number; all: number } {
  const cores = cpus().map((core) => core.times);
  return { idle: sum(cores.map(({ idle }) => idle)), all: sum(cores.flatMap((core) => Object.values(core))) };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

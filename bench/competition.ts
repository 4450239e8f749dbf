import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { type Case, nameOf, writePoints } from "./cases";
import type { Contender } from "./contenders";
import { waitForQuiet } from "./load";
import type { Job } from "./ours/protocol";
import { Process } from "./process";

/** Milliseconds per step, median of the rounds; or why there are none. */
export interface Result {
  readonly case: string;
  readonly contender: string;
  readonly group: Contender["group"];
  readonly milliseconds?: number;
  readonly error?: string;
}

/** Gives the previous contender's threads time to stop spinning. */
const PAUSE_MILLISECONDS = 50;

/** Times each case with all contenders, each in a process of its own, and prints their medians. */
export async function compete(
  cases: readonly Case[],
  contenders: readonly Contender[],
  takesPart: (contender: Contender, one: Case) => boolean,
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<Result[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "aevb-bench-"));
  const entrants = contenders
    .filter((contender) => cases.some((one) => takesPart(contender, one)))
    .map((contender) => ({ contender, process: new Process(contender.command) }));
  const results: Result[] = [];
  try {
    await Promise.all(entrants.map(({ process }) => process.ready()));
    for (const one of cases) {
      const job = { ...one, name: nameOf(one), data: writePoints(folder, one), seconds };
      const able = entrants.filter(({ contender }) => takesPart(contender, one));
      await waitForQuiet();
      console.log(`\n${job.name}`);
      for (const result of await timeCase(job, able, rounds)) {
        const { contender, milliseconds, error } = result;
        console.log(`  ${contender.padEnd(26)} ${error ?? `${milliseconds?.toFixed(3).padStart(10)} ms`}`);
        results.push(result);
      }
    }
  } finally {
    for (const { process } of entrants) process.end();
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

type Entrant = { contender: Contender; process: Process };

/** Lets the entrants take turns, once in each round; one that fails drops out of the case. */
async function timeCase(job: Job, entrants: readonly Entrant[], rounds: number): Promise<Result[]> {
  const times = entrants.map((): number[] => []);
  const errors: string[] = [];
  for (let round = 0; round < rounds; round++)
    for (const [i, { process }] of entrants.entries()) {
      if (errors[i]) continue;
      await setTimeout(PAUSE_MILLISECONDS);
      try {
        times[i].push(await process.measure(job));
      } catch (error) {
        errors[i] = String(error);
      }
    }
  return entrants.map(({ contender: { name, group } }, i) => ({
    case: job.name,
    contender: name,
    group,
    milliseconds: errors[i] ? undefined : median(times[i]),
    error: errors[i],
  }));
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

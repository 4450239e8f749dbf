/**
 * `node --import tsx bench/sharing.ts`: what the default number of threads costs or gains beside one thread, on a quiet
 * machine, beside a busy process, where the system reports more cores than there are, and under a quota of half a CPU. Prints
 * the ratio of the times, default to one thread.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AE, DIGITS, FACES, nameOf, VAE, writePoints } from "./cases";
import { waitForQuiet } from "./load";
import { Process } from "./process";

const ROUNDS = 7;
const engine = path.join(__dirname, "ours", "fused.ts");
const ours = (...rest: string[]) => [process.execPath, "--import", "tsx", engine, ...rest];
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The default's time divided by that of one thread, in turns. */
async function ratio(
  one: readonly string[],
  all: readonly string[],
  folder: string,
  job = AE,
): Promise<string> {
  const processes = [one, all].map((command) => new Process(command));
  const request = { ...job, name: nameOf(job), data: writePoints(folder, job), seconds: 0.6 };
  const times: number[][] = [[], []];
  try {
    await Promise.all(processes.map((process) => process.ready()));
    for (let round = 0; round < ROUNDS; round++)
      for (const [i, process] of processes.entries()) times[i].push(await process.measure(request));
  } finally {
    for (const process of processes) process.end();
  }
  return (median(times[1]) / median(times[0])).toFixed(2);
}

/** The command in a control group with a quota of half a CPU; undefined where none can be made. */
function halved(command: readonly string[], group: string): string[] | undefined {
  for (const [root, file, text] of [
    ["/sys/fs/cgroup/cpu", "cpu.cfs_quota_us", "50000"],
    ["/sys/fs/cgroup", "cpu.max", "50000 100000"],
  ]) {
    const folder = path.join(root, group);
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, file), text);
      made.add(folder);
      return ["sh", "-c", `echo $$ > ${folder}/cgroup.procs && exec "$@"`, "sh", ...command];
    } catch {}
  }
  return undefined;
}
const made = new Set<string>();

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "aevb-sharing-"));
  const conditions: [string, readonly string[] | undefined, readonly string[] | undefined, boolean?][] = [
    ["quiet", ours("1"), ours()],
    ["one busy process beside", ours("1"), ours(), true],
    ["told of 8 cores", ours("1"), ours("0", "8")],
    ["told of 64 cores", ours("1"), ours("0", "64")],
    ["told of 8, one busy beside", ours("1"), ours("0", "8"), true],
    ["quota of half a CPU", halved(ours("1"), "aevb-one"), halved(ours(), "aevb-all")],
  ];
  let neighbour: ChildProcess | undefined;
  try {
    for (const [name, one, all, busy] of conditions) {
      await waitForQuiet();
      if (busy) neighbour = spawn(process.execPath, ["-e", "for (;;);"]);
      for (const job of [AE, VAE, FACES, DIGITS]) {
        const result =
          one && all ? await ratio(one, all, folder, job) : "not measured: no control group can be made";
        console.log(`${name.padEnd(28)} ${nameOf(job).padEnd(50)} ${result}`);
      }
      neighbour?.kill("SIGKILL");
    }
  } finally {
    neighbour?.kill("SIGKILL");
    rmSync(folder, { recursive: true });
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const group of made) rmdirSync(group);
  }
}

main();

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { watch } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import * as vb from "../../lib";
import { replaceFile } from "../../lib/files/disk";
import { previousOf } from "../../lib/files/previous";
import { Random } from "../../lib/random";
import { killedTraining } from "./killed-training";

const folder = mkdtempSync(path.join(tmpdir(), "aevb-kill-"));
afterAll(() => rmSync(folder, { recursive: true }));

function start(file: string, epochs: number, hidden: number): ChildProcess {
  const child = path.join(__dirname, "child.ts");
  const options = ["--import", "tsx", child, file, `${epochs}`, `${hidden}`];
  return spawn(process.execPath, options, {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 60_000,
    killSignal: "SIGKILL",
  });
}

/** Throws an Error when the child ends by itself. */
async function failure(child: ChildProcess): Promise<void> {
  const [code, signal] = await once(child, "exit");
  if (signal !== "SIGKILL") throw new Error(`the training ended with code ${code}`);
}

async function fileBegun(): Promise<void> {
  const signal = AbortSignal.timeout(20_000);
  for await (const { filename } of watch(folder, { signal })) if (filename?.endsWith(".partial")) return;
}

const partials = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".partial"))
    .map((name) => path.join(folder, name));

const KILLS = 4;
const HIDDEN = 500;
/** The longest delays before a kill, in milliseconds. */
const LONGEST_DELAY = 100;
const LONGEST_WRITE = 8;

it(
  `leaves a checkpoint that loads and resumes, bit for bit, after each of ${KILLS} kills`,
  async () => {
    const random = new Random(7, "kills");
    const file = path.join(folder, "training.safetensors");
    let step = 0;
    let inWriting = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const child = start(file, 1e6, HIDDEN);
      await Promise.race([once(child.stdout!, "data"), failure(child)]);
      // Every other kill waits for a file to be written.
      if (kill % 2) await fileBegun();
      await setTimeout((kill % 2 ? LONGEST_WRITE : LONGEST_DELAY) * random.uniform());
      child.kill("SIGKILL");
      await once(child, "exit");
      inWriting = partials().length;
      const { run } = vb.loadCheckpoint(file);
      expect(run.state.adam.step).toBeGreaterThan(step);
      if (kill > 0) expect(vb.loadCheckpoint(previousOf(file)).run.state.adam.step).toBeGreaterThan(0);
      step = run.state.adam.step;
    }
    expect(inWriting).toBeGreaterThanOrEqual(1);

    const { run } = vb.loadCheckpoint(file);
    const { shape, data, settings } = killedTraining(HIDDEN);
    const whole = new vb.VariationalAutoencoder(shape);
    const expected = await vb.fit(whole, data, { ...settings, epochs: run.losses.length });
    expect(run.losses).toEqual(expected.losses);
    expect(run.state.parameters).toEqual(whole.parameters);
    expect(run.state.adam).toEqual(expected.state.adam);

    // The next writer removes what killed writers left over an hour ago, and nothing that may still be being written.
    const left = partials();
    const longAgo = Date.now() / 1000 - 2 * 3600;
    for (const one of left) utimesSync(one, longAgo, longAgo);
    const elsewhere = [file, previousOf(file), path.join(folder, "other")].map(
      (one) => `${one}.01234567-89ab-cdef-0123-456789abcdef.partial`,
    );
    for (const one of elsewhere) writeFileSync(one, "half");
    utimesSync(elsewhere[2], longAgo, longAgo);
    replaceFile(file, Buffer.from("whole"));
    expect(partials().sort()).toEqual(elsewhere.sort());
    expect(elsewhere.every((one) => statSync(one).size === 4)).toBe(true);
  },
  20_000 + 5_000 * KILLS,
);

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { watch } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import * as vb from "../../lib";
import { previousOf } from "../../lib/checkpoints/replace-file";
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

/** An error when the child ends by itself. */
async function failure(child: ChildProcess): Promise<void> {
  const [code, signal] = await once(child, "exit");
  if (signal !== "SIGKILL") throw new Error(`the training ended with code ${code}`);
}

async function fileBegun(): Promise<void> {
  const signal = AbortSignal.timeout(20_000);
  for await (const { filename } of watch(folder, { signal })) if (filename?.endsWith(".partial")) return;
}

const KILLS = 50;
const HIDDEN = 500;
/** In milliseconds. */
const LONGEST_DELAY = 100;
const LONGEST_WRITE = 8;

it(`leaves a checkpoint that loads and resumes, bit for bit, after each of ${KILLS} kills`, async () => {
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
    inWriting +=
      readdirSync(folder).filter((name) => name.endsWith(`.${child.pid}.partial`)).length > 0 ? 1 : 0;
    const { run } = vb.loadCheckpoint(file);
    expect(run.state.adam.step).toBeGreaterThan(step);
    if (kill > 0) expect(vb.loadCheckpoint(previousOf(file)).run.state.adam.step).toBeGreaterThan(0);
    step = run.state.adam.step;
  }
  expect(inWriting).toBeGreaterThanOrEqual(KILLS / 5);

  const { run } = vb.loadCheckpoint(file);
  const { shape, data, settings } = killedTraining(HIDDEN);
  const whole = new vb.VariationalAutoencoder(shape);
  const expected = await vb.fit(whole, data, { ...settings, epochs: run.losses.length });
  expect(run.losses).toEqual(expected.losses);
  expect(run.state.parameters).toEqual(whole.parameters);
  expect(run.state.adam).toEqual(expected.state.adam);
  // What killed writers left is removed by the next.
  expect(readdirSync(folder).length).toBeLessThanOrEqual(4);
}, 180_000);

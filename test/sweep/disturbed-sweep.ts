import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vb from "../../lib";
import { TRIES } from "../../lib/sweep/pool";
import { startServer } from "../../scripts/sweep/server";
import { freePort } from "../support/free-port";

interface Disturbance {
  /** Trainings in the sweep. */
  readonly jobs: number;
  readonly epochs: number;
  /** How many worker processes there are at a time. */
  readonly workers: number;
  /** Milliseconds from one killed worker to the next. */
  readonly killEvery: number;
}

interface Disturbed {
  readonly kills: number;
  /** Whether there is one result for each training, after a restart of the server. */
  readonly complete: boolean;
  /** Whether all parameters, losses and measures have the bits of an undisturbed sweep without a queue. */
  readonly identical: boolean;
}

const PASSWORD = "disturbed";

/**
 * Computes a sweep through a queue on this machine, while one worker after the other is killed and replaced, and the server is
 * killed once and comes back without its data; then compares it with an undisturbed sweep.
 */
export async function disturbedSweep(
  program: string,
  { jobs, epochs, workers, killEvery }: Disturbance,
): Promise<Disturbed> {
  const root = mkdtempSync(path.join(tmpdir(), "aevb-disturbed-"));
  const [folder, calm] = ["disturbed", "calm"].map((name) => path.join(root, name));
  const port = await freePort();
  const queue = `redis://:${PASSWORD}@127.0.0.1:${port}`;
  let server = await startServer(program, port, PASSWORD);
  const running = Array.from({ length: workers }, () => startWorker(queue, folder));
  let kills = 0;
  const killing = setInterval(() => {
    // On a slow machine the same job could lose its worker so often that it is given up, rightly.
    if (kills === TRIES - 1) return;
    const victim = kills++ % workers;
    running[victim].kill("SIGKILL");
    running[victim] = startWorker(queue, folder);
  }, killEvery);
  const options: vb.SweepOptions = {
    data: { kind: "twoGaussians", size: 200, seed: 1 },
    model: { kind: "variational autoencoder", inputSize: 2, hiddenSizes: [10], latentSize: 1 },
    fit: { epochs, learningRate: 1e-2 },
    seeds: jobs,
    measures: ["elbo"],
  };
  let restart: Promise<void> | undefined;
  async function restartServer(): Promise<void> {
    server.kill("SIGKILL");
    await once(server, "exit");
    server = await startServer(program, port, PASSWORD);
  }
  try {
    const disturbed = await vb.sweep({
      ...options,
      folder,
      queue,
      onProgress({ ended }) {
        if (ended >= jobs / 3) restart ??= restartServer();
      },
    });
    clearInterval(killing);
    await restart;
    const undisturbed = await vb.sweep({ ...options, folder: calm, processes: 2 });
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return {
      kills,
      complete: !disturbed.interrupted && names.length === jobs && restart !== undefined,
      identical: bitsOf(disturbed) === bitsOf(undisturbed),
    };
  } finally {
    clearInterval(killing);
    for (const child of [...running, server]) child.kill("SIGKILL");
    rmSync(root, { recursive: true, maxRetries: 10 });
  }
}

/** Everything that two equal sweeps must have in common. */
function bitsOf({ runs }: vb.Sweep): string {
  const all = runs.map(({ setting, outcome, measures, file }) => {
    const { model, run } = vb.loadCheckpoint(file!);
    return [setting, outcome, measures, [...model.parameters], [...run.losses]];
  });
  return JSON.stringify(all);
}

function startWorker(queue: string, folder: string): ChildProcess {
  const program = path.join(__dirname, "../../scripts/sweep/worker.ts");
  const given = ["--queue", queue, "--runs", folder, "--processes", "1"];
  const root = path.join(__dirname, "../..");
  return spawn(process.execPath, ["--import", "tsx", program, ...given], { cwd: root, stdio: "ignore" });
}

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Job } from "./job";

/** How a job ended. */
export type Answer =
  | { readonly end: "done" | "stopped" }
  | { readonly end: "failed" | "no storage" | "crashed"; readonly error: string };

/** The end of what a crashed process wrote that is kept as the reason. */
const KEPT_CHARACTERS = 2000;
/** How long a process may take to write a checkpoint and stop. */
const STOP_MILLISECONDS = 5000;

/** A process of its own that computes jobs, one at a time. */
export class Child {
  private readonly process: ChildProcess;
  private errors = "";

  constructor(folder: string) {
    const { ESBUILD_WORKER_THREADS: _, ...env } = process.env;
    this.process = fork(path.join(__dirname, "child.ts"), [folder], {
      execArgv: ["--import", pathToFileURL(createRequire(__filename).resolve("tsx")).href],
      env,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      // An interrupt from Jupyter or a terminal goes to a whole group of processes; this one is told to stop instead.
      detached: true,
    });
    this.process.stderr!.setEncoding("utf8").on("data", (text: string) => {
      this.errors = (this.errors + text).slice(-KEPT_CHARACTERS);
    });
  }

  get alive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Computes a job. Never rejects: a process that ends instead has crashed. */
  async run(job: Job): Promise<Answer> {
    const ended = new AbortController();
    const { signal } = ended;
    try {
      this.process.send(job, () => {});
      return await Promise.race([
        once(this.process, "message", { signal }).then(([answer]) => answer as Answer),
        once(this.process, "close", { signal }).then(([code, name]) => ({
          end: "crashed" as const,
          error: `its process ended with ${name ?? `code ${code}`}${this.errors && `: ${this.errors.trim()}`}`,
        })),
      ]);
    } catch (error) {
      return { end: "crashed", error: (error as Error).message };
    } finally {
      ended.abort();
    }
  }

  /** Lets the job write a checkpoint and stop, and ends the process if it does not. */
  stop(): void {
    if (!this.alive) return;
    this.process.send("stop", () => {});
    setTimeout(() => this.end(), STOP_MILLISECONDS).unref();
  }

  end(): void {
    this.process.kill("SIGKILL");
  }
}

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Job } from "./ours/protocol";

/** A contender's process, which speaks the protocol of ours/protocol.ts. */
export class Process {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private stderr = "";

  constructor([program, ...rest]: readonly string[]) {
    this.child = spawn(program, rest);
    this.child.stderr.on("data", (text) => {
      this.stderr = (this.stderr + text).slice(-2000);
    });
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** Waits until it has loaded its libraries; if it ended instead, each measurement says why. */
  async ready(): Promise<void> {
    await this.lines.next();
  }

  /** Milliseconds per step, measured once. */
  async measure(job: Job): Promise<number> {
    this.child.stdin.write(`${JSON.stringify(job)}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`ended: ${this.stderr.trim().split("\n").at(-1)}`);
    const { milliseconds, error } = JSON.parse(value);
    if (error) throw new Error(error);
    return milliseconds;
  }

  end(): void {
    this.child.kill("SIGKILL");
  }
}

/**
 * Stock tslab gives up an asynchronous cell at the first interrupt, while the cell's work goes on unseen. Here a cell
 * whose code asked for the signal ends by itself; only a second interrupt, or one that nobody asked for, breaks it off.
 * (A synchronous loop never lets the kernel see the interrupt: there Node itself breaks it off, as in stock tslab.)
 *
 * Jupyter interrupts the kernel's child processes as well. esbuild, with which tsx compiles modules, would stay one and be
 * gone after that; ESBUILD_WORKER_THREADS in kernel.json makes it a process for each module instead.
 */

/** What a cell that was broken off fails with. */
export class KernelInterrupted extends Error {
  override readonly name = "KernelInterrupted";

  constructor() {
    super("the cell was broken off; what it had made so far is kept");
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** One run of a cell, as an interrupt sees it. */
export class Execution {
  private readonly controller = new AbortController();
  private asked = false;
  brokenOff = false;

  get signal(): AbortSignal {
    this.asked = true;
    return this.controller.signal;
  }

  /** Passes the reader's interrupt on; returns whether the cell has to be broken off. */
  interrupt(): boolean {
    this.brokenOff = !this.asked || this.controller.signal.aborted;
    this.controller.abort(new KernelInterrupted());
    return this.brokenOff;
  }
}

let running: Execution | undefined;

/** Runs a cell's work as the execution that interrupts are meant for. */
export async function whileRunning<Result>(
  execution: Execution,
  work: () => Promise<Result>,
): Promise<Result> {
  running = execution;
  try {
    return await work();
  } finally {
    running = undefined;
  }
}

/** Interrupts the running cell, if there is one; returns whether it has to be broken off. */
export function interruptRunning(): boolean {
  return running?.interrupt() ?? false;
}

/** The running cell's signal; between cells one that never aborts. */
export function interruptSignal(): AbortSignal {
  return (running ?? new Execution()).signal;
}

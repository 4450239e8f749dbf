/**
 * Stock tslab gives up an asynchronous cell at the first interrupt, while the cell's work goes on unseen. Here the first
 * interrupt only asks a cell whose code has read the signal to end by itself. A second interrupt aborts the cell, as does
 * the first if no code has read the signal. (A synchronous loop never lets the kernel see the interrupt: there Node itself
 * aborts the cell, as in stock tslab.)
 *
 * Jupyter interrupts the kernel's child processes as well, and would end the esbuild process with which tsx compiles
 * modules. ESBUILD_WORKER_THREADS in kernel.json makes tsx start a new one for each module instead.
 */

import { AsyncLocalStorage } from "node:async_hooks";

/** What an aborted cell fails with. */
export class KernelInterrupted extends Error {
  override readonly name = "KernelInterrupted";

  constructor() {
    super("the cell was aborted; what it had set by then is kept");
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** One run of a cell, and what interrupts do to it. */
export class Execution {
  private readonly request = new AbortController();
  private readonly end = new AbortController();
  private requestsAreRead = false;

  /** Aborted once the cell should end by itself. */
  get requested(): AbortSignal {
    this.requestsAreRead = true;
    return this.request.signal;
  }

  /** Aborted once the kernel no longer waits for the cell. */
  get aborted(): AbortSignal {
    return this.end.signal;
  }

  interrupt(): void {
    if (!this.requestsAreRead || this.request.signal.aborted) this.abort();
    this.request.abort(new KernelInterrupted());
  }

  abort(): void {
    this.end.abort(new KernelInterrupted());
  }

  /** Settles with the cell's work, or rejects as soon as the cell is aborted. */
  waitFor(work: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.aborted.addEventListener("abort", () => reject(this.aborted.reason));
      Promise.resolve(work).then(resolve, reject);
    });
  }
}

let running: Execution | undefined;
/** The execution that started the running code, which may have ended. */
const executions = new AsyncLocalStorage<Execution>();

/** Runs a cell's work while interrupts go to its execution. */
export async function whileRunning<Result>(
  execution: Execution,
  work: () => Promise<Result>,
): Promise<Result> {
  running = execution;
  try {
    return await executions.run(execution, work);
  } finally {
    running = undefined;
  }
}

/** Throws in code that an aborted cell started. */
export function throwIfAborted(): void {
  executions.getStore()?.aborted.throwIfAborted();
}

/** Interrupts the running cell, if there is one. */
export function interruptRunning(): void {
  running?.interrupt();
}

/** The running cell's signal; between cells one that never aborts. */
export function interruptSignal(): AbortSignal {
  return (running ?? new Execution()).requested;
}

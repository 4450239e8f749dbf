import { createRequire } from "node:module";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Figure } from "../../figures/figure";

// These two types are here rather than in worker.ts to keep the types that it imports out of the type check of cells.
/** A figure for the worker to draw. */
export interface Order {
  readonly number: number;
  readonly figure: Figure;
}
/** The worker's reply to the order with the same number: a PNG in base64, or why there is none. */
export interface Delivery {
  readonly number: number;
  readonly png?: string;
  readonly error?: string;
}

type Waiting = { resolve(png: string): void; reject(error: Error): void };

let worker: Worker | undefined;
const waiting = new Map<number, Waiting>();
let orders = 0;

/**
 * Draws a figure as a static picture, a PNG in base64, in a worker thread so that the cell can continue. The thread is
 * started once and does not keep the process alive. Rejects with an error for a figure that cannot be drawn without a browser.
 */
export function picture(figure: Figure): Promise<string> {
  const number = orders++;
  return new Promise((resolve, reject) => {
    worker ??= startWorker();
    worker.postMessage({ number, figure } satisfies Order);
    waiting.set(number, { resolve, reject });
  });
}

function startWorker(): Worker {
  const started = new Worker(path.join(__dirname, "worker.ts"), {
    execArgv: ["--require", createRequire(__filename).resolve("tsx/cjs")],
  });
  started.on("message", ({ number, png, error }: Delivery) => {
    const one = waiting.get(number);
    waiting.delete(number);
    if (png !== undefined) one?.resolve(png);
    else one?.reject(new Error(error));
  });
  started.on("error", (error) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  // Comes after all listeners, since adding one makes the thread keep the process alive again.
  started.unref();
  return started;
}

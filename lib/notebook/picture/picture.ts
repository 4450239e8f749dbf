import { createRequire } from "node:module";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Figure } from "../../figures/figure";

/** A figure to draw, and what becomes of it. (Here and not in worker.ts, whose imports no cell's check should see.) */
export interface Order {
  readonly number: number;
  readonly figure: Figure;
}
export interface Delivery {
  readonly number: number;
  /** In base64. */
  readonly png?: string;
  readonly error?: string;
}

type Waiting = { resolve(png: string): void; reject(error: Error): void };

let worker: Worker | undefined;
const waiting = new Map<number, Waiting>();
let orders = 0;

/**
 * A figure as a static picture, a PNG in base64, drawn in a worker thread so that the cell can go on. The thread is started
 * once and does not keep a program alive.
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
  // A listener added later would hold the program again.
  started.unref();
  return started;
}

import { loadBlas } from "../kernels/blas";
import { instantiate, type Kernels } from "../kernels/kernels";
import { loadKernels } from "../kernels/load-kernels";
import { type Listener, startListener } from "../threads";
import { Job } from "./job";
import { makePass } from "./pass";
import type { Plan } from "./plan";

/** What the pool hands to each thread. */
export interface WorkerData {
  readonly thread: number;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** 0, 1, … for the points of a tile. */
const ORDER = Uint32Array.from({ length: 64 }, (_, i) => i);

const PAGE = 65536;
/** Pages that are reserved at first, 256 MiB: the system gives only those that are used. */
const FIRST_PAGES = 4096;
const MOST_PAGES = 65536;

/**
 * Memory that the evaluations use one after the other, and threads that share it. The calling thread does its share of each
 * evaluation; the others are started by the first that is worth it, and sleep between evaluations without keeping the
 * program alive.
 */
class Pool {
  readonly memory: WebAssembly.Memory;
  private readonly module = loadKernels();
  private readonly kernels: Kernels;
  private readonly job: Job;
  private readonly threads: Listener[] = [];

  constructor(readonly pages: number) {
    this.memory = allocate(pages);
    this.kernels = instantiate(this.module, this.memory);
    this.job = new Job(this.memory.buffer);
  }

  /**
   * Computes all tiles of a plan whose parameters and points are in the memory. Calls `onProgress` with the share that is done
   * of all tiles, judged by where this thread is.
   */
  run(plan: Plan, onProgress: (share: number) => void): void {
    new Uint32Array(this.memory.buffer, plan.order, 4 * plan.vectors).set(
      ORDER.subarray(0, 4 * plan.vectors),
    );
    const own = makePass(plan, this.memory.buffer, this.kernels, loadBlasFor(plan), 0);
    const pass = (tile: number) => own(tile, (share) => onProgress((tile + share) / plan.tiles));
    if (plan.threads === 1) {
      for (let tile = 0; tile < plan.tiles; tile++) pass(tile);
      return;
    }
    while (this.threads.length < plan.threads - 1) this.start();
    const number = this.job.number + 1;
    for (const thread of this.threads.slice(0, plan.threads - 1)) thread.post({ number, plan });
    this.job.open(number);
    try {
      this.job.work(number, plan.tiles, pass);
    } finally {
      this.settle();
    }
  }

  /** Waits until no thread is at work, so that the memory can be written to. */
  settle(): void {
    this.job.close();
  }

  dispose(): void {
    for (const thread of this.threads) thread.terminate();
  }

  private start(): void {
    const { module, memory } = this;
    const data: WorkerData = { thread: this.threads.length + 1, module, memory };
    this.threads.push(startListener("evaluation/worker", data));
  }
}

let pool: Pool | undefined;

/** The pool, with at least this much memory, and no thread at work: an interrupt can leave some behind. */
export function poolOf(bytes: number): Pool {
  const pages = Math.ceil(bytes / PAGE);
  pool?.settle();
  if (pool && pool.pages >= pages) return pool;
  pool?.dispose();
  pool = undefined;
  pool = new Pool(Math.max(FIRST_PAGES, Math.min(2 * pages, MOST_PAGES)));
  return pool;
}

export const loadBlasFor = ({ encoder, decoder }: Plan) =>
  [...encoder.layers, ...decoder.layers].some(({ blas }) => blas) ? loadBlas() : undefined;

function allocate(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw new RangeError(
      `the evaluation needs ${pages / 16} MiB of shared memory, and at most ${MOST_PAGES / 16} MiB can be had; use a smaller model`,
      { cause },
    );
  }
}

import { Judge } from "../engine/judge";
import { Team } from "../engine/team";
import { instantiate, type Kernels } from "../kernels/kernels";
import { loadKernels } from "../kernels/load-kernels";
import { MOST_PAGES, PAGE, sharedMemory } from "../kernels/memory";
import type { Thread } from "../thread";
import { threadsFor } from "../threads";
import type { EvaluationPlan } from "./plan";
import { type EvaluateTile, makeTerms } from "./terms";

const workers = threadsFor("evaluation/worker");

/** What the pool hands to each helper. */
export interface HelperData {
  readonly position: number;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

/** How many threads an evaluation begins with. */
const TRIED_FIRST = 2;
/** Milliseconds of an evaluation that tells how many threads are of use, and how long that is remembered. */
const TELLING = 100;
const REMEMBERED = 1000;

/** Pages that are reserved at first, 256 MiB: the system gives only those that are used. */
const FIRST_PAGES = 4096;

/**
 * Memory that the evaluations use one after the other, and threads that share it. The calling thread leads each evaluation;
 * helpers are started by the first that is worth it, and sleep between evaluations without keeping the program alive.
 */
class Pool {
  readonly memory: WebAssembly.Memory;
  private readonly module = loadKernels();
  private readonly kernels: Kernels;
  private readonly team: Team;
  private readonly helpers: Thread[] = [];
  private evaluations = 0;
  /** How many threads were of use in the last evaluation that was long enough to tell, and until when that counts. */
  private useful = { threads: TRIED_FIRST, until: 0 };

  constructor(readonly pages: number) {
    this.memory = sharedMemory("the evaluation", pages * PAGE, "a smaller model");
    this.kernels = instantiate(this.module, this.memory);
    this.team = new Team(this.memory.buffer, PAGE);
  }

  /**
   * Computes all tiles of a plan whose parameters and points are in the memory, with at most `threads` threads. Calls
   * `onProgress` with the share that is done.
   */
  run(plan: EvaluationPlan, threads: number, onProgress: (share: number) => void): void {
    const { team, memory } = this;
    new Uint32Array(memory.buffer, plan.order, plan.rows).forEach((_, i, order) => {
      order[i] = i;
    });
    writePlan(memory.buffer, plan);
    const evaluateTile = makeTerms(plan, this.kernels, 0, memory.buffer);
    const shards = shardsOf(plan);
    const start = performance.now();
    const judge = new Judge(start < this.useful.until ? this.useful.threads : TRIED_FIRST);
    let left = shards;
    const work = (shard: number) => {
      doShard(plan, shard, evaluateTile, (share) => onProgress((shards - team.left - 1 + share) / shards));
      const most = Math.min(threads, 1 + team.helpers);
      judge.step(most, left - team.left);
      left = team.left;
      this.use(Math.min(judge.threads, threads));
    };
    this.use(Math.min(judge.threads, threads));
    team.lead(shards, { task: ++this.evaluations, argument: plan.text }, work);
    const end = performance.now();
    if (end - start > TELLING) this.useful = { threads: judge.threads, until: end + REMEMBERED };
  }

  /** Waits until no thread is at work, so that the memory can be written to. */
  settle(): void {
    this.team.settle();
  }

  dispose(): void {
    this.team.dismiss();
    for (const helper of this.helpers) helper.release();
  }

  /** Lets so many threads work, and starts what is missing. */
  private use(threads: number): void {
    const { module, memory, helpers } = this;
    while (helpers.length < threads - 1) {
      const data: HelperData = { position: helpers.length + 1, module, memory };
      helpers.push(workers.start(data, { helps: true }));
    }
    this.team.size = threads;
  }
}

const shardsOf = ({ tiles }: EvaluationPlan) => Math.min(tiles, Team.MOST_SHARDS);

/** Computes the tiles of a shard. Calls `onProgress` with the share of them that is done. */
export function doShard(
  plan: EvaluationPlan,
  shard: number,
  evaluateTile: EvaluateTile,
  onProgress?: (share: number) => void,
): void {
  const shards = shardsOf(plan);
  const first = Math.floor((plan.tiles * shard) / shards);
  const end = Math.floor((plan.tiles * (shard + 1)) / shards);
  for (let tile = first; tile < end; tile++)
    evaluateTile(tile, onProgress && ((share) => onProgress((tile - first + share) / (end - first))));
}

/** Writes a plan to its place in the memory, after its length. */
function writePlan(memory: ArrayBufferLike, plan: EvaluationPlan): void {
  const text = new TextEncoder().encode(JSON.stringify(plan));
  new Uint32Array(memory, plan.text, 1)[0] = text.length;
  new Uint8Array(memory, plan.text + 4, text.length).set(text);
}

export function readPlan(memory: ArrayBufferLike, from: number): EvaluationPlan {
  const [length] = new Uint32Array(memory, from, 1);
  // Text cannot be decoded from shared memory.
  return JSON.parse(new TextDecoder().decode(new Uint8Array(memory, from + 4, length).slice()));
}

let pool: Pool | undefined;

/** The pool, with memory for a plan, and no thread at work: an interrupt can leave some behind. */
export function poolOf({ workspaces, workspaceStride }: EvaluationPlan, threads: number): Pool {
  const pages = Math.ceil((workspaces + threads * workspaceStride) / PAGE);
  pool?.settle();
  if (pool && pool.pages >= pages) return pool;
  pool?.dispose();
  pool = undefined;
  pool = new Pool(Math.max(FIRST_PAGES, Math.min(2 * pages, MOST_PAGES)));
  return pool;
}

import { CONTROL } from "./plan";

/**
 * What the threads agree on through shared memory: the number of the open job, its next tile, and who is at work. A thread
 * that wakes up late, or after the job is closed, takes no tile: it enters first, and then looks which job is open.
 */
export class Job {
  private readonly cells: Int32Array;

  constructor(memory: ArrayBufferLike) {
    this.cells = new Int32Array(memory, CONTROL, 64);
  }

  /** The number of the last job. */
  get number(): number {
    return Atomics.load(this.cells, LATEST);
  }

  /** Opens the job of this number, and wakes the threads that sleep. */
  open(number: number): void {
    Atomics.store(this.cells, NEXT, 0);
    Atomics.store(this.cells, FAILED, 0);
    Atomics.store(this.cells, OPEN, number);
    Atomics.store(this.cells, LATEST, number);
    Atomics.notify(this.cells, LATEST);
  }

  /** Does the tiles that nobody has taken, until all `tiles` are, or until the job is closed. */
  work(number: number, tiles: number, pass: (tile: number) => void): void {
    while (Atomics.load(this.cells, OPEN) === number) {
      const tile = Atomics.add(this.cells, NEXT, 1);
      if (tile >= tiles) return;
      pass(tile);
    }
  }

  /** Lets nobody enter any more, and waits until all have left. Throws an Error if a thread failed. */
  close(): void {
    Atomics.store(this.cells, OPEN, 0);
    for (;;) {
      const busy = Atomics.load(this.cells, BUSY);
      if (busy === 0) break;
      Atomics.wait(this.cells, BUSY, busy);
    }
    if (Atomics.load(this.cells, FAILED) > 0) throw new Error("a thread of the evaluation failed");
  }

  /** Sleeps until a later job than `seen` was opened, and returns its number. */
  sleep(seen: number): number {
    Atomics.wait(this.cells, LATEST, seen);
    return Atomics.load(this.cells, LATEST);
  }

  /** Does `work` if this job is open, which stays so until it is done. */
  during(number: number, work: () => void): void {
    Atomics.add(this.cells, BUSY, 1);
    try {
      if (Atomics.load(this.cells, OPEN) === number) work();
    } catch {
      Atomics.store(this.cells, FAILED, 1);
    } finally {
      Atomics.sub(this.cells, BUSY, 1);
      Atomics.notify(this.cells, BUSY);
    }
  }
}

/** In cache lines of their own. */
const LATEST = 0;
const OPEN = 16;
const NEXT = 32;
const BUSY = 48;
const FAILED = 49;

import { LINE } from "../kernels/memory";

/** What the shards of a round have to do: which task, and for which step of a training, say. */
export interface Round {
  readonly task: number;
  readonly argument: number;
}

/** Does one shard of a round. */
export type Work = (shard: number, round: Round) => void;

/**
 * Threads that share the shards of a round after round, through shared memory. One leads: it opens a round, does shards as
 * the others do, and waits until all are done. Whoever is free takes the next shard, so what is computed must depend on the
 * shard alone, and never on the thread. A thread without work spins for about as long as it takes to wake one up, then
 * sleeps. A thread that is late finds nothing to take: it enters first, and then looks what is left.
 */
export class Team {
  private readonly cells: Int32Array;
  private tag = 0;
  private threads = 1;

  /** `offset`: `Team.BYTES` bytes of shared memory, zero at first, or as another thread's team left them. */
  constructor(memory: ArrayBufferLike, offset: number) {
    this.cells = new Int32Array(memory, offset, Team.BYTES / 4);
  }

  static readonly BYTES = 7 * LINE;
  /** The most shards of a round. */
  static readonly MOST_SHARDS = 255;

  /** How many threads are there to help. */
  get helpers(): number {
    return Atomics.load(this.cells, HELPERS);
  }

  /** Shards of the open round that nobody has taken. */
  get left(): number {
    return leftOf(Atomics.load(this.cells, CLAIM));
  }

  /** Lets this many threads work, the leader included; the others sleep. */
  get size(): number {
    return this.threads;
  }
  set size(threads: number) {
    if (threads === this.threads) return;
    this.threads = threads;
    Atomics.store(this.cells, SIZE, threads);
    Atomics.notify(this.cells, SIZE);
  }

  /**
   * For the leader: has all shards done. The leader begins with the last and the helpers with the first, so that each finds
   * in its cache what it needs again in the next round. Throws an Error if a helper failed.
   */
  lead(shards: number, round: Round, work: Work): void {
    const { cells } = this;
    Atomics.store(cells, TASK, round.task);
    Atomics.store(cells, ARGUMENT, round.argument);
    this.open(shards);
    for (let shard = this.take(); shard >= 0; shard = this.take()) work(shard, round);
    this.waitForHelpers();
    if (Atomics.exchange(cells, FAILED, 0) > 0) throw new Error("a thread failed");
  }

  /** For the leader: ends a round that an exception or an interrupt left open. */
  settle(): void {
    this.open(0);
    this.waitForHelpers();
  }

  /** For a helper, the `position`th thread after the leader: works until the leader dismisses the team. */
  help(position: number, work: Work): void {
    const { cells } = this;
    Atomics.add(cells, HELPERS, 1);
    for (;;) {
      // In this order: who has seen the round of a dismissal sees the dismissal too, and does not wait for another round.
      const round = Atomics.load(cells, ROUND);
      const size = Atomics.load(cells, SIZE);
      if (size === DISMISSED) return;
      if (position >= size) Atomics.wait(cells, SIZE, size);
      else if (this.left > 0) this.takePart(position, work);
      else this.awaitRound(round);
    }
  }

  /** For the leader: sends the helpers home. */
  dismiss(): void {
    Atomics.store(this.cells, SIZE, DISMISSED);
    Atomics.notify(this.cells, SIZE);
    this.open(0);
  }

  private takePart(position: number, work: Work): void {
    const { cells } = this;
    Atomics.add(cells, BUSY, 1);
    try {
      for (;;) {
        const claim = Atomics.load(cells, CLAIM);
        const round = { task: Atomics.load(cells, TASK), argument: Atomics.load(cells, ARGUMENT) };
        if (leftOf(claim) === 0 || position >= Atomics.load(cells, SIZE)) break;
        // The round and the size are still those that were read if the claim is still the same.
        if (Atomics.compareExchange(cells, CLAIM, claim, claim + FIRST) === claim)
          work((claim >> 8) & BYTE, round);
      }
    } catch (error) {
      Atomics.store(cells, FAILED, 1);
      Atomics.sub(cells, HELPERS, 1);
      throw error;
    } finally {
      if (Atomics.sub(cells, BUSY, 1) === 1 && Atomics.load(cells, LEADER_SLEEPS) > 0)
        Atomics.notify(cells, BUSY);
    }
  }

  private open(shards: number): void {
    const { cells } = this;
    this.tag = (this.tag + 1) & 0xffff;
    Atomics.store(cells, CLAIM, (this.tag << 16) | shards);
    Atomics.add(cells, ROUND, 1);
    if (Atomics.load(cells, SLEEPERS) > 0) Atomics.notify(cells, ROUND);
  }

  /** The leader's next shard, or −1. */
  private take(): number {
    for (;;) {
      const claim = Atomics.load(this.cells, CLAIM);
      if (leftOf(claim) === 0) return -1;
      if (Atomics.compareExchange(this.cells, CLAIM, claim, claim - 1) === claim) return (claim & BYTE) - 1;
    }
  }

  private waitForHelpers(): void {
    const { cells } = this;
    for (let spins = 0; spins < SPINS; spins++) if (Atomics.load(cells, BUSY) === 0) return;
    Atomics.store(cells, LEADER_SLEEPS, 1);
    for (let busy = Atomics.load(cells, BUSY); busy > 0; busy = Atomics.load(cells, BUSY))
      Atomics.wait(cells, BUSY, busy);
    Atomics.store(cells, LEADER_SLEEPS, 0);
  }

  private awaitRound(round: number): void {
    const { cells } = this;
    for (let spins = 0; spins < SPINS; spins++) if (Atomics.load(cells, ROUND) !== round) return;
    Atomics.add(cells, SLEEPERS, 1);
    Atomics.wait(cells, ROUND, round);
    Atomics.sub(cells, SLEEPERS, 1);
  }
}

/** Shards between the two ends of a claim. */
const leftOf = (claim: number) => (claim & BYTE) - ((claim >> 8) & BYTE);

/** Looks at a cell, some 20 µs in all, which is what it costs to wake a thread up. */
const SPINS = 3000;

// Indices of the cells; those that different threads write at the same time are in cache lines of their own.
/** Changes with each round. */
const ROUND = 0;
/** From the lowest byte: the end of the shards that are left, their first, and the round's tag, so that a late claim fails. */
const CLAIM = 16;
const BYTE = 0xff;
const FIRST = 0x100;
const TASK = 17;
const ARGUMENT = 18;
/** Helpers at work. */
const BUSY = 32;
/** Helpers that sleep until the next round. */
const SLEEPERS = 48;
const HELPERS = 49;
const FAILED = 50;
const SIZE = 64;
const DISMISSED = -1;
const LEADER_SLEEPS = 80;

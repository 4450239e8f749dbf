/** Makes the threads of a training wait until all have arrived; they spin for a while, then sleep. */
export class Barrier {
  private readonly cells: Int32Array;

  /** `offset`: 128 bytes of shared memory, zero at first. */
  constructor(
    memory: ArrayBufferLike,
    offset: number,
    private readonly threads: number,
  ) {
    this.cells = new Int32Array(memory, offset, 32);
  }

  wait(): void {
    const { cells } = this;
    const round = Atomics.load(cells, ROUND);
    if (Atomics.add(cells, ARRIVED, 1) === this.threads - 1) {
      Atomics.store(cells, ARRIVED, 0);
      Atomics.add(cells, ROUND, 1);
      Atomics.notify(cells, ROUND);
      return;
    }
    for (let spins = 0; Atomics.load(cells, ROUND) === round; spins++)
      if (spins > SPINS) Atomics.wait(cells, ROUND, round);
  }
}

/** Indices of the two cells, in separate cache lines. */
const ARRIVED = 0;
const ROUND = 16;
const SPINS = 50_000;

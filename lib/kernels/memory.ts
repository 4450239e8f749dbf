/** The first page of a memory belongs to the compiler. */
export const PAGE = 65536;
export const MOST_PAGES = 65536;

/** Memory that threads share, zero at first. Throws a RangeError that says what `needs` it, and what to do without. */
export function sharedMemory(needs: string, bytes: number, instead: string): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw new RangeError(
      `${needs} needs ${(bytes / 2 ** 20).toFixed(0)} MiB of shared memory, and at most ${MOST_PAGES / 16} MiB can be had; use ${instead}`,
      { cause },
    );
  }
}

/** A line of the cache: two threads that write to the same one slow each other down. */
export const LINE = 64;

/** Gives out places in a memory one after the other, each at the start of a line of the cache. */
export class Allocator {
  /** `top` is where the next place begins, in bytes. */
  constructor(public top = 0) {}

  /** The start of a place of `bytes` bytes. */
  take(bytes: number): number {
    const start = this.top;
    this.top += Math.ceil(bytes / LINE) * LINE;
    return start;
  }
}

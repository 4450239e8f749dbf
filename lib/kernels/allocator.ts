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

/**
 * Stock tslab ends a cell with its code, and Jupyter drops what is displayed later. Here a cell ends when the work that it
 * left behind is done as well, such as a figure's static picture, which is drawn in a thread of its own.
 */
import { setTimeout as pause } from "node:timers/promises";

/** A picture that takes longer is missing: the cell's result must not wait for it. */
const MOST_MILLISECONDS = 20_000;

let left: Promise<unknown>[] = [];

/** Lets the running cell end no sooner than `work` settles. */
export function holdCell(work: Promise<unknown>): void {
  left.push(work);
}

/** Settles when all that holds the cell has. */
export async function cellReleased(): Promise<void> {
  const work = Promise.allSettled(left);
  left = [];
  await Promise.race([work, pause(MOST_MILLISECONDS, undefined, { ref: false })]);
}

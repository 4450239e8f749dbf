/**
 * Stock tslab ends a cell with its code, and Jupyter drops what is displayed later. Here a cell ends when the work that it
 * left behind is done as well, such as a figure's static picture, which is drawn in a thread of its own.
 */
import { setTimeout as pause } from "node:timers/promises";

/** The next cell must not wait longer for a picture. */
const MOST_MILLISECONDS = 10_000;

let left: Promise<unknown>[] = [];

/** Lets the running cell end no sooner than `work` settles. */
export function holdCell(work: Promise<unknown>): void {
  left.push(work);
}

/** Settles when all that holds the cell has, or has taken too long. */
export async function cellReleased(): Promise<void> {
  const work = Promise.allSettled(left);
  left = [];
  const late = pause(MOST_MILLISECONDS, "late", { ref: false });
  if ((await Promise.race([work, late])) === "late")
    console.error(
      `The cell's last displays, such as static pictures, took more than ${MOST_MILLISECONDS / 1000} s.`,
    );
}

/**
 * Stock tslab ends a cell as soon as its code has run, and Jupyter drops what is displayed later. Here a cell ends only
 * when work that it left behind is done too, such as a figure's static picture, which is drawn in a process of its own.
 */
import { setTimeout as pause } from "node:timers/promises";

/** No picture is worth keeping the next cell waiting longer; a picture gives up by itself after 20 s. */
const MOST_MILLISECONDS = 25_000;

let left: Promise<unknown>[] = [];

/** Keeps the running cell from ending before `work` settles. */
export function holdCell(work: Promise<unknown>): void {
  left.push(work);
}

/** Settles when all work that holds the cell has settled or has taken too long. */
export async function cellReleased(): Promise<void> {
  const work = Promise.allSettled(left);
  left = [];
  const late = pause(MOST_MILLISECONDS, "late", { ref: false });
  if ((await Promise.race([work, late])) === "late")
    console.error(
      `The cell's last displays, such as static pictures, took more than ${MOST_MILLISECONDS / 1000} s.`,
    );
}

import { observeProgress } from "../progress";
import { notebookKernel } from "./kernel";
import { LiveDisplay } from "./live-display";
import { duration, progressBar } from "./progress-bar";

/** Computations that take less than this after their first part show nothing. */
const SHOWN_AFTER_SECONDS = 1;

interface Computation {
  readonly start: number;
  /** When the first part was done, and how large a share it was. */
  first?: { readonly time: number; readonly share: number };
  display?: LiveDisplay;
}

const running = new Map<string, Computation>();

// Exact quantities and bounds are computed while the cell waits; the kernel sends what is displayed at once.
observeProgress((name, share) => {
  if (!notebookKernel()) return;
  const now = performance.now();
  // A computation that was interrupted is still here when it starts again.
  if (share === 0) running.set(name, { start: now });
  const one = running.get(name);
  if (!one || share === 0) return;
  if (share === 1) {
    running.delete(name);
    one.display?.show({ "text/plain": `${name}: ${duration((now - one.start) / 1000)}` });
    return;
  }
  // The time left is judged from the first part on: before it, threads start, which says nothing about the rest.
  one.first ??= { time: now, share };
  const seconds = (now - one.first.time) / 1000;
  if (seconds < SHOWN_AFTER_SECONDS) return;
  const left = (seconds * (1 - share)) / (share - one.first.share);
  one.display ??= new LiveDisplay();
  one.display.offer(() => progressBar(name, share, `${duration(left)} left`));
});

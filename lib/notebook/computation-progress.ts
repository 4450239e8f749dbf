import { observeProgress } from "../progress";
import { notebookKernel } from "./kernel";
import { LiveDisplay } from "./live-display";
import { duration, progressBar } from "./progress-bar";

/** Computations that are shorter show nothing. */
const SHOWN_AFTER_SECONDS = 1;

const running = new Map<string, { start: number; display?: LiveDisplay }>();

// Exact quantities and bounds are computed while the cell waits; the kernel sends what is displayed at once.
observeProgress((name, share) => {
  if (!notebookKernel()) return;
  // A computation that was interrupted is still here when it starts again.
  if (share === 0) running.set(name, { start: performance.now() });
  const one = running.get(name);
  if (!one) return;
  const seconds = (performance.now() - one.start) / 1000;
  if (share === 1) {
    running.delete(name);
    one.display?.show({ "text/plain": `${name}: ${duration(seconds)}` });
  } else if (seconds >= SHOWN_AFTER_SECONDS) {
    one.display ??= new LiveDisplay();
    one.display.offer(() => progressBar(name, share, `${duration((seconds * (1 - share)) / share)} left`));
  }
});

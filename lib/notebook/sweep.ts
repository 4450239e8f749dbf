import { type SweepFigureOptions, sweepFigure } from "../figures/sweep";
import * as computation from "../sweep/sweep";
import type { Sweep, SweepOptions, SweepProgress } from "../sweep/sweep-run";
import { GrowingFigure } from "./growing-figure";
import { notebookKernel } from "./kernel";
import { LiveDisplay } from "./live-display";
import { duration, progressBar } from "./progress-bar";

/** How a notebook shows a sweep. */
export interface SweepDisplayOptions {
  /** What is drawn while the sweep fills in, as `figures.sweep` does; default: nothing but a progress bar. */
  readonly live?: SweepFigureOptions;
}

/**
 * Trains a model for each combination of settings and each seed, and measures it, in several processes. Results are files in
 * `folder`, each named by a hash of its training and of the library: what is there is not computed again, so that a sweep that
 * was interrupted, or whose axes have changed, goes on with what is missing. Throws an error that names the first invalid
 * option, or says that the folder cannot be written to.
 *
 * In a notebook it also shows how far it is, and with `live` the figure so far; interrupting the kernel stops it and keeps what
 * there is, and running the cell again goes on from there.
 */
export async function sweep(options: SweepOptions & SweepDisplayOptions): Promise<Sweep> {
  const { live, ...rest } = options;
  const kernel = notebookKernel();
  if (!kernel) return computation.sweep(rest);
  kernel.interrupt.throwIfAborted();
  const bar = new LiveDisplay();
  const chart = new GrowingFigure();
  let last: SweepProgress | undefined;
  const found = await computation.sweep({
    ...rest,
    signal: rest.signal ? AbortSignal.any([kernel.interrupt, rest.signal]) : kernel.interrupt,
    onProgress(progress) {
      last = progress;
      bar.offer(() => progressBar("sweep", progress.ended / progress.size, pace(progress)));
      if (live && progress.ended > 0) chart.offer(() => sweepFigure(progress.current(), live));
      rest.onProgress?.(progress);
    },
  });
  bar.show({ "text/plain": summary(found, last!) });
  if (live) chart.finish(sweepFigure(found, live));
  return found;
}

function pace({ ended, reused, size, seconds }: SweepProgress): string {
  const rate = (ended - reused) / seconds;
  const left =
    rate > 0 ? ` · ${(60 * rate).toFixed(0)} a minute · ${duration((size - ended) / rate)} left` : "";
  return `${ended} of ${size} trainings${left}`;
}

/** One line on what was computed, and on what has no result. */
function summary({ runs, size, interrupted }: Sweep, { ended, reused, seconds }: SweepProgress): string {
  const computed = `${ended - reused} computed in ${duration(seconds)}`;
  const parts = [`sweep: ${size} trainings`, computed, ...(reused > 0 ? [`${reused} found`] : [])];
  const diverged = runs.filter(({ outcome }) => outcome === "diverged").length;
  const failed = runs.filter(({ outcome }) => outcome === "failed");
  if (diverged > 0) parts.push(`${diverged} diverged`);
  if (failed.length > 0) parts.push(`${failed.length} failed (${failed[0].reason})`);
  const text = parts.join(", ");
  return interrupted
    ? `${text}. Stopped with ${size - runs.length} missing; run the cell again to go on.`
    : text;
}

import type { Points } from "../data/dataset";
import { inputsOf, type Model } from "../models/model";
import * as training from "../training/fit";
import type { Progress, Run } from "../training/run";
import { notebookKernel } from "./kernel";
import { LiveChart } from "./live-chart";
import { LiveDisplay } from "./live-display";
import { duration, progressBar } from "./progress-bar";

/** How a notebook shows a training. */
export interface FitDisplayOptions {
  /** The training's name beside its progress bar; default: the model's kind. */
  label?: string;
  /** Whether the training is shown at all, as it need not for many small ones; default: true. */
  progress?: boolean;
  /** Whether there is a live chart: the loss, and for data in the plane the model's points; default: false. */
  live?: boolean;
}

/**
 * Trains `model` on `data` as lib/training/fit.ts describes. In a notebook it also shows a progress bar and, with `live`, a
 * live chart, and stops when the reader interrupts the kernel: the cell continues, run.interrupted is true and the model
 * keeps its last step. Any further training in an interrupted cell throws the interrupt instead.
 */
export async function fit(
  model: Model,
  data: Points,
  options: training.FitOptions & FitDisplayOptions,
): Promise<Run> {
  const { label = model.kind, progress: shown = true, live = false, ...rest } = options;
  const kernel = notebookKernel();
  if (!kernel) return training.fit(model, data, rest);
  const { interrupt } = kernel;
  interrupt.throwIfAborted();
  const bar = shown ? new LiveDisplay() : undefined;
  const chart = shown && live ? new LiveChart(model, inputsOf(model, "data", data), label) : undefined;
  const run = await training.fit(model, data, {
    ...rest,
    signal: rest.signal ? AbortSignal.any([interrupt, rest.signal]) : interrupt,
    onProgress(progress) {
      bar?.offer(() => progressBar(label, progress.steps / progress.totalSteps, pace(progress)));
      chart?.update(progress);
      rest.onProgress?.(progress);
    },
  });
  bar?.show({ "text/plain": `${label}: ${summary(run, rest.epochs)}` });
  chart?.finish(run);
  return run;
}

function pace({ epoch, epochs, loss, steps, totalSteps, seconds }: Progress): string {
  const rate = steps / seconds;
  const speed = rate < 10 ? `${(1 / rate).toFixed(1)} s a step` : `${rate.toFixed(0)} steps a second`;
  const left = duration((totalSteps - steps) / rate);
  return `epoch ${epoch} of ${epochs} · loss ${loss.toFixed(4)} · ${speed} · ${left} left`;
}

/** One line on what came out. */
function summary({ losses, seconds, interrupted }: Run, epochs: number): string {
  const loss = losses[losses.length - 1]?.toFixed(4) ?? "none yet";
  if (!interrupted) return `${losses.length} epochs, loss ${loss}, ${duration(seconds)}`;
  return `stopped after ${losses.length} of ${epochs} epochs, loss ${loss}. The model keeps its last step; fit with "resume: run" continues.`;
}

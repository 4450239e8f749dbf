import type { Points } from "../data/dataset";
import { inputsOf, type Model } from "../models/model";
import { type FitOptions as TrainingOptions, fit as train } from "../training/fit";
import type { Run } from "../training/run";
import { notebookKernel } from "./kernel";
import { LiveChart } from "./live-chart";
import { ProgressBar } from "./training-progress";

export interface FitOptions extends TrainingOptions {
  /** The training's name beside its progress bar; default: the model's kind. */
  label?: string;
  /** Whether a notebook shows the training at all, as it need not for many small ones; default: true. */
  progress?: boolean;
  /** Whether a notebook shows a live chart: the loss, and for data in the plane the model's points; default: false. */
  live?: boolean;
}

/**
 * Trains `model` on `data` as lib/training/fit.ts describes. In a notebook it also shows a progress bar and, with `live`, a
 * live chart, and stops when the reader interrupts the kernel: the cell continues, run.interrupted is true and the model
 * keeps its last step. Any further training in an interrupted cell throws the interrupt instead.
 */
export async function fit(model: Model, data: Points, options: FitOptions): Promise<Run> {
  const {
    label = model.kind,
    progress: shown = true,
    live = false,
    onProgress,
    signal,
    ...training
  } = options;
  const kernel = notebookKernel();
  if (!kernel) return train(model, data, { ...training, onProgress, signal });
  const { interrupt } = kernel;
  interrupt.throwIfAborted();
  const stop = new AbortController();
  const done = new AbortController();
  for (const one of [interrupt, signal]) {
    if (one?.aborted) stop.abort();
    one?.addEventListener("abort", () => stop.abort(), { signal: done.signal });
  }
  const bar = shown ? new ProgressBar(label) : undefined;
  const chart = shown && live ? new LiveChart(model, inputsOf(model, "data", data), label) : undefined;
  try {
    const run = await train(model, data, {
      ...training,
      signal: stop.signal,
      onProgress(progress) {
        bar?.update(progress);
        chart?.update(progress);
        onProgress?.(progress);
      },
    });
    bar?.finish(run, training.epochs);
    chart?.finish(run);
    return run;
  } finally {
    done.abort();
  }
}

import type { Points } from "../data/dataset";
import { inputsOf, type Model } from "../models/model";
import { type FitOptions as TrainingOptions, fit as train } from "../training/fit";
import type { Run } from "../training/run";
import { notebookKernel } from "./kernel";
import { LiveChart } from "./live-chart";
import { ProgressBar } from "./progress";

export interface FitOptions extends TrainingOptions {
  /** What a notebook calls the training beside its bar; the model's kind when left out. */
  label?: string;
  /** Whether a notebook shows the training at all: false for many small ones. */
  progress?: boolean;
  /** In a notebook, a chart that moves while training runs: the loss, and for data in the plane the model's points. */
  live?: boolean;
}

/**
 * Trains `model` on `data` as lib/training/fit.ts says. In a notebook it also shows a bar, with `live` a moving chart, and
 * stops when the reader interrupts the kernel: the cell goes on, run.interrupted is true and the model holds its last
 * step. A further training in an interrupted cell throws the interrupt instead.
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

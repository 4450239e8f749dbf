import type { Points } from "../data/dataset";
import { inputsOf, type Model } from "../models/model";
import type { FitOptions } from "../training/fit";
import * as training from "../training/fit";
import type { Run } from "../training/run";
import { notebookKernel } from "./kernel";
import { LiveChart } from "./live-chart";
import { duration } from "./progress-bar";
import { watchTraining } from "./watched-training";

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
 * Trains `model` on `data` [rows, inputSize] with Adam or Adagrad, in place: an autoencoder on its mean squared error, a
 * variational autoencoder on −ELBO or another objective. The same seed gives the same result on one machine and engine.
 * Throws, before any work, an error that names the invalid option or the place of an invalid number in the data, and an
 * Error if the model is already being trained; throws a DivergenceError if the loss is no longer finite.
 *
 * `resume` restores the run's parameters in the model, even if they have changed since, and continues: k steps, stopped
 * anywhere, and m more are bit-identical to k + m steps on the same machine and engine. Settings default to those of
 * the run; only epochs and learningRate may differ from it, and an Error names any other difference.
 *
 * `validation` evaluates the model on held-out data after every `every` epochs, with the same noise each time, and records
 * the results in the run's `validation`. A resumed run keeps its results and, given the option again, adds to them.
 *
 * `checkpoint` writes a file for `loadCheckpoint` after every `every` epochs and at the end, also after an abort; the
 * previous one is kept beside it, with ".previous" before the extension. A file of another kind is not overwritten. An
 * Error in writing ends the training; the model keeps its parameters, and the last checkpoint remains on disk.
 *
 * In a notebook it also shows a progress bar and, with `live`, a live chart, and stops when the reader interrupts the kernel:
 * the cell continues, run.interrupted is true and the model keeps its last step. Any further training in an interrupted cell
 * throws the interrupt instead.
 */
export async function fit(model: Model, data: Points, options: FitOptions & FitDisplayOptions): Promise<Run> {
  const { label = model.kind, progress: shown = true, live = false, ...rest } = options;
  const kernel = notebookKernel();
  if (!kernel) return training.fit(model, data, rest);
  const chart = shown && live ? new LiveChart(model, inputsOf(model, "data", data), label) : undefined;
  const { observation, end } = watchTraining(kernel.interrupt, label, shown, {
    signal: rest.signal,
    onProgress(progress) {
      chart?.update(progress);
      rest.onProgress?.(progress);
    },
  });
  const run = await training.fit(model, data, { ...rest, ...observation });
  end(summary(run, rest.epochs));
  chart?.finish(run);
  return run;
}

/** One line on what came out. */
function summary({ losses, seconds, interrupted }: Run, epochs: number): string {
  const loss = losses[losses.length - 1]?.toFixed(4) ?? "none yet";
  if (!interrupted) return `${losses.length} epochs, loss ${loss}, ${duration(seconds)}`;
  return `stopped after ${losses.length} of ${epochs} epochs, loss ${loss}. The model keeps its last step; fit with "resume: run" continues.`;
}

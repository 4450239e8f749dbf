import { type Dataset, pointsOf } from "../data/dataset";
import { lossCurve } from "../figures/loss-curve";
import { type Snapshot, trainingHistory } from "../figures/training-history";
import type { Model } from "../models/model";
import type { NDArray } from "../ndarray";
import { type FitOptions as TrainingOptions, fit as train } from "../training/fit";
import type { Progress, Run } from "../training/run";
import { notebookKernel } from "./kernel";
import { liveChart } from "./live-chart";
import { LiveDisplay } from "./live-display";
import { ProgressBar } from "./progress";
import { showIn } from "./show";

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
export async function fit(model: Model, data: Dataset | NDArray, options: FitOptions): Promise<Run> {
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
  const chart = shown && live ? new LiveChart(model, pointsOf(data, model.inputSize), label) : undefined;
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

const POINTS = 400;
const SAMPLING_SEED = 1;
/** Between two snapshots of the history the epochs grow at least by this factor. */
const GROWTH = 1.25;

/** The moving chart of one training, which ends as a figure with a slider over its history. */
class LiveChart {
  private readonly display = new LiveDisplay();
  private readonly epochs: number[] = [];
  private readonly losses: number[] = [];
  private readonly history: Snapshot[] = [];
  private readonly few: NDArray;

  constructor(
    private readonly model: Model,
    private readonly points: NDArray,
    private readonly label: string,
  ) {
    this.few = points.head(POINTS);
    if (model.inputSize === 2) this.history.push({ epoch: 0, points: this.made() });
  }

  /** The model's samples, or an autoencoder's reconstructions, always from the same draws, so that they move smoothly. */
  private made(): NDArray {
    if (this.model.kind === "autoencoder") return this.model.reconstruct(this.few);
    return this.model.sample(POINTS, { seed: SAMPLING_SEED });
  }

  private get inPlane(): boolean {
    return this.history.length > 0;
  }

  update({ epoch, loss }: Progress): void {
    this.epochs.push(epoch);
    this.losses.push(loss);
    if (this.inPlane && epoch >= GROWTH * this.history[this.history.length - 1].epoch)
      this.history.push({ epoch, points: this.made() });
    this.display.offer(() => {
      const clouds = this.inPlane ? { data: this.few, made: this.made() } : undefined;
      const view = { epochs: this.epochs, losses: this.losses, clouds };
      return {
        "image/svg+xml": liveChart(view),
        "text/plain": `${this.label}: epoch ${epoch}, loss ${loss}`,
      };
    });
  }

  finish({ losses }: Run): void {
    if (!this.inPlane) {
      showIn(this.display, lossCurve({ [this.label]: losses }, { loss: "loss" }));
      return;
    }
    if (losses.length > this.history[this.history.length - 1].epoch)
      this.history.push({ epoch: losses.length, points: this.made() });
    const made = this.model.kind === "autoencoder" ? "reconstructions" : "samples";
    showIn(this.display, trainingHistory(this.points, this.history, { title: this.label, made }));
  }
}

import type { Progress } from "../training/run";
import { LiveDisplay } from "./live-display";
import { duration, progressBar } from "./progress-bar";

interface Observation {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * What to observe a training with so that it also shows a progress bar, and stops when the reader interrupts the cell; `end` puts
 * a line of text in the bar's place. Throws the interrupt in a cell that is already interrupted.
 */
export function watchTraining(
  interrupt: AbortSignal,
  label: string,
  shown: boolean,
  { signal, onProgress }: Observation,
) {
  interrupt.throwIfAborted();
  const bar = shown ? new LiveDisplay() : undefined;
  return {
    observation: {
      signal: signal ? AbortSignal.any([interrupt, signal]) : interrupt,
      onProgress(progress: Progress) {
        bar?.offer(() => progressBar(label, progress.steps / progress.totalSteps, pace(progress)));
        onProgress?.(progress);
      },
    },
    end: (text: string) => bar?.show({ "text/plain": `${label}: ${text}` }),
  };
}

function pace({ epoch, epochs, loss, steps, totalSteps, seconds }: Progress): string {
  const rate = steps / seconds;
  const speed = rate < 10 ? `${(1 / rate).toFixed(1)} s a step` : `${rate.toFixed(0)} steps a second`;
  const left = duration((totalSteps - steps) / rate);
  return `epoch ${epoch} of ${epochs} · loss ${loss.toFixed(4)} · ${speed} · ${left} left`;
}

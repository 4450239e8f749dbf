import type { Progress, Run } from "../training/run";
import { LiveDisplay } from "./live-display";
import { duration, progressBar } from "./progress-bar";

/** A progress bar in one line below the running cell. */
export class ProgressBar {
  private readonly display = new LiveDisplay();

  constructor(private readonly label: string) {}

  /** Shows how far the training is, at most four times a second. */
  update({ epoch, epochs, loss, steps, totalSteps, seconds }: Progress): void {
    this.display.offer(() => {
      const share = steps / totalSteps;
      const rate = steps / seconds;
      const text = `epoch ${epoch} of ${epochs} · loss ${loss.toFixed(4)} · ${pace(rate)} · ${duration((totalSteps - steps) / rate)} left`;
      return progressBar(this.label, share, text);
    });
  }

  /** Replaces the bar by one line of text. */
  finish({ losses, seconds, interrupted }: Run, epochs: number): void {
    const loss = losses[losses.length - 1]?.toFixed(4) ?? "none yet";
    const text = interrupted
      ? `${this.label}: stopped after ${losses.length} of ${epochs} epochs, loss ${loss}. The model keeps its last step; fit with "resume: run" continues.`
      : `${this.label}: ${losses.length} epochs, loss ${loss}, ${duration(seconds)}`;
    this.display.show({ "text/plain": text });
  }
}

const pace = (rate: number) =>
  rate < 10 ? `${(1 / rate).toFixed(1)} s a step` : `${rate.toFixed(0)} steps a second`;

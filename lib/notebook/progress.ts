import type { Progress, Run } from "../training/run";
import { LiveDisplay } from "./live-display";

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
      return {
        "text/html":
          '<div style="display:flex;gap:.8em;align-items:center;white-space:nowrap;font-variant-numeric:tabular-nums">' +
          `<span>${escaped(this.label)}</span><progress max="1" value="${share.toFixed(4)}"></progress><span>${text}</span></div>`,
        "text/plain": `${this.label}: ${(100 * share).toFixed(0)} % · ${text}`,
      };
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

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

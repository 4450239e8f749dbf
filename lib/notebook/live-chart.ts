import { figure } from "../figures/figure";
import { overEpochs } from "../figures/marks";
import { pointClouds } from "../figures/point-clouds";
import { slides } from "../figures/slides";
import type { Model } from "../models/model";
import type { NDArray } from "../ndarray";
import type { Progress, Run } from "../training/run";
import { LiveDisplay } from "./live-display";
import { liveSvg } from "./live-svg";
import { showIn } from "./show";

const POINTS = 400;
/** Points of the data that the figure with the history keeps; more would make the notebook large. */
const KEPT_POINTS = 2000;
const SAMPLING_SEED = 1;
/** From one snapshot of the history to the next, the epoch grows at least by this factor. */
const GROWTH = 1.25;

/** The live chart of a training, replaced at its end by a figure with a slider over its history. */
export class LiveChart {
  private readonly display = new LiveDisplay();
  private readonly epochs: number[] = [];
  private readonly losses: number[] = [];
  private readonly history: { readonly epoch: number; readonly points: NDArray }[] = [];
  private readonly few: NDArray;
  private readonly inPlane: boolean;

  constructor(
    private readonly model: Model,
    private readonly points: NDArray,
    private readonly label: string,
  ) {
    this.few = points.head(POINTS);
    this.inPlane = model.inputSize === 2;
    if (this.inPlane) this.history.push({ epoch: 0, points: this.made() });
  }

  /** The model's samples, or an autoencoder's reconstructions, always from the same draws, so that they move smoothly. */
  private made(): NDArray {
    if (this.model.kind === "autoencoder") return this.model.reconstruct(this.few);
    return this.model.sample(POINTS, { seed: SAMPLING_SEED });
  }

  update({ epoch, loss, validation }: Progress): void {
    this.epochs.push(epoch);
    this.losses.push(loss);
    if (this.inPlane && epoch >= GROWTH * this.history[this.history.length - 1].epoch)
      this.history.push({ epoch, points: this.made() });
    this.display.offer(() => {
      const clouds = this.inPlane ? { data: this.few, made: this.made() } : undefined;
      const view = { epochs: this.epochs, losses: this.losses, validation, clouds };
      return {
        "image/svg+xml": liveSvg(view),
        "text/plain": `${this.label}: epoch ${epoch}, loss ${loss}`,
      };
    });
  }

  finish({ losses, validation }: Run): void {
    if (!this.inPlane) {
      const beside = validation && { validation: { x: validation.epochs, y: validation.losses } };
      const marks = { [this.label]: overEpochs(losses), ...beside };
      const title = `The loss of ${this.label}`;
      showIn(this.display, figure({ title, xTitle: "epoch", logX: true, yTitle: "loss", marks }));
      return;
    }
    if (losses.length > this.history[this.history.length - 1].epoch)
      this.history.push({ epoch: losses.length, points: this.made() });
    const made = this.model.kind === "autoencoder" ? "reconstructions" : "samples";
    const data = this.points.head(KEPT_POINTS);
    const words = {
      title: `${this.label}: the ${made}`,
      caption: "The slider goes back through the epochs.",
    };
    const figures = this.history.map(
      ({ epoch, points }) => [String(epoch), pointClouds({ "": { data, [made]: points } }, words)] as const,
    );
    showIn(this.display, slides(figures, { name: "epoch", start: figures.length - 1 }));
  }
}

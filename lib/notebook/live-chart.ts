import { type Figure, figure } from "../figures/figure";
import { dots, overEpochs } from "../figures/marks";
import { padded } from "../figures/numbers";
import { pointClouds } from "../figures/point-clouds";
import { slides } from "../figures/slides";
import type { Model } from "../models/model";
import type { NDArray } from "../ndarray";
import type { Progress, Run } from "../training/run";
import { GrowingFigure } from "./show";

const POINTS = 400;
/** Points of the data that the figure with the history keeps; more would make the notebook large. */
const KEPT_POINTS = 2000;
const SAMPLING_SEED = 1;
/** From one snapshot of the history to the next, the epoch grows at least by this factor. */
const GROWTH = 1.25;

/** The live chart of a training, replaced at its end by a figure with a slider over its history. */
export class LiveChart {
  private readonly chart = new GrowingFigure();
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
    this.chart.offer(() => this.current(validation));
  }

  /** The loss over the epochs so far and, for data in the plane, the model's points over some of the data. */
  private current(validation: Progress["validation"]): Figure {
    const beside = validation && { validation: { x: validation.epochs, y: validation.losses } };
    const marks = { [this.label]: { x: this.epochs, y: this.losses }, ...beside };
    const loss = { "loss over epochs": { marks } };
    if (!this.inPlane) return figure({ panels: loss });
    const [xRange, yRange] = [0, 1].map((axis) => padded(this.few.column(axis)));
    const clouds = { data: dots(this.few), model: dots(this.made()) };
    return figure({
      colors: { model: "model" },
      panels: { ...loss, "the model's points over the data": { xRange, yRange, marks: clouds } },
      shared: false,
      panelSize: [300, 300],
    });
  }

  finish({ losses, validation }: Run): void {
    if (!this.inPlane) {
      const beside = validation && { validation: { x: validation.epochs, y: validation.losses } };
      const marks = { [this.label]: overEpochs(losses), ...beside };
      this.chart.finish(figure({ xTitle: "epoch", logX: true, yTitle: "loss", marks }));
      return;
    }
    if (losses.length > this.history[this.history.length - 1].epoch)
      this.history.push({ epoch: losses.length, points: this.made() });
    const made = this.model.kind === "autoencoder" ? "reconstructions" : "samples";
    const data = this.points.head(KEPT_POINTS);
    const caption = "The slider goes back through the epochs.";
    const figures = this.history.map(({ epoch, points }) => {
      const clouds = { [this.label]: { data, [made]: points } };
      return [String(epoch), pointClouds(clouds, { caption })] as const;
    });
    this.chart.finish(slides(figures, { name: "epoch", start: figures.length - 1 }));
  }
}

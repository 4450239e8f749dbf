import { rejectUnknownOptions } from "../check";
import type { AxesOptions } from "./axes";
import { curves } from "./curves";
import type { Figure } from "./figure";

export type LossCurveOptions = Pick<AxesOptions, "title" | "caption" | "colors" | "yTitle" | "logY">;

const MOST_POINTS = 400;

/** Losses at some of a training's epochs, such as a run's `validation`. */
interface SomeLosses {
  readonly epochs: readonly number[];
  readonly losses: ArrayLike<number>;
}

/**
 * Shows the loss of each epoch, `{ name: losses }`, or of some, `{ name: { epochs, losses } }`; the epoch axis is
 * logarithmic, so that the first epochs are visible.
 */
export function lossCurve(
  losses: Readonly<Record<string, ArrayLike<number> | SomeLosses>>,
  options: LossCurveOptions,
): Figure {
  const { title, caption, colors, yTitle, logY, ...rest } = options;
  rejectUnknownOptions("lossCurve", rest);
  const named = Object.entries(losses).map(([name, values]) => {
    if ("epochs" in values) return [name, { x: values.epochs, y: Array.from(values.losses) }];
    const epochs = spread(values.length);
    return [name, { x: epochs, y: epochs.map((epoch) => values[epoch - 1]) }];
  });
  return curves(Object.fromEntries(named), {
    title,
    caption,
    colors,
    xTitle: "epoch",
    yTitle,
    logX: true,
    logY,
  });
}

/** Epochs 1 … count, thinned evenly on a logarithmic axis. */
function spread(count: number): number[] {
  const epochs = Array.from({ length: MOST_POINTS }, (_, i) => Math.round(count ** (i / (MOST_POINTS - 1))));
  return [...new Set(epochs)];
}

import { curves } from "./curves";
import type { Figure } from "./figure";

const MOST_POINTS = 400;

/** Losses at some of a training's epochs, such as a run's `validation`. */
interface SomeLosses {
  readonly epochs: readonly number[];
  readonly losses: ArrayLike<number>;
}

/**
 * The loss of each epoch, `{ name: losses }`, or of some, `{ name: { epochs, losses } }`; epochs on a logarithmic axis so that
 * the beginning can be seen.
 */
export function lossCurve(
  losses: Readonly<Record<string, ArrayLike<number> | SomeLosses>>,
  options: { title?: string; loss: string; logarithmic?: boolean },
): Figure {
  const named = Object.entries(losses).map(([name, values]) => {
    if ("epochs" in values) return [name, { x: values.epochs, y: Array.from(values.losses) }];
    const epochs = spread(values.length);
    return [name, { x: epochs, y: epochs.map((epoch) => values[epoch - 1]) }];
  });
  const { title, loss, logarithmic } = options;
  return curves(Object.fromEntries(named), {
    title,
    x: "epoch",
    y: loss,
    logarithmicX: true,
    logarithmicY: logarithmic,
  });
}

/** Epochs 1 … count, thinned evenly on a logarithmic axis. */
function spread(count: number): number[] {
  const epochs = Array.from({ length: MOST_POINTS }, (_, i) => Math.round(count ** (i / (MOST_POINTS - 1))));
  return [...new Set(epochs)];
}

import { curves } from "./curves";
import type { Figure } from "./figure";

const MOST_POINTS = 400;

/** The loss of each epoch, `{ name: losses }`, epochs on a logarithmic axis so that the beginning can be seen. */
export function lossCurve(
  losses: Readonly<Record<string, ArrayLike<number>>>,
  options: { title?: string; loss: string; logarithmic?: boolean },
): Figure {
  const named = Object.entries(losses).map(([name, values]) => {
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

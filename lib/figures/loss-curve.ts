import { type Figure, rounded, template } from "./figure";

const MOST_POINTS = 400;

/** The loss of each epoch, `{ name: losses }`, epochs on a logarithmic axis so that the beginning can be seen. */
export function lossCurve(
  losses: Readonly<Record<string, ArrayLike<number>>>,
  options: { title?: string; loss: string; logarithmic?: boolean },
): Figure {
  const data = Object.entries(losses).map(([name, values]) => {
    const epochs = spread(values.length);
    return {
      type: "scatter",
      mode: "lines",
      name,
      x: epochs,
      y: rounded(epochs.map((epoch) => values[epoch - 1])),
    };
  });
  return {
    data,
    layout: {
      template,
      ...(options.title && { title: { text: options.title } }),
      width: 720,
      height: 430,
      showlegend: true,
      xaxis: { type: "log", title: { text: "epoch" }, dtick: 1 },
      yaxis: { title: { text: options.loss }, ...(options.logarithmic && logarithmicAxis) },
    },
  };
}

/** Plotly would label 0.2 and 0.5 as "2" and "5". */
const ticks = [-4, -3, -2, -1, 0, 1, 2, 3, 4].flatMap((power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
);
const logarithmicAxis = {
  type: "log",
  tickvals: ticks,
  ticktext: ticks.map((tick) => String(+tick.toPrecision(1))),
};

/** Epochs 1 … count, thinned evenly on a logarithmic axis. */
function spread(count: number): number[] {
  const epochs = Array.from({ length: MOST_POINTS }, (_, i) => Math.round(count ** (i / (MOST_POINTS - 1))));
  return [...new Set(epochs)];
}

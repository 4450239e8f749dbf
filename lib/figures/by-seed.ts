import { COLOURS, type Figure, rounded, template } from "./figure";

/** One number per seed for each series, `{ name: values }`, with a horizontal line for each limit, `{ name: value }`. */
export function bySeed(
  seeds: readonly number[],
  series: Readonly<Record<string, ArrayLike<number>>>,
  options: { title?: string; quantity: string; limits?: Readonly<Record<string, number>> },
): Figure {
  const ticks = seeds.map((seed) => `seed ${seed}`);
  const points = Object.entries(series).map(([name, values], i) => {
    if (values.length !== seeds.length)
      throw new RangeError(
        `${name}: expected one number for each of ${seeds.length} seeds, got ${values.length}`,
      );
    return {
      type: "scatter",
      mode: "markers",
      name,
      x: ticks,
      y: rounded(values),
      marker: { size: 11, symbol: i, color: COLOURS[(i + 1) % COLOURS.length] },
    };
  });
  const lines = Object.entries(options.limits ?? {}).map(([name, value]) => ({
    type: "scatter",
    mode: "lines",
    name,
    x: ticks,
    y: rounded(ticks.map(() => value)),
    line: { dash: "dash", color: COLOURS[0] },
  }));
  return {
    data: [...points, ...lines],
    layout: {
      template,
      ...(options.title && { title: { text: options.title } }),
      width: 720,
      height: 430,
      showlegend: true,
      xaxis: { type: "category" },
      yaxis: { title: { text: options.quantity } },
    },
  };
}

import { COLOURS, type Figure, packed, rounded, template } from "./figure";

const PANEL = 120;
const GAP = 0.06;
const BINS = 120;
/** The share of every panel's numbers that the common range may leave out at either end. */
const TAIL = 0.002;

/**
 * How numbers are distributed, `{ panel: numbers }`: logarithmic densities, so that tails can be seen, below each other
 * over one range, with a vertical line for each mark, `{ name: value }`. The range holds the central 99.6 % of every
 * panel. Throws a RangeError for a panel without finite numbers.
 */
export function histograms(
  panels: Readonly<Record<string, ArrayLike<number>>>,
  options: { title?: string; x: string; marks?: Readonly<Record<string, number>> },
): Figure {
  const { title, x, marks = {} } = options;
  const names = Object.keys(panels);
  const numbers = names.map((name) => sorted(name, panels[name]));
  const lower = Math.min(...numbers.map((values) => values[Math.floor(TAIL * values.length)]));
  const upper = Math.max(...numbers.map((values) => values[Math.ceil((1 - TAIL) * values.length) - 1]));
  const width = (upper - lower || 1) / BINS;
  const densities = numbers.map((values) => {
    const bins = new Float64Array(BINS + 1);
    for (const value of values) {
      const bin = Math.round((value - lower) / width);
      if (bin in bins) bins[bin] += 1 / (values.length * width);
    }
    return bins;
  });
  const present = densities.flatMap((bins) => [...bins].filter((density) => density > 0));
  const [least, most] = [Math.min(...present), Math.max(...present)];

  const height = (1 - GAP * (names.length - 1)) / names.length;
  const tops = names.map((_, p) => 1 - p * (height + GAP));
  const data = names.flatMap((name, p) => {
    const bars = {
      type: "bar",
      name,
      showlegend: false,
      x0: lower,
      dx: width,
      y: packed(densities[p]),
      yaxis: verticalAxis(p),
      marker: { color: COLOURS[0], line: { width: 0 } },
      hovertemplate: "%{x:.3f}: %{y:.2g}<extra>%{fullData.name}</extra>",
    };
    const lines = Object.entries(marks).map(([mark, value], m) => ({
      type: "scatter",
      mode: "lines",
      name: mark,
      legendgroup: mark,
      showlegend: p === 0,
      x: rounded([value, value]),
      y: rounded([least / 2, most]),
      yaxis: verticalAxis(p),
      line: { color: COLOURS[1 + m], width: 2 },
    }));
    return [bars, ...lines];
  });
  const axes = names.map((_, p) => ({
    [`yaxis${p === 0 ? "" : p + 1}`]: {
      domain: [Math.max(0, tops[p] - height), tops[p]],
      title: { text: "density", standoff: 12 },
      type: "log",
      range: [Math.log10(least / 2), Math.log10(most)],
      dtick: 2,
      exponentformat: "power",
    },
  }));
  const annotations = names.map((text, p) => ({
    text,
    showarrow: false,
    xref: "paper",
    yref: "paper",
    x: 0.99,
    xanchor: "right",
    y: tops[p],
    yanchor: "top",
    font: { size: 14 },
    bgcolor: "white",
  }));
  return {
    data,
    layout: {
      template,
      ...(title && { title: { text: title } }),
      width: 720,
      height: 150 + PANEL * names.length,
      bargap: 0,
      annotations,
      xaxis: {
        title: { text: x },
        range: [lower - width, upper + width],
        anchor: verticalAxis(names.length - 1),
      },
      ...Object.assign({}, ...axes),
    },
  };
}

function sorted(name: string, numbers: ArrayLike<number>): Float64Array {
  const finite = Float64Array.from(numbers).filter(Number.isFinite).sort();
  if (finite.length === 0) throw new RangeError(`${name}: expected at least one finite number`);
  return finite;
}

/** Plotly's names for the vertical axes of panel 0, 1, 2 … in traces: y, y2, y3 … */
const verticalAxis = (panel: number) => `y${panel === 0 ? "" : panel + 1}`;

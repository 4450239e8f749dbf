/** The space between neighbouring panels, as a share of the figure's extent. */
const GAP = 0.06;

/** Where each of `count` equal panels side by side begins and ends, as shares of the figure's extent. */
export function panelDomains(count: number, gap = GAP): [start: number, end: number][] {
  const size = (1 - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, p) => [p * (size + gap), p * (size + gap) + size]);
}

/** Plotly's name for an axis of panel 0, 1, 2 … in a trace: x, x2, x3 … */
export const axisName = (letter: "x" | "y", panel: number) => `${letter}${panel === 0 ? "" : panel + 1}`;

/** Plotly's name for an axis of panel 0, 1, 2 … in the layout: xaxis, xaxis2, xaxis3 … */
export const layoutAxisName = (letter: "x" | "y", panel: number) =>
  `${letter}axis${panel === 0 ? "" : panel + 1}`;

/** A panel's title; `place` is Plotly's `x`, `y` and anchors in the figure. */
export const panelTitle = (text: string, place: object) => ({
  text,
  showarrow: false,
  xref: "paper",
  yref: "paper",
  font: { size: 14 },
  ...place,
});

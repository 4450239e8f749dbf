import { type ChartOptions, type Figure, figure } from "./figure";
import { arrows, SILENT } from "./marks";
import { COLORS, INK } from "./palette";

type Place = readonly [x: number, y: number];

/** Where the nodes stand, those of a pair one above the other. */
const NODES: Readonly<Record<string, Place>> = {
  x: [0, 0],
  "μ<sub>z</sub>": [2, 0.6],
  "σ<sub>z</sub>": [2, -0.6],
  z: [4, 0],
  "μ<sub>x</sub>": [6, 0.6],
  "σ<sub>x</sub>": [6, -0.6],
  "x′": [8, 0],
};
/** How far from a node's middle its arrows begin and end. */
const EDGE = 0.42;

/**
 * Shows a variational autoencoder as a network, x → μ_z, σ_z → z → μ_x, σ_x → x′: what a network computes along the solid
 * arrows, what is drawn along the dashed ones, and the prior, from which z comes when there is no x.
 */
export function networkDiagram(options: ChartOptions = {}): Figure {
  const [x, μz, σz, z, μx, σx, made] = Object.values(NODES);
  const line = { color: INK, width: 1.8 };
  const circle = { size: 44, symbol: "circle", color: "white", line: { color: INK, width: 1 } };
  const hidden = { visible: false, fixedrange: true };
  const [encoder, decoder, drawing] = [
    [1, 1.2],
    [5, 1.2],
    [3, 1.2],
  ] satisfies Place[];
  return figure({
    title: "A variational autoencoder",
    caption: "Solid arrows compute, dashed ones draw. A new point begins at the prior.",
    panelSize: [632, 216],
    margin: { l: 16, r: 16, b: 6 },
    xRange: [-0.6, 8.6],
    yRange: [-1.7, 1.45],
    equalUnits: true,
    xaxis: hidden,
    yaxis: hidden,
    ...options,
    marks: {
      computed: { ...paths([x, μz], [x, σz], [z, μx], [z, σx]), line },
      drawn: { ...paths([μz, z], [σz, z], [μx, made], [σx, made]), line: { ...line, dash: "dash" } },
      prior: { ...paths([[4, -1.6], z]), line: { ...line, color: COLORS.prior, dash: "dash" } },
      nodes: { mode: "markers", ...at(Object.values(NODES)), marker: circle, ...SILENT },
      names: texts(NODES, 17),
      networks: texts({ "encoder q(z|x)": encoder, "decoder p(x|z)": decoder }, 13),
      drawing: texts({ "z = μ<sub>z</sub> + σ<sub>z</sub> ε": drawing }, 13),
      source: texts({ "prior p(z)": [4.7, -1.4] }, 13, COLORS.prior),
    },
  });
}

const at = (places: readonly Place[]) => ({ x: places.map(([x]) => x), y: places.map(([, y]) => y) });

const texts = (named: Readonly<Record<string, Place>>, size: number, color = INK) => {
  return {
    mode: "text",
    text: Object.keys(named),
    ...at(Object.values(named)),
    textfont: { size, color },
    ...SILENT,
  };
};

/** Arrows from the edge of one node to that of another. */
function paths(...ends: readonly (readonly [from: Place, to: Place])[]) {
  const lines = ends.map(([[x, y], [toX, toY]]) => {
    const share = EDGE / Math.hypot(toX - x, toY - y);
    const along = [share, 1 - share];
    return { x: along.map((t) => x + t * (toX - x)), y: along.map((t) => y + t * (toY - y)) };
  });
  return arrows(
    lines.map((line) => line.x),
    lines.map((line) => line.y),
    INK,
  );
}

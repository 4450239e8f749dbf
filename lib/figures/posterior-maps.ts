import { checkShape } from "../check";
import type { Normal } from "../distributions/normal";
import type { NDArray } from "../ndarray";
import { type ChartOptions, type Figure, figure } from "./figure";
import { mapValues } from "./map-values";
import { densityMap, ellipses } from "./marks";
import { extent } from "./numbers";
import { COLORS, ZERO_LINE } from "./palette";

/** What is believed about one point's z. */
export interface PosteriorPanel {
  /** log p(z|x) [1, nodes] on a grid [nodes, 2] of as many rows as columns, such as `posteriorWindows` gives. */
  readonly exact: { readonly nodes: NDArray; readonly logProb: NDArray };
  /** q(z|x), a Normal over [1, 2]. */
  readonly q: Normal;
}

const DEPTH = 12;
const RINGS = "q(z|x), one and two deviations";
const MODE = "highest p(z|x)";

/**
 * Shows exact posteriors over a latent of two dimensions as heat maps, `{ panel: posterior }`, each on a scale and a window of its
 * own, with its mode marked, and q(z|x) as ellipses of one and two standard deviations. Throws a RangeError for a grid that is not
 * square, and where shapes disagree.
 */
export function posteriorMaps(
  panels: Readonly<Record<string, PosteriorPanel>>,
  options: ChartOptions = {},
): Figure {
  const [first] = Object.keys(panels);
  const frame = { showline: true, mirror: true, linecolor: ZERO_LINE, showgrid: false, zeroline: false };
  const cross = { symbol: "x-thin", size: 11, line: { width: 2.5, color: COLORS.exact } };
  return figure({
    colors: { [RINGS]: "bound", [MODE]: "exact" },
    xTitle: "z₁",
    yTitle: "z₂",
    equalUnits: true,
    columns: Math.min(3, Object.keys(panels).length),
    shared: false,
    panelSize: [205, 205],
    margin: { r: 104 },
    xaxis: frame,
    yaxis: frame,
    ...options,
    panels: mapValues(panels, ({ exact: { nodes, logProb }, q }, name) => {
      const steps = Math.round(Math.sqrt(nodes.shape[0]));
      checkShape(`${name}: exact.nodes`, nodes.shape, [steps ** 2, 2]);
      checkShape(`${name}: exact.logProb`, logProb.shape, [1, steps ** 2]);
      checkShape(`${name}: q`, q.batchShape, [1, 2]);
      const [, highest] = extent(logProb.data);
      const mode = nodes.row(logProb.data.indexOf(highest));
      const [x, y] = [0, 1].map((axis) => extent(nodes.column(axis)));
      // The grid's last axis varies fastest; Plotly wants rows of equal z₂.
      const below = logProb.data.map(
        (_, at) => logProb.data[(at % steps) * steps + Math.floor(at / steps)] - highest,
      );
      const scaleTitle = name === first ? "log p(z|x) below its highest, nats" : undefined;
      return {
        xRange: x,
        yRange: y,
        marks: {
          [name]: densityMap(x, y, below, [-DEPTH, 0], scaleTitle),
          [RINGS]: ellipses(q.loc.row(0), q.scale.row(0)),
          [MODE]: { mode: "markers", x: mode[0], y: mode[1], marker: cross, hoverinfo: "skip" },
        },
      };
    }),
  });
}

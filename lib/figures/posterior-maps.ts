import { checkShape, rejectUnknownOptions } from "../check";
import type { Normal } from "../distributions/normal";
import type { NDArray } from "../ndarray";
import { ellipses } from "./ellipses";
import { type Figure, type FigureOptions, layoutWith, packedBytes, rounded } from "./figure";
import { COLORS, DENSITY_SCALE, ZERO_LINE } from "./palette";
import { axisName, layoutAxisName, panelDomains, panelTitle } from "./panels";

/** What is believed about one point's z. */
export interface PosteriorPanel {
  /** log p(z|x) [1, nodes] on a grid [nodes, 2] of as many rows as columns, such as `posteriorWindows` gives. */
  readonly exact: { readonly nodes: NDArray; readonly logProb: NDArray };
  /** q(z|x), a Normal over [1, 2]. */
  readonly q: Normal;
}

export interface PosteriorMapsOptions extends FigureOptions {
  /** Nats below a panel's highest log-density at which the colour ends in white; default: 12. */
  readonly depth?: number;
}

/** Panels side by side, and their sides in pixels with the room around them. */
const COLUMNS = 3;
const PANEL = 225;
const GAP = [0.1, 0.18] as const;

/**
 * Shows exact posteriors over a latent of two dimensions as heat maps, `{ panel: posterior }`, each on a scale and a window of its
 * own, with its mode marked, and q(z|x) as ellipses of one and two standard deviations. Throws a RangeError for a grid that is not
 * square, and where shapes disagree.
 */
export function posteriorMaps(
  panels: Readonly<Record<string, PosteriorPanel>>,
  options: PosteriorMapsOptions = {},
): Figure {
  const { title, caption, depth = 12, ...rest } = options;
  rejectUnknownOptions("posteriorMaps", rest);
  const names = Object.keys(panels);
  const columns = Math.min(COLUMNS, names.length);
  const rows = Math.ceil(names.length / columns);
  const [across, down] = [panelDomains(columns, GAP[0]), panelDomains(rows, GAP[1]).reverse()];
  const parts = names.map((name, p) => {
    const domains = { x: across[p % columns], y: down[Math.floor(p / columns)] };
    return panelOf(name, panels[name], { p, depth, domains, isLowest: p + columns >= names.length });
  });
  return {
    data: parts.flatMap(({ data }) => data),
    layout: layoutWith(
      { title, caption },
      {
        width: 170 + PANEL * columns,
        height: 150 + (PANEL + 30) * rows,
        margin: { t: title || caption ? 72 : 40, b: 90 },
        showlegend: true,
        annotations: parts.map(({ annotation }) => annotation),
        ...Object.fromEntries(parts.flatMap(({ axes }) => axes)),
      },
    ),
  };
}

interface Place {
  readonly p: number;
  readonly depth: number;
  readonly domains: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
  readonly isLowest: boolean;
}

function panelOf(name: string, { exact, q }: PosteriorPanel, { p, depth, domains, isLowest }: Place) {
  const { nodes, logProb } = exact;
  const steps = Math.round(Math.sqrt(nodes.shape[0]));
  checkShape(`${name}: exact.nodes`, nodes.shape, [steps ** 2, 2]);
  checkShape(`${name}: exact.logProb`, logProb.shape, [1, steps ** 2]);
  checkShape(`${name}: q`, q.batchShape, [1, 2]);
  const highest = logProb.data.reduce((a, b) => Math.max(a, b));
  const mode = nodes.row(logProb.data.indexOf(highest));
  // The grid's last axis varies fastest; Plotly wants rows of equal z₂.
  const bytes = Uint8Array.from(logProb.data, (_, at) => {
    const log = logProb.data[(at % steps) * steps + Math.floor(at / steps)];
    return 255 * Math.max(0, 1 + (log - highest) / depth);
  });
  const first = nodes.row(0);
  const last = nodes.row(nodes.shape[0] - 1);
  const step = (last[0] - first[0]) / (steps - 1);
  const on = { xaxis: axisName("x", p), yaxis: axisName("y", p) };
  const shares = [0, 1 / 3, 2 / 3, 1];
  const legend = (name: string) => ({ name, legendgroup: name, showlegend: p === 0, hoverinfo: "skip" });
  const frame = { showline: true, mirror: true, linecolor: ZERO_LINE };
  const axis = { ...frame, showgrid: false, zeroline: false, constrain: "domain" };
  return {
    data: [
      {
        type: "heatmap",
        name,
        x0: first[0],
        dx: step,
        y0: first[1],
        dy: (last[1] - first[1]) / (steps - 1),
        z: { ...packedBytes(bytes), shape: `${steps},${steps}` },
        zmin: 0,
        zmax: 255,
        zsmooth: "best",
        colorscale: DENSITY_SCALE,
        showscale: p === 0,
        colorbar: {
          title: { text: "log p(z|x) below its highest, nats", side: "right" },
          thickness: 14,
          tickvals: shares.map((share) => 255 * share),
          ticktext: shares.map((share) => String(+(depth * (share - 1)).toPrecision(2)).replace("-", "−")),
        },
        hovertemplate: "(%{x:.2f}, %{y:.2f})<extra>%{fullData.name}</extra>",
        ...on,
      },
      {
        type: "scatter",
        mode: "lines",
        ...legend("q(z|x), one and two deviations"),
        ...ellipses(q.loc.row(0), q.scale.row(0)),
        line: { width: 2, color: COLORS.bound },
        ...on,
      },
      {
        type: "scatter",
        mode: "markers",
        ...legend("highest p(z|x)"),
        x: rounded([mode[0]]),
        y: rounded([mode[1]]),
        marker: { symbol: "x-thin", size: 11, line: { width: 2.5, color: COLORS.exact } },
        ...on,
      },
    ],
    annotation: panelTitle(name, {
      x: (domains.x[0] + domains.x[1]) / 2,
      xanchor: "center",
      y: domains.y[1],
      yanchor: "bottom",
    }),
    axes: [
      [
        layoutAxisName("x", p),
        {
          ...axis,
          domain: domains.x,
          anchor: on.yaxis,
          range: [first[0], last[0]],
          title: { text: isLowest ? "z₁" : "" },
        },
      ],
      [
        layoutAxisName("y", p),
        {
          ...axis,
          domain: domains.y,
          anchor: on.xaxis,
          scaleanchor: on.xaxis,
          range: [first[1], last[1]],
          title: { text: domains.x[0] === 0 ? "z₂" : "" },
        },
      ],
    ] as const,
  };
}

import type { Normal } from "../distributions/normal";
import { broadcast, NDArray, type NDArrayLike } from "../ndarray";
import { densityMarks } from "./curves";
import { type ChartOptions, type Figure, figure } from "./figure";
import { dots, ellipses } from "./marks";
import { extent } from "./numbers";
import { INK } from "./palette";

/** A point, its q(z|x), and a code that is decoded. */
export interface Encoding {
  /** Points in the plane, [rows, 2], of which the first 500 are drawn. */
  readonly data: NDArrayLike;
  readonly point: readonly [number, number];
  readonly z: number;
  /** Whether to draw the average of q(z|x) over the points as well; default: false. */
  readonly aggregate?: boolean;
}

/** A model of points in the plane by one number, such as a VariationalAutoencoder. */
interface GaussianModel {
  readonly prior: Normal;
  posterior(x: NDArrayLike): Normal;
  likelihood(z: NDArrayLike): { readonly mean: NDArray; readonly variance: NDArray };
}

const REACH = 4;
const STEPS = 320;
const MOST = 500;
const AVERAGE = "average of q(z|x)";

/**
 * Shows both directions of a model with one latent: beside each other the plane, with a point, the path of the decoder's mean as
 * z goes from −4 to 4, and p(x|z) at one z as ellipses of one and two standard deviations; and the codes, with this z, the
 * point's q(z|x), the prior and, on demand, the average of q(z|x).
 */
export function encodeAndDecode(
  model: GaussianModel,
  { data, point, z, aggregate = false }: Encoding,
  options: ChartOptions = {},
): Figure {
  const points = NDArray.from(data, "data").head(MOST);
  const average = (z: Float64Array) => broadcast(Math.exp, model.posterior(points).logProb(z)).mean(0);
  const path = Array.from({ length: STEPS + 1 }, (_, i) => [REACH * ((2 * i) / STEPS - 1)]);
  const { mean, variance } = model.likelihood([z]);
  const made = dots(NDArray.from([mean.data]));
  const square = { size: 12, symbol: "square", color: INK };
  return figure({
    shared: false,
    panelSize: [320, 320],
    ...options,
    colors: {
      "decoder’s mean, all z": "model",
      "p(x|z) at your z": "model",
      "q(z|x) of your point": "bound",
      [AVERAGE]: "bound",
      ...options.colors,
    },
    panels: {
      points: {
        ...{ xTitle: "x₁", yTitle: "x₂", xRange: [-5, 5], yRange: [-5, 5], equalUnits: true },
        marks: {
          data: dots(points, { faint: true }),
          "decoder’s mean, all z": {
            ...dots(model.likelihood(path).mean),
            mode: "lines",
            line: { width: 1.5, dash: "dot" },
          },
          "p(x|z) at your z": [
            ellipses(
              mean.data,
              variance.data.map((one) => Math.sqrt(one)),
            ),
            made,
          ],
          "your point": { mode: "markers", x: [point[0]], y: [point[1]], marker: square },
        },
      },
      codes: {
        xTitle: "z",
        xRange: [-REACH, REACH],
        yTitle: "density / maximum",
        yRange: [0, 1.05],
        marks: {
          ...densityMarks(
            { "prior p(z)": relative(model.prior), "q(z|x) of your point": relative(model.posterior(point)) },
            [-REACH, REACH],
          ),
          ...(aggregate && { [AVERAGE]: { ...scaledCurve(average), line: { dash: "dash" } } }),
          "your z": { x: [z, z], y: [0, 1.05], line: { color: INK, dash: "dot" } },
        },
      },
    },
  });
}

/** A curve over the codes, as a share of its highest. */
function scaledCurve(density: (z: Float64Array) => NDArray) {
  const x = Float64Array.from({ length: STEPS + 1 }, (_, i) => REACH * ((2 * i) / STEPS - 1));
  const y = density(x).data;
  const [, highest] = extent(y);
  return { x, y: y.map((one) => one / highest) };
}

/** The logarithm of a Gaussian's density, as a share of its highest. */
function relative(gaussian: Normal) {
  const [highest] = gaussian.logProb(gaussian.loc).data;
  return (z: Float64Array) => broadcast((log) => log - highest, gaussian.logProb(z));
}

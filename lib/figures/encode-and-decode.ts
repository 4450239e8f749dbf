import { HALF_LOG_2PI, type Normal } from "../distributions/normal";
import { broadcast, NDArray, type NDArrayLike } from "../ndarray";
import { densityMarks } from "./curves";
import { type ChartOptions, type Figure, figure } from "./figure";
import { dots, ellipses } from "./marks";
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
const OWN = "q(z|x) of your point, lowered";
const AVERAGE = "average of q(z|x)";

/**
 * Shows both directions of a model with one latent: beside each other the plane, with a point, the path of the decoder's mean as
 * z goes from −4 to 4, and p(x|z) at one z as ellipses of one and two standard deviations; and the codes, with this z, the
 * point's q(z|x), as high as the prior at most, the prior and, on demand, the average of q(z|x).
 */
export function encodeAndDecode(
  model: GaussianModel,
  { data, point, z, aggregate = false }: Encoding,
  options: ChartOptions = {},
): Figure {
  const points = NDArray.from(data, "data").head(MOST);
  const grid = Float64Array.from({ length: STEPS + 1 }, (_, i) => REACH * ((2 * i) / STEPS - 1));
  const average = () => broadcast(Math.exp, model.posterior(points).logProb(grid)).mean(0).data;
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
      [OWN]: "bound",
      [AVERAGE]: "bound",
      ...options.colors,
    },
    panels: {
      points: {
        ...{ xTitle: "x₁", yTitle: "x₂", xRange: [-5, 5], yRange: [-5, 5], equalUnits: true },
        marks: {
          data: dots(points, { faint: true }),
          "decoder’s mean, all z": {
            ...dots(model.likelihood(new NDArray(grid, [grid.length, 1])).mean),
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
        yTitle: "density",
        yRange: [0, 0.6],
        marks: {
          ...densityMarks({ "prior p(z)": model.prior, [OWN]: lowered(model.posterior(point)) }, [
            -REACH,
            REACH,
          ]),
          ...(aggregate && { [AVERAGE]: { x: grid, y: average(), line: { dash: "dash" } } }),
          "your z": { x: [z, z], y: [0, 0.6], line: { color: INK, dash: "dot" } },
        },
      },
    },
  });
}

/** log N(z; loc, scale²), as high as a standard Gaussian at most. */
function lowered(gaussian: Normal) {
  const [highest] = gaussian.logProb(gaussian.loc).data;
  return (z: Float64Array) => broadcast((log) => log - highest - HALF_LOG_2PI, gaussian.logProb(z));
}

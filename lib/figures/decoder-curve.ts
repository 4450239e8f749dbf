import { NDArray, type NDArrayLike } from "../ndarray";
import { type ChartOptions, type Figure, figure } from "./figure";
import { dots } from "./marks";
import { INK } from "./palette";

/** A point among data in the plane. */
export interface PointAmongData {
  /** Points in the plane, [rows, 2], of which the first 2000 are drawn. */
  readonly data: NDArrayLike;
  readonly point: readonly [number, number];
}

/** A model of points in the plane by one number, such as an Autoencoder. */
interface PlaneAutoencoder {
  decode(codes: NDArrayLike): NDArray;
  reconstruct(points: NDArrayLike): NDArray;
}

const REACH = 10;
const STEPS = 400;
const MOST = 2000;

/** Shows what an autoencoder with one latent decodes the codes from −10 to 10 to, a curve in the plane, and where it sends a point. */
export function decoderCurve(
  model: PlaneAutoencoder,
  { data, point }: PointAmongData,
  options: ChartOptions = {},
): Figure {
  const codes = Array.from({ length: STEPS + 1 }, (_, i) => [REACH * ((2 * i) / STEPS - 1)]);
  const [x, y] = model.reconstruct([point]).data;
  return figure({
    ...{ xTitle: "x₁", yTitle: "x₂", xRange: [-5, 5], yRange: [-5, 5], equalUnits: true },
    panelSize: [400, 400],
    ...options,
    colors: { "decoder, all codes": "model", ...options.colors },
    marks: {
      data: dots(NDArray.from(data, "data").head(MOST), { faint: true }),
      "decoder, all codes": { ...dots(model.decode(codes)), mode: "lines" },
      "your point and its reconstruction": {
        mode: "lines+markers",
        x: [point[0], x],
        y: [point[1], y],
        line: { color: INK },
        marker: { color: INK, symbol: ["square", "circle"] },
      },
    },
  });
}

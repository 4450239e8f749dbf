import type { Normal } from "../distributions/normal";
import { NDArray, type NDArrayLike } from "../ndarray";
import { densityMarks } from "./curves";
import { type ChartOptions, type Figure, figure } from "./figure";
import { dots, histogram } from "./marks";

/** What `codesAndPoints` draws. */
export interface CodesAndPoints {
  /** Points in the plane, [rows, 2], of which the first 1000 are drawn. */
  readonly data: NDArrayLike;
  /** Their codes, of one dimension each. */
  readonly codes: NDArray;
  /** A distribution of codes, over [1]. */
  readonly guess: Normal;
  /** What codes drawn from it are decoded to, [draws, 2]. */
  readonly decoded: NDArrayLike;
}

const MOST = 1000;
const REACH = 8;

/** Shows a guess at how codes are distributed: beside each other the codes of data with the guess, and the data with what it decodes to. */
export function codesAndPoints(
  { data, codes, guess, decoded }: CodesAndPoints,
  options: ChartOptions = {},
): Figure {
  return figure({
    shared: false,
    panelSize: [320, 320],
    ...options,
    colors: {
      "codes of the data": "data",
      "your Gaussian": "prior",
      "your Gaussian, decoded": "model",
      ...options.colors,
    },
    panels: {
      codes: {
        ...{ xTitle: "z", xRange: [-REACH, REACH], yTitle: "density" },
        marks: {
          "codes of the data": histogram(codes.data),
          ...densityMarks({ "your Gaussian": guess }, [-REACH, REACH]),
        },
      },
      points: {
        ...{ xTitle: "x₁", yTitle: "x₂", xRange: [-5, 5], yRange: [-5, 5], equalUnits: true },
        marks: {
          data: dots(NDArray.from(data, "data").head(MOST), { faint: true }),
          "your Gaussian, decoded": dots(decoded),
        },
      },
    },
  });
}

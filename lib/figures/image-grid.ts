import { checkInteger, checkIntegers, checkShape, rejectUnknownOptions } from "../check";
import { NDArray, type NDArrayLike } from "../ndarray";
import { type Figure, type FigureOptions, layoutWith, packedBytes } from "./figure";

export interface ImageGridOptions extends FigureOptions {
  /** Pixel rows and columns of each image. */
  readonly imageSize: readonly [rows: number, columns: number];
  /** Images side by side; default: 10, or fewer if there are fewer. */
  readonly columns?: number;
  /** Names of the grid's rows, at their left. */
  readonly rowLabels?: readonly string[];
  /** Names of the grid's columns, above them. */
  readonly columnLabels?: readonly string[];
  /** The values shown as black and as white, beyond which everything is; default: [0, 1]. */
  readonly range?: readonly [black: number, white: number];
}

/** Pixels between neighbouring images, which stay white. */
const GAP = 1;
/** The width of a grid, and the most that a pixel of an image may take of it, on the screen. */
const WIDTH = 600;
const MOST_ZOOM = 5;

/**
 * Grey images as rows of pixels, [count, rows · columns], in a grid that is filled row by row. Throws a RangeError if the
 * images are not of this size, or there is not one label for each row or column of the grid.
 */
export function imageGrid(images: NDArrayLike, options: ImageGridOptions): Figure {
  const { imageSize, rowLabels, columnLabels, range = [0, 1], title, caption, ...others } = options;
  const pixels = NDArray.from(images, "images");
  const [count] = pixels.shape;
  const { columns = Math.min(count, 10), ...rest } = others;
  rejectUnknownOptions("imageGrid", rest);
  checkIntegers("imageSize", imageSize);
  checkInteger("columns", columns);
  const [height, width] = imageSize;
  checkShape("images", pixels.shape, [count, height * width]);
  const rows = Math.ceil(count / columns);
  checkLabels("rowLabels", rowLabels, rows);
  checkLabels("columnLabels", columnLabels, columns);

  const size = { rows: rows * (height + GAP) - GAP, columns: columns * (width + GAP) - GAP };
  const [black, white] = range;
  const bytes = new Uint8Array(size.rows * size.columns).fill(255);
  for (let k = 0; k < count; k++) {
    const image = pixels.row(k);
    const corner = Math.floor(k / columns) * (height + GAP) * size.columns + (k % columns) * (width + GAP);
    for (let at = 0; at < image.length; at++) {
      const share = (image[at] - black) / (white - black);
      const byte = Math.round(255 * Math.min(Math.max(share, 0), 1));
      bytes[corner + Math.floor(at / width) * size.columns + (at % width)] = byte;
    }
  }
  const zoom = Math.min(MOST_ZOOM, WIDTH / size.columns);
  const margin = {
    l: rowLabels ? 110 : 12,
    r: 12,
    t: (title || caption ? 44 : 12) + (columnLabels ? 28 : 0),
    b: 12,
  };
  return {
    data: [
      {
        type: "heatmap",
        z: { ...packedBytes(bytes), shape: `${size.rows},${size.columns}` },
        zmin: 0,
        zmax: 255,
        zsmooth: false,
        colorscale: [
          [0, "#000000"],
          [1, "#FFFFFF"],
        ],
        showscale: false,
        hoverinfo: "skip",
      },
    ],
    layout: layoutWith(
      { title, caption },
      {
        width: Math.max(400, Math.ceil(size.columns * zoom) + margin.l + margin.r),
        height: Math.ceil(size.rows * zoom) + margin.t + margin.b,
        margin,
        xaxis: { ...labelled(columnLabels, width + GAP), side: "top", constrain: "domain" },
        yaxis: {
          ...labelled(rowLabels, height + GAP),
          autorange: "reversed",
          scaleanchor: "x",
          constrain: "domain",
        },
      },
    ),
  };
}

function checkLabels(name: string, labels: readonly string[] | undefined, count: number): void {
  if (labels && labels.length !== count)
    throw new RangeError(`${name}: expected ${count}, one for each, got ${labels.length}`);
}

/** An axis without lines, with a label in the middle of every `step` pixels. */
const labelled = (labels: readonly string[] = [], step: number) => ({
  showgrid: false,
  zeroline: false,
  ticks: "",
  tickmode: "array",
  tickvals: labels.map((_, k) => k * step + (step - 1 - GAP) / 2),
  ticktext: labels,
});

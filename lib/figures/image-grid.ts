import { checkInteger, checkIntegers, checkShape } from "../check";
import { NDArray, type NDArrayLike } from "../ndarray";
import { type ChartOptions, type Figure, figure } from "./figure";
import { SILENT } from "./marks";
import { packed } from "./numbers";

/** Options of `imageGrid`. */
export interface ImageGridOptions extends ChartOptions {
  /** Pixel rows and columns of each image. */
  readonly imageSize: readonly [rows: number, columns: number];
  /** Images side by side; default: 10, or fewer if there are fewer. */
  readonly columns?: number;
  /** Names of the grid's rows, at their left. */
  readonly rowLabels?: readonly string[];
  /** Names of the grid's columns, above them. */
  readonly columnLabels?: readonly string[];
}

/** Pixels between neighbouring images, which stay white. */
const GAP = 1;
/** The width of a grid, and the most that a pixel of an image may take of it, on the screen. */
const WIDTH = 600;
const MOST_ZOOM = 5;

/**
 * Grey images as rows of pixels between 0, black, and 1, white, [count, rows · columns], in a grid that is filled row by
 * row. Throws a RangeError if the images are not of this size, or there is not one label for each row or column of the grid.
 */
export function imageGrid(images: NDArrayLike, options: ImageGridOptions): Figure {
  const pixels = NDArray.from(images, "images");
  const [count] = pixels.shape;
  const { imageSize, rowLabels, columnLabels, columns = Math.min(count, 10), ...more } = options;
  checkIntegers("imageSize", imageSize);
  checkInteger("columns", columns);
  const [height, width] = imageSize;
  checkShape("images", pixels.shape, [count, height * width]);
  const rows = Math.ceil(count / columns);
  checkLabels("rowLabels", rowLabels, rows);
  checkLabels("columnLabels", columnLabels, columns);

  const size = { rows: rows * (height + GAP) - GAP, columns: columns * (width + GAP) - GAP };
  const bytes = new Uint8Array(size.rows * size.columns).fill(255);
  for (let k = 0; k < count; k++) {
    const image = pixels.row(k);
    const corner = Math.floor(k / columns) * (height + GAP) * size.columns + (k % columns) * (width + GAP);
    for (let at = 0; at < image.length; at++) {
      const byte = Math.round(255 * Math.min(Math.max(image[at], 0), 1));
      bytes[corner + Math.floor(at / width) * size.columns + (at % width)] = byte;
    }
  }
  const zoom = Math.min(MOST_ZOOM, WIDTH / size.columns);
  const [wide, high] = [size.columns, size.rows].map((pixels) => Math.ceil(pixels * zoom));
  const l = rowLabels ? 110 : 12;
  const z = { ...packed(bytes), shape: `${size.rows},${size.columns}` };
  const greys = { zmin: 0, zmax: 255, colorscale: "Greys", showscale: false, ...SILENT };
  return figure({
    panelSize: [wide, high],
    margin: { l, r: Math.max(12, 400 - l - wide), t: columnLabels ? 28 : 0, b: 12 },
    equalUnits: true,
    xaxis: { ...labelled(columnLabels, width + GAP), side: "top", constrain: "domain" },
    yaxis: { ...labelled(rowLabels, height + GAP), autorange: "reversed", constrain: "domain" },
    ...more,
    marks: { images: { type: "heatmap", z, ...greys } },
  });
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

import { checkChoice, rejectUnknownOptions } from "../check";
import { fileExists } from "../files/disk";
import { broadcast, type NDArray } from "../ndarray";
import { idx } from "./idx";

/** Grey images of digits. */
export interface Digits {
  /** The images as rows of pixels from 0, the background, to 1: [size, rows · columns]. */
  readonly points: NDArray;
  /** The digit that each image shows, 0 to 9: [size]. */
  readonly labels: NDArray;
  readonly imageSize: readonly [rows: number, columns: number];
}

export interface MnistOptions {
  /** The 60 000 images to train on, or the 10 000 to test with; default: "train". */
  readonly part?: "train" | "test";
  /** Number of images, the first ones; default: all, which take 376 MB for training. */
  readonly size?: number;
}

/**
 * The handwritten digits of LeCun, Cortes and Burges from a folder with their four IDX files, named as they were published,
 * "train-images-idx3-ubyte" and so on, or compressed, with ".gz" behind. Throws an Error that names the file that is missing
 * or wrong, and a RangeError or a TypeError for a bad option.
 */
export function mnist(folder: string, options: MnistOptions = {}): Digits {
  const { part = "train", size, ...rest } = options;
  rejectUnknownOptions("mnist", rest, "part size");
  checkChoice("part", part, ["train", "test"]);
  const [images, labels] = ["images-idx3", "labels-idx1"].map((name) => {
    const bare = `${folder}/${part === "train" ? "train" : "t10k"}-${name}-ubyte`;
    const file = !fileExists(bare) && fileExists(`${bare}.gz`) ? `${bare}.gz` : bare;
    return { file, values: idx(file, { count: size }) };
  });
  const [count, rows, columns] = images.values.shape;
  for (const [{ file, values }, axes] of [
    [images, 3],
    [labels, 1],
  ] as const)
    if (values.shape.length !== axes || values.shape[0] !== count)
      throw new Error(`${file}: expected ${axes} axes and ${count} entries, got ${values.shape.join(" × ")}`);
  const shares = broadcast((grey) => grey / 255, images.values);
  return {
    points: shares.reshape([count, rows * columns]),
    labels: labels.values,
    imageSize: [rows, columns],
  };
}

import type { NDArray } from "../ndarray";

export interface ImagesOptions {
  /** Pixel rows and columns that every picture is brought to; default: that of the files, which must all be the same. */
  imageSize?: readonly [rows: number, columns: number];
}

/** Pictures as points. */
export interface Images {
  /** Grey pixels row by row, 0 black and 1 white: [count, rows · columns]. */
  readonly points: NDArray;
  /** Pixel rows and columns. */
  readonly imageSize: readonly [rows: number, columns: number];
  /** The file of each picture, relative to the folder. */
  readonly files: readonly string[];
}

import { Matrix } from "ml-matrix";
import { NDArray } from "../ndarray";

/** Conversions of matrices [rows, columns] to and from ml-matrix, whose types stay out of the public API. */
export const toMatrix = ({ data, shape: [rows, columns] }: NDArray): Matrix =>
  Matrix.from1DArray(rows, columns, data);

export const fromMatrix = (matrix: Matrix): NDArray => NDArray.from(matrix.to2DArray());

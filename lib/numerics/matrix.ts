import { Matrix } from "ml-matrix";
import { NDArray } from "../ndarray";

/** A matrix [rows, columns] in the form that ml-matrix computes with, and back. Its type stays inside lib. */
export const toMatrix = ({ data, shape: [rows, columns] }: NDArray): Matrix =>
  Matrix.from1DArray(rows, columns, data);

export const fromMatrix = (matrix: Matrix): NDArray => NDArray.from(matrix.to2DArray());

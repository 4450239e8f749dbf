import { loadBlas } from "./blas";

/** Multiplications from which a call of the BLAS is faster than the loops below. */
const WORTH_BLAS = 20_000;
/** Rows of b that stay in the cache while the rows of a pass by. */
const BLOCK = 64;

/** c += a · b in float64, row-major, for a [rows, inner], b [inner, columns] and c [rows, columns]. */
export function addProduct(
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  rows: number,
  columns: number,
  inner: number,
): void {
  const blas = rows * columns * inner >= WORTH_BLAS ? loadBlas() : undefined;
  if (blas) {
    blas.dgemm(false, false, rows, columns, inner, 1, a, inner, b, columns, 1, c, columns);
    return;
  }
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < inner; k++) {
      const value = a[i * inner + k];
      for (let j = 0; j < columns; j++) c[i * columns + j] += value * b[k * columns + j];
    }
}

/** c += a · bᵀ in float64, row-major, for a [rows, inner], b [columns, inner] and c [rows, columns]. */
export function addProductWithTransposed(
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  rows: number,
  columns: number,
  inner: number,
): void {
  const blas = rows * columns * inner >= WORTH_BLAS ? loadBlas() : undefined;
  if (blas) {
    blas.dgemm(false, true, rows, columns, inner, 1, a, inner, b, inner, 1, c, columns);
    return;
  }
  for (let start = 0; start < columns; start += BLOCK)
    for (let i = 0; i < rows; i++)
      for (let j = start; j < Math.min(start + BLOCK, columns); j++) {
        let sum = 0;
        for (let k = 0, p = i * inner, q = j * inner; k < inner; k++) sum += a[p + k] * b[q + k];
        c[i * columns + j] += sum;
      }
}

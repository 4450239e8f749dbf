import { loadBlas } from "./blas";

/** Multiplications from which a call of the BLAS is faster than the loops below. */
const WORTH_BLAS = 20_000;
/** Rows of b that stay in the cache while the rows of a pass by. */
const BLOCK = 64;

type AddProduct = (
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  rows: number,
  columns: number,
  inner: number,
) => void;

const blasFor = (products: number) => (products >= WORTH_BLAS ? loadBlas() : undefined);

/** c += a · b in float64, row-major, for a [rows, inner], b [inner, columns] and c [rows, columns]. */
export const addProduct: AddProduct = (a, b, c, rows, columns, inner) => {
  const blas = blasFor(rows * columns * inner);
  if (blas) return blas.dgemm(false, false, rows, columns, inner, 1, a, inner, b, columns, 1, c, columns);
  const transposed = b.map((_, at) => b[(at % inner) * columns + Math.floor(at / inner)]);
  addProductWithTransposed(a, transposed, c, rows, columns, inner);
};

/** c += a · bᵀ in float64, row-major, for a [rows, inner], b [columns, inner] and c [rows, columns]. */
export const addProductWithTransposed: AddProduct = (a, b, c, rows, columns, inner) => {
  const blas = blasFor(rows * columns * inner);
  if (blas) return blas.dgemm(false, true, rows, columns, inner, 1, a, inner, b, inner, 1, c, columns);
  for (let start = 0; start < columns; start += BLOCK)
    for (let i = 0; i < rows; i++) {
      const end = Math.min(start + BLOCK, columns);
      let j = start;
      // Four sums at once, which do not wait for each other.
      for (; j + 4 <= end; j += 4) {
        let [s0, s1, s2, s3] = [0, 0, 0, 0];
        for (let k = 0, p = i * inner, q = j * inner; k < inner; k++, p++, q++) {
          const value = a[p];
          s0 += value * b[q];
          s1 += value * b[q + inner];
          s2 += value * b[q + 2 * inner];
          s3 += value * b[q + 3 * inner];
        }
        const at = i * columns + j;
        c[at] += s0;
        c[at + 1] += s1;
        c[at + 2] += s2;
        c[at + 3] += s3;
      }
      for (; j < end; j++) {
        let sum = 0;
        for (let k = 0, p = i * inner, q = j * inner; k < inner; k++, p++, q++) sum += a[p] * b[q];
        c[i * columns + j] += sum;
      }
    }
};

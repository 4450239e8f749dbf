/** A BLAS library that was found on this machine, computing on one thread per call. Matrices are row-major. */
export interface Blas {
  /** For the record, such as "OpenBLAS 0.3.34.481.3 (Haswell)". */
  readonly name: string;
  readonly path: string;
  /** C = alpha · op(A) op(B) + beta · C on float32 views, which may lie in shared WebAssembly memory; op(A) is [m, k]. */
  readonly sgemm: Multiply<Float32Array>;
  /** The same as `sgemm` in float64. */
  readonly dgemm: Multiply<Float64Array>;
}

/** With beta 0, C is not read. Each `ld` is the distance from one row to the next of a matrix as it is stored. */
export type Multiply<View> = (
  transposeA: boolean,
  transposeB: boolean,
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: View,
  lda: number,
  b: View,
  ldb: number,
  beta: number,
  c: View,
  ldc: number,
) => void;

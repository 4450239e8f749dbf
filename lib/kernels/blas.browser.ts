import type { Blas } from "./matrix-products";

/** A page has no library to multiply with: the WebAssembly kernels serve. */
export const loadBlas = (): Blas | undefined => undefined;

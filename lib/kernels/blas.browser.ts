import type { Blas } from "./blas-interface";

/** A page has no library to multiply with: the WebAssembly kernels serve. */
export const loadBlas = (): Blas | undefined => undefined;

/** The compiled primitives in base64, with the best features first: put here by what bundles a page. */
declare const KERNELS: readonly string[];

let primitives: WebAssembly.Module | undefined;

export function loadKernels(): WebAssembly.Module {
  primitives ??= load();
  return primitives;
}

function load(): WebAssembly.Module {
  for (const text of KERNELS) {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    if (WebAssembly.validate(bytes)) return new WebAssembly.Module(bytes);
  }
  throw new Error("this browser cannot run WebAssembly with SIMD and threads");
}

import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Blas, Multiply } from "./blas-interface";

/** What is used of the npm package koffi, whose own types do not concern the notebooks' type checker. */
interface Koffi {
  load(path: string): { func(definition: string): (...values: unknown[]) => unknown };
}

/** What was found, or the reason why nothing was. */
interface Search {
  readonly blas?: Blas;
  readonly reason?: string;
}

let search: Search | undefined;

/**
 * The library to multiply matrices with, searched for once per thread. Undefined where there is none, or while the
 * environment variable AEVB_NO_BLAS is set.
 */
export function loadBlas(): Blas | undefined {
  return currentSearch().blas;
}

/** One line that says which library `loadBlas` returns, or why it returns none. */
export function describeBlas(): string {
  const { blas, reason } = currentSearch();
  return blas ? `${blas.name}, ${blas.path}` : `none (${reason}): the WebAssembly SIMD kernels serve`;
}

function currentSearch(): Search {
  if (process.env.AEVB_NO_BLAS) return { reason: "AEVB_NO_BLAS is set" };
  search ??= findBlas();
  return search;
}

function findBlas(): Search {
  let koffi: Koffi;
  try {
    koffi = createRequire(__filename)("koffi") as Koffi;
  } catch (error) {
    return { reason: `the package koffi cannot be loaded (${(error as Error).message.split("\n")[0]})` };
  }
  const failures: string[] = [];
  for (const file of candidates()) {
    try {
      return { blas: file === ACCELERATE ? openAccelerate(koffi, file) : openOpenBlas(koffi, file) };
    } catch (error) {
      if (existsSync(file)) failures.push(`${file}: ${(error as Error).message}`);
    }
  }
  return { reason: failures.join("; ") || "no OpenBLAS was found; npm start installs one" };
}

const ACCELERATE = "/System/Library/Frameworks/Accelerate.framework/Accelerate";

/**
 * Where OpenBLAS may be, best first: the project's environment, conda's, the system's. No other library of the system
 * will do: libblas is often the reference implementation, which is slower than our own kernels.
 */
function candidates(): string[] {
  const conda = process.env.CONDA_PREFIX;
  const environments = [path.join(__dirname, "../../.venv"), ...(conda ? [conda] : [])];
  const wheels = environments.flatMap((folder) => [
    ...matching(path.join(folder, "lib"), /^python3/).map((python) => path.join(python, "site-packages")),
    path.join(folder, "Lib", "site-packages"),
  ]);
  return [
    ...wheels.flatMap((folder) => matching(path.join(folder, "scipy_openblas32", "lib"), LIBRARY)),
    ...(conda ? matching(path.join(conda, "lib"), LIBRARY) : []),
    ...(process.platform === "darwin" ? [ACCELERATE] : []),
    ...(process.platform === "linux" ? ["libopenblas.so.0"] : []),
  ];
}

const LIBRARY = /^lib(scipy_)?openblas.*\.(so|dylib|dll)(\.\d+)?$/;

function matching(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => pattern.test(name));
  return names.sort().map((name) => path.join(folder, name));
}

function openOpenBlas(koffi: Koffi, file: string): Blas {
  const library = koffi.load(file);
  const prefix = file.includes("scipy_openblas") ? "scipy_" : "";
  const configuration = String(library.func(`str ${prefix}openblas_get_config()`)());
  if (configuration.includes("USE64BITINT")) throw new Error("its integers have 64 bits");
  library.func(`void ${prefix}openblas_set_num_threads(int)`)(1);
  const core = String(library.func(`str ${prefix}openblas_get_corename()`)());
  const version = /OpenBLAS \d+(\.\d+)*/.exec(configuration)?.[0] ?? "OpenBLAS";
  return { name: `${version} (${core})`, path: file, ...multiplications(library, prefix) };
}

function openAccelerate(koffi: Koffi, file: string): Blas {
  const library = koffi.load(file);
  const SINGLE_THREADED = 1;
  library.func("int BLASSetThreading(uint)")(SINGLE_THREADED);
  return { name: "Accelerate", path: file, ...multiplications(library, "") };
}

function multiplications(library: ReturnType<Koffi["load"]>, prefix: string): Pick<Blas, "sgemm" | "dgemm"> {
  const ROW_MAJOR = 101;
  const NO_TRANSPOSE = 111;
  const TRANSPOSE = 112;
  const multiply = <View>(name: string, real: string): Multiply<View> => {
    const call = library.func(
      `void ${prefix}${name}(int order, int ta, int tb, int m, int n, int k, ${real} alpha, void* a, int lda, void* b, int ldb, ${real} beta, void* c, int ldc)`,
    );
    return (transposeA, transposeB, ...rest) => {
      call(ROW_MAJOR, transposeA ? TRANSPOSE : NO_TRANSPOSE, transposeB ? TRANSPOSE : NO_TRANSPOSE, ...rest);
    };
  };
  return { sgemm: multiply("cblas_sgemm", "float"), dgemm: multiply("cblas_dgemm", "double") };
}

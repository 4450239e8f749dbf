import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setFlagsFromString } from "node:v8";

const sources = path.join(__dirname, "assembly");
const build = path.join(__dirname, "build");
/** What the primitives import from the rest of the library. */
const shared = ["../numerics/log-variance-limit.ts", "likelihood-codes.ts"].map((file) =>
  path.join(__dirname, file),
);

/** Relaxed SIMD multiplies and adds in one instruction. */
const FEATURES = [
  ["simd", "threads", "bulk-memory", "relaxed-simd"],
  ["simd", "threads", "bulk-memory"],
];

let primitives: WebAssembly.Module | undefined;

/** The compiled primitives, recompiled when their sources or the compiler have changed. */
export function loadKernels(): WebAssembly.Module {
  primitives ??= compile(path.join(sources, "index.ts"));
  return primitives;
}

/** The compiled primitives as bytes for each set of features, the best first. */
export const kernelBytes = (): Uint8Array[] =>
  FEATURES.map((features) => readFileSync(compiled(path.join(sources, "index.ts"), features)));

/** Compiles an AssemblyScript file that builds on the primitives, with the best features that this Node.js has. */
export function compile(entry: string): WebAssembly.Module {
  // Later versions have relaxed SIMD without the flag, and print an error about one that they do not know.
  if (process.version.startsWith("v20.")) setFlagsFromString("--experimental-wasm-relaxed-simd");
  for (const features of FEATURES) {
    const bytes = readFileSync(compiled(entry, features));
    if (WebAssembly.validate(bytes)) return new WebAssembly.Module(bytes);
  }
  throw new Error("this Node.js cannot run WebAssembly with SIMD and threads");
}

/** The path of the WebAssembly for a set of features, named by a hash of all that it depends on. */
function compiled(entry: string, features: readonly string[]): string {
  const require = createRequire(__filename);
  const { version } = require("assemblyscript/package.json") as { version: string };
  const hash = createHash("sha256").update(JSON.stringify([features, version]));
  const files = readdirSync(sources).sort();
  for (const file of [entry, ...shared, ...files.map((name) => path.join(sources, name))])
    hash.update(path.basename(file)).update(readFileSync(file));
  const target = path.join(build, `${hash.digest("hex").slice(0, 16)}.wasm`);
  if (existsSync(target)) return target;
  mkdirSync(build, { recursive: true });
  const aside = `${target}.${process.pid}`;
  execFileSync(
    process.execPath,
    [
      require.resolve("assemblyscript/bin/asc.js"),
      entry,
      ...["--outFile", aside, "-O3", "--noAssert", "--runtime", "stub"],
      ...features.flatMap((feature) => ["--enable", feature]),
      ...["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
    ],
    { stdio: "pipe" },
  );
  renameSync(aside, target);
  return target;
}

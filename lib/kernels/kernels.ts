import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setFlagsFromString } from "node:v8";

type Pointer = number;
type Likelihood = (
  x: Pointer,
  output: Pointer,
  gradient: Pointer,
  mask: Pointer,
  dimensions: number,
  samples: number,
  vectors: number,
  weight: number,
) => number;

/** The primitives of assembly/, as WebAssembly exports them. */
export interface Kernels {
  applyRelu(panel: Pointer, vectors: number): void;
  applySigmoid(panel: Pointer, vectors: number): void;
  applySoftplus(panel: Pointer, vectors: number): void;
  applyTanh(panel: Pointer, vectors: number): void;
  reluGradient(output: Pointer, gradient: Pointer, vectors: number): void;
  sigmoidGradient(output: Pointer, gradient: Pointer, vectors: number): void;
  softplusGradient(output: Pointer, gradient: Pointer, vectors: number): void;
  tanhGradient(output: Pointer, gradient: Pointer, vectors: number): void;
  addBias(panel: Pointer, bias: Pointer, units: number, vectors: number): void;
  addBiasGradient(outputGradient: Pointer, biasGradient: Pointer, units: number, vectors: number): void;
  adam(
    vectors: Pointer,
    stride: number,
    threads: number,
    start: number,
    end: number,
    rate: number,
    correction: number,
    beta1: number,
    beta2: number,
    epsilon: number,
  ): void;
  dense(
    input: Pointer,
    output: Pointer,
    weight: Pointer,
    bias: Pointer,
    inputs: number,
    outputs: number,
    vectors: number,
    rectify: boolean,
  ): void;
  denseInputGradient(
    outputGradient: Pointer,
    inputGradient: Pointer,
    weight: Pointer,
    gate: Pointer,
    inputs: number,
    outputs: number,
    vectors: number,
  ): void;
  denseGradient(
    input: Pointer,
    outputGradient: Pointer,
    weightGradient: Pointer,
    biasGradient: Pointer,
    inputs: number,
    outputs: number,
    vectors: number,
  ): void;
  gather(
    points: Pointer,
    indices: Pointer,
    panel: Pointer,
    count: number,
    dimensions: number,
    vectors: number,
  ): void;
  reparameterize(
    heads: Pointer,
    noise: Pointer,
    z: Pointer,
    deviation: Pointer,
    latentSize: number,
    samples: number,
    vectors: number,
  ): void;
  latentGradient(
    heads: Pointer,
    noise: Pointer,
    deviation: Pointer,
    zGradient: Pointer,
    headsGradient: Pointer,
    mask: Pointer,
    latentSize: number,
    samples: number,
    vectors: number,
    weight: number,
  ): number;
  addDraws(terms: Pointer, totals: Pointer, samples: number, vectors: number): void;
  deviations(heads: Pointer, vectors: number, absolute: boolean): void;
  drawLatents(
    posterior: Pointer,
    noise: Pointer,
    z: Pointer,
    latentSize: number,
    samples: number,
    vectors: number,
  ): void;
  negativeHalfSquares(
    panel: Pointer,
    terms: Pointer,
    latentSize: number,
    samples: number,
    vectors: number,
  ): void;
  logLikelihoods(
    comparison: number,
    x: Pointer,
    output: Pointer,
    terms: Pointer,
    dimensions: number,
    samples: number,
    vectors: number,
    precision: number,
  ): void;
  drawNoise(
    noise: Pointer,
    latentSize: number,
    samples: number,
    vectors: number,
    key0: number,
    key1: number,
    first: number,
    group: number,
  ): void;
  squaredError: Likelihood;
  gaussian: Likelihood;
  bernoulli: Likelihood;
  published: Likelihood;
  normals(output: Pointer, vectors: number, key0: number, key1: number, step: number, tile: number): void;
}

const sources = path.join(__dirname, "assembly");
const build = path.join(__dirname, "build");
/** What the primitives import from the rest of the library. */
const shared = path.join(__dirname, "../numerics/log-variance-limit.ts");

/** Relaxed SIMD multiplies and adds in one instruction; Node before 22 has it behind a flag of V8. */
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

/** Compiles an AssemblyScript file that builds on the primitives, with the best features that this Node.js has. */
export function compile(entry: string): WebAssembly.Module {
  setFlagsFromString("--experimental-wasm-relaxed-simd");
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
  for (const file of [
    entry,
    shared,
    ...readdirSync(sources)
      .sort()
      .map((name) => path.join(sources, name)),
  ])
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

/** The primitives on a given memory. */
export function instantiate<Exports = Kernels>(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Exports {
  const abort = () => {
    throw new Error("a kernel failed");
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  return exports as unknown as Exports;
}

import path from "node:path";

/** A program that speaks the protocol of ours/protocol.ts. */
export interface Contender {
  readonly name: string;
  readonly group: "fused" | "tensorflow" | "stock tfjs-node" | "PyTorch" | "JAX";
  readonly command: readonly string[];
  /** Excluded from the quick run: slow to start, or slower than others of its group. */
  readonly slow?: boolean;
  /** The fastest of its group on wide models, which the quick run takes there. */
  readonly fastWide?: boolean;
  /** Excluded from cases with more floating-point operations per step, which would take minutes. */
  readonly mostOperations?: number;
}

/** The contender that is measured against the peak of one thread. */
export const ONE_THREAD = "fused, 1 thread";

const ours = (file: string, ...rest: string[]) => [
  process.execPath,
  "--import",
  "tsx",
  path.join(__dirname, "ours", file),
  ...rest,
];

/** All contenders; `python` is an interpreter that has PyTorch and JAX. */
export function contenders(python: string): Contender[] {
  const peer = (file: string, ...rest: string[]) => [python, path.join(__dirname, "peers", file), ...rest];
  return [
    { name: ONE_THREAD, group: "fused", command: ours("fused.ts", "1") },
    { name: "fused, 2 threads", group: "fused", command: ours("fused.ts", "2"), fastWide: true },
    { name: "tensorflow, native", group: "tensorflow", command: ours("tensorflow.ts", "native"), slow: true },
    { name: "tensorflow, wasm", group: "tensorflow", command: ours("tensorflow.ts", "wasm"), slow: true },
    {
      name: "tensorflow, cpu",
      group: "tensorflow",
      command: ours("tensorflow.ts", "cpu"),
      slow: true,
      mostOperations: 1e9,
    },
    { name: "stock tfjs-node", group: "stock tfjs-node", command: ours("stock-tfjs.ts") },
    { name: "PyTorch eager, 1 thread", group: "PyTorch", command: peer("torch_peer.py", "eager", "1") },
    {
      name: "PyTorch eager, 2 threads",
      group: "PyTorch",
      command: peer("torch_peer.py", "eager", "2"),
      fastWide: true,
    },
    {
      name: "torch.compile, 2 threads",
      group: "PyTorch",
      command: peer("torch_peer.py", "compile", "2"),
      slow: true,
    },
    { name: "JAX jit", group: "JAX", command: peer("jax_peer.py", "jit") },
    { name: "JAX jit + scan", group: "JAX", command: peer("jax_peer.py", "scan"), fastWide: true },
  ];
}

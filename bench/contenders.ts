import path from "node:path";
import {
  AE,
  type Case,
  DIGITS,
  DIGITS_1000,
  DIGITS_ELBO,
  FACES,
  operations,
  VAE,
  VAE_64,
  VAE_ELBO,
} from "./cases";

/** A program that speaks the protocol of ours/protocol.ts. */
export interface Contender {
  readonly name: string;
  readonly group: "fused" | "tensorflow" | "stock tfjs-node" | "PyTorch" | "JAX";
  readonly command: readonly string[];
  /** The only task it can do; both when left out. */
  readonly task?: Case["task"];
  /** Excluded from cases with more floating-point operations per step, which would take minutes. */
  readonly mostOperations?: number;
  /** The cases of the quick run that it takes part in, since it may be the fastest of its group there. */
  readonly quick: readonly Case[];
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
    {
      name: ONE_THREAD,
      group: "fused",
      command: ours("fused.ts", "1"),
      task: "train",
      quick: [VAE_64],
    },
    {
      name: "fused, 2 threads",
      group: "fused",
      command: ours("fused.ts", "2"),
      task: "train",
      quick: [AE, VAE, DIGITS, FACES, DIGITS_1000],
    },
    {
      name: "fused, all threads",
      group: "fused",
      command: ours("elbo.ts"),
      task: "elbo",
      quick: [DIGITS_ELBO, VAE_ELBO],
    },
    {
      name: "tensorflow, native",
      group: "tensorflow",
      command: ours("tensorflow.ts", "native"),
      task: "train",
      quick: [],
    },
    {
      name: "tensorflow, wasm",
      group: "tensorflow",
      command: ours("tensorflow.ts", "wasm"),
      task: "train",
      quick: [],
    },
    {
      name: "tensorflow, cpu",
      group: "tensorflow",
      command: ours("tensorflow.ts", "cpu"),
      task: "train",
      mostOperations: 1e9,
      quick: [],
    },
    {
      name: "stock tfjs-node",
      group: "stock tfjs-node",
      command: ours("stock-tfjs.ts"),
      task: "train",
      quick: [VAE],
    },
    {
      name: "PyTorch eager, 1 thread",
      group: "PyTorch",
      command: peer("torch_peer.py", "eager", "1"),
      quick: [AE, VAE, FACES, VAE_ELBO, DIGITS_ELBO],
    },
    {
      name: "PyTorch eager, 2 threads",
      group: "PyTorch",
      command: peer("torch_peer.py", "eager", "2"),
      quick: [AE, VAE, DIGITS, FACES, DIGITS_1000, VAE_ELBO, DIGITS_ELBO],
    },
    {
      name: "torch.compile, 2 threads",
      group: "PyTorch",
      command: peer("torch_peer.py", "compile", "2"),
      quick: [],
    },
    { name: "JAX jit", group: "JAX", command: peer("jax_peer.py", "jit"), quick: [] },
    {
      name: "JAX jit + loop",
      group: "JAX",
      command: peer("jax_peer.py", "loop"),
      quick: [AE, VAE, DIGITS, FACES],
    },
  ];
}

/** Whether a contender is timed on a case of the full run. */
export const canTime = ({ task, mostOperations = Infinity }: Contender, one: Case) =>
  (task ?? one.task) === one.task && operations(one) <= mostOperations;

/** Whether a contender is timed on a case of the quick run. */
export const inQuickRun = ({ quick }: Contender, one: Case) => quick.includes(one);

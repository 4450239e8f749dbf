import { loadBlas } from "../../kernels/blas";
import { loadKernels } from "../../kernels/load-kernels";
import { startThread, trainingThreads } from "../../threads";
import type { AdamState } from "../adam";
import { DivergenceError, type Trainer, type TrainingJob } from "../engine";
import { epochOrder } from "../minibatches";
import { type Plan, planTraining, usesBlas } from "./plan";
import type { Advance, WorkerData } from "./worker";

const KINDS: readonly string[] = ["autoencoder", "variational autoencoder"];

/** Dense encoders and decoders of any depth and width, with every activation and likelihood that the models have. */
export function unsupported({ model, settings }: TrainingJob): string | undefined {
  if (!KINDS.includes(model.kind)) return `it has no kernels for a ${model.kind}`;
  if (model.kind === "autoencoder") return undefined;
  const { deviationHead } = model.options;
  if (deviationHead !== "logVariance") return `it has no kernels for the deviation head "${deviationHead}"`;
  if (settings.objective === "iwae" || settings.objective === "evidence")
    return `it has no kernels for the objective "${settings.objective}"`;
  if (settings.gradient !== "pathwise") return `it has no kernels for the gradient "${settings.gradient}"`;
  return undefined;
}

export async function describe(job: TrainingJob): Promise<string> {
  const blas = usesBlas(planOf(job)) ? ` and ${loadBlas()?.name}` : "";
  return `WebAssembly SIMD${blas} on up to ${trainingThreads()} threads`;
}

export async function createTrainer(job: TrainingJob, adam?: AdamState): Promise<Trainer> {
  const { model } = job;
  const plan = planOf(job);
  const { threads } = plan;
  const module = loadKernels();
  const memory = allocate(plan);
  fill(memory.buffer, plan, job);
  const shared = new Float32Array(memory.buffer);
  const vector = (from: number) => shared.subarray(from / 4, from / 4 + model.parameters.length);
  if (adam) {
    vector(plan.firstMoment).set(adam.firstMoment);
    vector(plan.secondMoment).set(adam.secondMoment);
  }
  let step = adam?.step ?? 0;
  const workers = Array.from({ length: threads }, (_, thread) => {
    const workerData: WorkerData = { plan, thread, module, memory, step };
    return startThread("training/fused/worker", workerData);
  });
  await Promise.all(workers.map(({ ready }) => ready));

  return {
    threads,
    async advance(steps) {
      const [{ losses, diverged }] = await Promise.all(workers.map((worker) => worker.ask<Advance>(steps)));
      model.parameters.set(vector(diverged ? plan.previous : plan.parameters));
      if (diverged) throw new DivergenceError(diverged.step, diverged.loss);
      step += steps;
      return losses;
    },
    adam: () => ({
      step,
      firstMoment: vector(plan.firstMoment).slice(),
      secondMoment: vector(plan.secondMoment).slice(),
    }),
    dispose() {
      for (const worker of workers) worker.terminate();
    },
  };
}

function planOf(job: TrainingJob): Plan {
  const { threads = threadsFor(job) } = job.settings;
  return planTraining(job, threads, loadBlas() !== undefined);
}

/** As many threads as the machine has, but no more than there are tiles. */
function threadsFor({ settings }: TrainingJob): number {
  return Math.min(trainingThreads(), Math.ceil(settings.batchSize / 32));
}

const PAGE = 65536;
const MOST_PAGES = 65536;

function allocate({ size }: Plan): WebAssembly.Memory {
  const pages = Math.ceil(size / PAGE);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw new RangeError(
      `the training needs ${(size / 2 ** 20).toFixed(0)} MiB of shared memory, and at most ${MOST_PAGES / 16} MiB can be had; use a smaller model, fewer points, or engine: "tensorflow"`,
      { cause },
    );
  }
}

/** Writes data, parameters, order and masks to their places in the plan. */
export function fill(memory: ArrayBufferLike, plan: Plan, { model, points }: TrainingJob): void {
  new Float32Array(memory, plan.points, points.size).set(points.data);
  new Float32Array(memory, plan.parameters, model.parameters.length).set(model.parameters);
  new Float32Array(memory, plan.previous, model.parameters.length).set(model.parameters);
  new Int32Array(memory, plan.mask, 4 * plan.vectors).fill(-1);
  // Where one batch holds everything, no thread will change the order.
  new Uint32Array(memory, plan.indices, plan.rows).set(epochOrder(plan.rows, plan.batchSize, plan.seed, 0));
}

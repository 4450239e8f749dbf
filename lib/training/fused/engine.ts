import { availableThreads } from "../../cores";
import { usesBlas } from "../../engine/network";
import { Team } from "../../engine/team";
import { loadBlas } from "../../kernels/blas";
import { loadKernels } from "../../kernels/load-kernels";
import { sharedMemory } from "../../kernels/memory";
import type { Thread } from "../../thread";
import { threadsFor } from "../../threads";
import type { AdamState } from "../adam";
import { DivergenceError } from "../divergence-error";
import type { Trainer, Training } from "../engine";
import { epochOrder } from "../minibatches";
import { GRADIENTS } from "./gradient";
import { planTraining, type TrainingPlan } from "./plan";
import type { Advance, ThreadData } from "./worker";
import "./worker";

const workers = threadsFor("training/fused/worker");

const KINDS: readonly string[] = ["autoencoder", "variational autoencoder"];

/** Dense encoders and decoders of any depth and width, with every activation, likelihood and objective that the models have. */
export function unsupported({ model, settings }: Training): string | undefined {
  if (!KINDS.includes(model.kind)) return `it has no kernels for a ${model.kind}`;
  if (model.kind === "autoencoder") return undefined;
  if (!GRADIENTS[settings.objective]) return `it has no kernels for the objective "${settings.objective}"`;
  if (settings.gradient !== "pathwise") return `it has no kernels for the gradient "${settings.gradient}"`;
  return undefined;
}

export async function describe(training: Training): Promise<string> {
  const blas = usesBlas(planOf(training)) ? ` and ${loadBlas()?.name}` : "";
  return `WebAssembly SIMD${blas} on up to ${threadsOf(training)} threads`;
}

/** `allWork`: all threads work at every step, even where that does not help. */
export async function createTrainer(
  training: Training,
  adam?: AdamState,
  { allWork = false } = {},
): Promise<Trainer> {
  const { model } = training;
  const plan = planOf(training);
  const most = Math.min(plan.shards, allWork ? (training.threads ?? 1) : threadsOf(training));
  const module = loadKernels();
  const memory = sharedMemory(
    "the training",
    plan.workspaces + most * plan.workspaceStride,
    'a smaller model, fewer points, or engine: "tensorflow"',
  );
  fill(memory.buffer, plan, training);
  const shared = new Float32Array(memory.buffer);
  const vector = (from: number) => shared.subarray(from / 4, from / 4 + model.parameters.length);
  if (adam) {
    vector(plan.firstMoment).set(adam.firstMoment);
    vector(plan.secondMoment).set(adam.secondMoment);
  }
  let step = adam?.step ?? 0;
  const start = (position: number) => {
    const data: ThreadData = { plan, position, module, memory, step, allWork };
    return workers.start(data, { helps: position > 0 });
  };
  const leader = start(0);
  const helpers: Thread[] = [];
  const startHelpers = (count: number) => {
    while (helpers.length < count) helpers.push(start(helpers.length + 1));
  };
  startHelpers(Math.min(allWork ? most : 2, most) - 1);
  await leader.ready;
  return {
    async advance(steps) {
      // A helper is ready once it is dismissed, unless it fails.
      const { losses, diverged, wanted } = await Promise.race([
        leader.ask<Advance>(steps),
        ...helpers.map(({ ready }) => ready as Promise<never>),
      ]);
      model.parameters.set(vector(diverged ? plan.previous : plan.parameters));
      if (diverged) throw new DivergenceError(diverged.step, diverged.loss);
      startHelpers(Math.min(wanted, most) - 1);
      step += steps;
      return losses;
    },
    adam: () => ({
      step,
      firstMoment: vector(plan.firstMoment).slice(),
      secondMoment: vector(plan.secondMoment).slice(),
    }),
    dispose() {
      new Team(memory.buffer, plan.team).dismiss();
      for (const thread of [leader, ...helpers]) thread.release();
    },
  };
}

const threadsOf = ({ threads = Number.POSITIVE_INFINITY }: Training) => Math.min(threads, availableThreads());

const planOf = (training: Training): TrainingPlan => planTraining(training, loadBlas() !== undefined);

/** Writes data, parameters, order and masks to their places in the plan. */
export function fill(memory: ArrayBufferLike, plan: TrainingPlan, { model, points }: Training): void {
  const { rows, settings } = plan;
  new Float32Array(memory, plan.points, points.size).set(points.data);
  new Float32Array(memory, plan.parameters, model.parameters.length).set(model.parameters);
  new Float32Array(memory, plan.previous, model.parameters.length).set(model.parameters);
  new Int32Array(memory, plan.mask, 4 * plan.draws * plan.vectors).fill(-1);
  // Where one batch holds everything, no thread will change the order.
  new Uint32Array(memory, plan.indices, rows).set(epochOrder(rows, settings.batchSize, settings.seed, 0));
}

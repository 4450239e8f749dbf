import { loadBlas } from "../../kernels/blas";
import { instantiate } from "../../kernels/kernels";
import { answerMessages } from "../../threads";
import { biasCorrection, OPTIMIZERS } from "../adam";
import { epochOrder } from "../minibatches";
import { valueAt } from "../schedule";
import { Barrier } from "./barrier";
import { makePass } from "./pass";
import { type Plan, usesBlas } from "./plan";

/** What the engine hands to each thread. */
export interface WorkerData {
  readonly plan: Plan;
  readonly thread: number;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Steps completed when the training starts or continues. */
  readonly step: number;
}

/** The answer of thread 0 to a request to advance. */
export interface Advance {
  /** Mean loss of each step. */
  readonly losses: Float64Array;
  /** Where the loss was not finite. */
  readonly diverged?: { step: number; loss: number };
}

/** Prepares a thread of a training, which then advances by as many steps as it is asked to. */
function makeThread({ plan, thread, module, memory, ...start }: WorkerData): (steps: number) => Advance {
  const kernels = instantiate(module, memory);
  const pass = makePass(plan, kernels, thread, memory.buffer, usesBlas(plan) ? loadBlas() : undefined);
  const barrier = new Barrier(memory.buffer, plan.control, plan.threads);
  const partialLosses = new Float64Array(memory.buffer, plan.losses, plan.threads);
  const indices = new Uint32Array(memory.buffer, plan.indices, plan.rows);
  const { rows, batchSize, epochSteps, threads, vectors, parameterCount } = plan;
  const { beta1, beta2, epsilon } = OPTIMIZERS[plan.optimizer];
  const tilePoints = 4 * vectors;
  const share = (count: number, of: number) => Math.floor((count * of) / threads);
  const adamStart = 4 * share(parameterCount / 4, thread);
  const adamEnd = 4 * share(parameterCount / 4, thread + 1);
  let { step } = start;
  let shuffledFor = -1;

  /** The mean loss over the batch that starts at `start`; updates the parameters unless it is not finite. */
  function trainStep(start: number): number {
    const batch = Math.min(batchSize, rows - start);
    const tiles = Math.ceil(batch / tilePoints);
    const epoch = step / epochSteps;
    const klWeight = valueAt(plan.klWeight, epoch);
    let loss = 0;
    for (let index = share(tiles, thread); index < share(tiles, thread + 1); index++) {
      const first = index * tilePoints;
      const count = Math.min(tilePoints, batch - first);
      loss += pass({ first: start + first, count, batch, klWeight, step, index });
    }
    partialLosses[thread] = loss;
    barrier.wait();
    const total = partialLosses.reduce((sum, partial) => sum + partial, 0);
    if (Number.isFinite(total)) {
      step++;
      const { rate, correction } = biasCorrection(plan.optimizer, step, valueAt(plan.learningRate, epoch));
      kernels.adam(
        plan.parameters,
        plan.vectorStride,
        threads,
        adamStart,
        adamEnd,
        rate,
        1 / correction,
        beta1,
        beta2,
        epsilon,
      );
    }
    barrier.wait();
    return total;
  }

  /** Writes the epoch's order of the points, once per epoch. */
  function shuffle(epoch: number): void {
    if (epochSteps === 1 || epoch === shuffledFor) return;
    if (thread === 0) indices.set(epochOrder(rows, batchSize, plan.seed, epoch));
    shuffledFor = epoch;
    barrier.wait();
  }

  function advance(steps: number): Advance {
    const losses = new Float64Array(steps);
    for (let i = 0; i < steps; i++) {
      shuffle(Math.floor(step / epochSteps));
      losses[i] = trainStep((step % epochSteps) * batchSize);
      if (!Number.isFinite(losses[i])) return { losses, diverged: { step: step + 1, loss: losses[i] } };
    }
    return { losses };
  }

  return advance;
}

answerMessages("training/fused/worker", makeThread);

import { Judge } from "../../engine/judge";
import { Team, type Work } from "../../engine/team";
import { instantiate } from "../../kernels/kernels";
import { answerMessages } from "../../threads";
import { biasCorrection, OPTIMIZERS } from "../adam";
import { epochOrder } from "../minibatches";
import { valueAt } from "../schedule";
import { GRADIENTS } from "./gradient";
import type { TrainingPlan } from "./plan";

/** What the engine hands to each thread. */
export interface ThreadData {
  readonly plan: TrainingPlan;
  /** 0 for the thread that leads. */
  readonly position: number;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Steps completed when the training starts or continues. */
  readonly step: number;
  /** Whether all threads work at all times, and not only as many as help. */
  readonly allWork: boolean;
}

/** The answer of the leading thread to a request to advance. */
export interface Advance {
  /** Mean loss of each step. */
  readonly losses: Float64Array;
  /** How many threads would be of use, if there were more. */
  readonly wanted: number;
  /** Where the loss was not finite. */
  readonly diverged?: { step: number; loss: number };
}

/** The tasks of a step's two rounds. */
const GRADIENT = 0;
const OPTIMIZER = 1;

/** A thread of a training: helps until it is dismissed, or leads by as many steps as it is asked to. */
function makeThread(data: ThreadData): (steps: number) => Advance {
  const { plan, position, memory } = data;
  const team = new Team(memory.buffer, plan.team);
  const work = makeWork(data);
  if (position > 0) team.help(position, work);
  return leader(data, team, work);
}

/** Does the shards of both rounds; a round's argument is the step, from which all else follows. */
function makeWork({ plan, position, module, memory }: ThreadData): Work {
  const kernels = instantiate(module, memory);
  const addGradient = GRADIENTS[plan.settings.objective]!(plan, kernels, position, memory.buffer);
  const losses = new Float64Array(memory.buffer, plan.losses, plan.shards);
  const { rows, epochSteps, tilePoints, shards, ranges, parameterCount, settings } = plan;
  const { batchSize, optimizer } = settings;
  const { beta1, beta2, epsilon } = OPTIMIZERS[optimizer];

  /** The gradient and the loss of a shard's tiles. */
  function differentiate(shard: number, step: number): void {
    const start = (step % epochSteps) * batchSize;
    const batch = Math.min(batchSize, rows - start);
    const tiles = Math.ceil(batch / tilePoints);
    const klWeight = valueAt(settings.klWeight, step / epochSteps);
    const gradient = plan.gradients + shard * plan.vectorStride;
    let loss = 0;
    for (let index = share(tiles, shard, shards); index < share(tiles, shard + 1, shards); index++) {
      const first = index * tilePoints;
      const count = Math.min(tilePoints, batch - first);
      loss += addGradient({ first: start + first, count, batch, klWeight, step, index, gradient });
    }
    losses[shard] = loss;
  }

  /** Moves a range of the parameters. */
  function optimize(range: number, step: number): void {
    const learningRate = valueAt(settings.learningRate, step / epochSteps);
    const { rate, correction } = biasCorrection(optimizer, step + 1, learningRate);
    kernels.adam(
      plan.parameters,
      plan.vectorStride,
      shards,
      4 * share(parameterCount / 4, range, ranges),
      4 * share(parameterCount / 4, range + 1, ranges),
      rate,
      1 / correction,
      beta1,
      beta2,
      epsilon,
    );
  }

  return (shard, { task, argument }) => (task === GRADIENT ? differentiate : optimize)(shard, argument);
}

/** Where part `part` of `parts` begins among `count` things. */
const share = (count: number, part: number, parts: number) => Math.floor((count * part) / parts);

function leader({ plan, memory, allWork, ...start }: ThreadData, team: Team, work: Work) {
  const losses = new Float64Array(memory.buffer, plan.losses, plan.shards);
  const indices = new Uint32Array(memory.buffer, plan.indices, plan.rows);
  const { rows, epochSteps, shards, ranges } = plan;
  const { batchSize, seed } = plan.settings;
  const judge = new Judge();
  let { step } = start;
  let shuffledFor = -1;

  /** Has a round done: by this thread alone, where help would not pay. */
  function lead(task: number, count: number): void {
    const round = { task, argument: step };
    if (team.size > 1 && count > 1) team.lead(count, round, work);
    else for (let shard = count - 1; shard >= 0; shard--) work(shard, round);
  }

  /** The mean loss over the next batch; updates the parameters unless it is not finite. */
  function trainStep(): number {
    lead(GRADIENT, shards);
    const loss = losses.reduce((sum, part) => sum + part, 0);
    if (Number.isFinite(loss)) {
      lead(OPTIMIZER, ranges);
      step++;
    }
    return loss;
  }

  /** Writes the epoch's order of the points, once per epoch. */
  function shuffle(epoch: number): void {
    if (epochSteps === 1 || epoch === shuffledFor) return;
    indices.set(epochOrder(rows, batchSize, seed, epoch));
    shuffledFor = epoch;
  }

  return (steps: number): Advance => {
    const losses = new Float64Array(steps);
    judge.restart();
    for (let i = 0; i < steps; i++) {
      shuffle(Math.floor(step / epochSteps));
      losses[i] = trainStep();
      if (!Number.isFinite(losses[i]))
        return { losses, wanted: 1, diverged: { step: step + 1, loss: losses[i] } };
      const most = 1 + team.helpers;
      judge.step(most);
      team.size = allWork ? most : Math.min(judge.threads, most);
    }
    return { losses, wanted: 2 * judge.threads };
  };
}

answerMessages("training/fused/worker", makeThread);

import { checkInteger, checkPositive, rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { Random } from "../random";
import { tuned } from "../sampling/hamiltonian";
import { nextTurn } from "../threads";
import { Adam, type AdamState } from "./adam";
import { DivergenceError } from "./divergence-error";
import { loadMonteCarloEm } from "./load-engine";
import { epochOrder, stepsPerEpoch } from "./minibatches";
import type { Progress } from "./run";
import { checkSchedule, type Schedule, valueAt } from "./schedule";

/** How to train by Monte Carlo EM. */
export interface MonteCarloEmOptions {
  /** Passes over the data, including those of the run to resume. */
  readonly epochs: number;
  /** Points per step, of which the last step of an epoch may have fewer; default: all points. */
  readonly batchSize?: number;
  /** Adam's step size, a number or a schedule; default: 1e-3. */
  readonly learningRate?: number | Schedule;
  /** Leapfrog steps of the E-step; default: 10. */
  readonly leapfrogSteps?: number;
  /** Adam's steps in the M-step; default: 5. */
  readonly updates?: number;
  /** Fixes shuffling and draws. */
  readonly seed: number;
  /** Called after each step. */
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting it ends the training after the current step; `monteCarloEm` returns the run so far. */
  readonly signal?: AbortSignal;
  /** A run to resume; the model gets its parameters back. */
  readonly resume?: MonteCarloEmRun;
}

/** The record of a training by `monteCarloEm`, which can be resumed. */
export interface MonteCarloEmRun {
  /** Mean of −log p(x, z) after each E-step, in nats. */
  readonly losses: Float64Array;
  /** Mean probability of acceptance in each E-step. */
  readonly acceptance: Float64Array;
  readonly seconds: number;
  /** Whether the signal ended the training early. */
  readonly interrupted: boolean;
  readonly state: MonteCarloEmState;
}

/** What the rest of a training depends on. */
interface MonteCarloEmState {
  /** The decoder's. */
  readonly parameters: Float32Array;
  readonly adam: AdamState;
  /** Where the chain of each point is, [rows, latentSize]. */
  readonly z: NDArray;
  readonly stepSize: number;
}

const OPTIONS = "epochs batchSize learningRate leapfrogSteps updates seed onProgress signal resume";
/** The E-step's step size at the start, and how fast it is tuned to an acceptance of 90 %. */
const [FIRST_STEP_SIZE, GAIN] = [0.5, 0.3];

/** Trains a decoder as `monteCarloEm` in lib/notebook/monte-carlo-em.ts describes, and shows nothing. */
export async function monteCarloEm(
  model: VariationalAutoencoder,
  data: Points,
  options: MonteCarloEmOptions,
): Promise<MonteCarloEmRun> {
  const points = inputsOf(model, "data", data);
  const [rows] = points.shape;
  const {
    epochs,
    batchSize = rows,
    learningRate = 1e-3,
    leapfrogSteps = 10,
    updates = 5,
    ...others
  } = options;
  const { seed, onProgress, signal, resume, ...rest } = others;
  rejectUnknownOptions("monteCarloEm", rest, OPTIONS);
  checkInteger("epochs", epochs);
  checkInteger("batchSize", batchSize);
  checkSchedule("learningRate", learningRate, checkPositive);
  checkInteger("leapfrogSteps", leapfrogSteps);
  checkInteger("updates", updates);
  const { prepare, eStep, mStepGradient } = await loadMonteCarloEm();
  await prepare();

  const start = performance.now();
  const seconds = () => (resume?.seconds ?? 0) + (performance.now() - start) / 1000;
  const { parameters } = model.decoder;
  const chains = resume ? copyOf(resume.state.z) : model.prior.sample(rows, { seed });
  if (resume) parameters.set(resume.state.parameters);
  const lastGood = parameters.slice();
  const adam = new Adam(parameters.length, resume?.state.adam);
  let stepSize = resume?.state.stepSize ?? FIRST_STEP_SIZE;
  const losses = [...(resume?.losses ?? [])];
  const acceptances = [...(resume?.acceptance ?? [])];
  const epochSteps = stepsPerEpoch(rows, batchSize);
  const totalSteps = epochs * epochSteps;
  let order: Uint32Array | undefined;
  while (losses.length < totalSteps && !signal?.aborted) {
    const step = losses.length;
    const inEpoch = step % epochSteps;
    if (!order || inEpoch === 0) order = epochOrder(rows, batchSize, seed, Math.floor(step / epochSteps));
    const batch = order.subarray(inEpoch * batchSize, (inEpoch + 1) * batchSize);

    const x = rowsOf(points, batch);
    const { next, acceptance } = eStep(model, x, rowsOf(chains, batch), {
      stepSizes: new Float64Array(batch.length).fill(stepSize),
      leapfrogSteps,
      random: new Random(seed, "monteCarloEm", step),
    });
    const loss = -next.logProb.mean();
    if (!Number.isFinite(loss)) {
      parameters.set(lastGood);
      throw new DivergenceError(step + 1, loss);
    }
    lastGood.set(parameters);
    for (const [i, row] of batch.entries()) chains.row(row).set(next.z.row(i));
    const accepted = NDArray.from(acceptance).mean();
    stepSize = tuned(stepSize, accepted, GAIN);
    const rate = valueAt(learningRate, step / epochSteps);
    for (let u = 0; u < updates; u++) adam.update(parameters, mStepGradient(model, x, next.z), rate);

    losses.push(loss);
    acceptances.push(accepted);
    const epoch = Math.floor((step + 1) / epochSteps);
    onProgress?.({ epoch, epochs, steps: step + 1, totalSteps, loss, seconds: seconds() });
    await nextTurn();
  }
  return {
    losses: Float64Array.from(losses),
    acceptance: Float64Array.from(acceptances),
    seconds: seconds(),
    interrupted: losses.length < totalSteps,
    state: {
      parameters: parameters.slice(),
      adam: adam.state(),
      z: chains,
      stepSize,
    },
  };
}

const copyOf = ({ data, shape }: NDArray) => new NDArray(data.slice(), shape);

/** Some rows of a matrix. */
function rowsOf(all: NDArray, indices: Uint32Array): NDArray {
  const some = new NDArray(new Float64Array(indices.length * all.shape[1]), [indices.length, all.shape[1]]);
  for (const [i, index] of indices.entries()) some.row(i).set(all.row(index));
  return some;
}

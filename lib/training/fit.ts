import { checkChoice, checkInteger, checkNonNegative, checkPositive, rejectUnknownOptions } from "../check";
import { type Dataset, pointsOf } from "../data/dataset";
import type { Model } from "../models/model";
import type { NDArray } from "../ndarray";
import type { Engine, TrainingJob, VariationalLoss } from "./engine";

const ENGINES = ["fused", "tensorflow"] as const;

export interface FitOptions {
  /** Passes through the data. */
  epochs: number;
  /** Points per step; all of them when left out. */
  batchSize?: number;
  /** Adam's step size. */
  learningRate?: number;
  /** n_z, draws of z for each point in each step of a variational autoencoder. */
  latentSamples?: number;
  /** β, the weight of KL(q(z|x)‖p(z)) in a variational autoencoder's loss; with 1 the loss is −ELBO. */
  klWeight?: number;
  /** What a variational autoencoder maximises: the ELBO, or what the post's code returns (publishedObjective). */
  objective?: "elbo" | "published";
  /**
   * How the encoder gets the gradient of E_q[log p(x|z)]: "pathwise" through the reparameterized draw (paper, section
   * 2.4), or "scoreFunction" (REINFORCE, Williams 1992), or that with the mean over the point's other draws as
   * baseline, "leaveOneOut" (Kool et al. 2019), which needs latentSamples ≥ 2.
   */
  gradient?: "pathwise" | "scoreFunction" | "leaveOneOut";
  /** Fixes shuffling and noise. */
  seed: number;
  /** What computes: "auto" takes the fastest that supports the model. */
  engine?: "auto" | "fused" | "tensorflow";
  /** Called some twenty times a second while training runs, and at its end. */
  onProgress?: (progress: Progress) => void;
  /** Aborting it ends the training early, with what it has. */
  signal?: AbortSignal;
}

export interface Progress {
  /** Epochs done. */
  readonly epoch: number;
  readonly epochs: number;
  /** Mean loss of the last epoch. */
  readonly loss: number;
  /** Since the training began. */
  readonly seconds: number;
}

/** The record of a training. */
export interface Run {
  /** Mean loss of each epoch: mean squared error, or −ELBO in nats. */
  readonly losses: Float64Array;
  readonly seconds: number;
  /** Which engine computed, and on what. */
  readonly engine: string;
  /** Whether the signal ended it early. */
  readonly interrupted: boolean;
}

const inTraining = new WeakSet<Model>();

/**
 * Trains `model` on `data` [rows, inputSize] with Adam, in place: an autoencoder on its mean squared error, a
 * variational autoencoder on −ELBO. The same seed gives the same result on one machine and engine. Throws, before
 * any work, a RangeError for data or options out of range and an Error while the model is already being trained;
 * a DivergenceError when the loss is no longer finite.
 */
export async function fit(model: Model, data: Dataset | NDArray, options: FitOptions): Promise<Run> {
  const {
    epochs,
    learningRate = 1e-3,
    latentSamples = 1,
    klWeight,
    objective = "elbo",
    gradient = "pathwise",
    seed,
    engine: choice = "auto",
    onProgress,
    signal,
    batchSize,
    ...rest
  } = options;
  rejectUnknownOptions("fit", rest);
  const points = pointsOf(data, model.inputSize);
  checkInteger("epochs", epochs);
  checkInteger("batchSize", batchSize ?? 1);
  checkInteger("latentSamples", latentSamples);
  checkInteger("seed", seed, 0);
  checkPositive("learningRate", learningRate);
  checkNonNegative("klWeight", klWeight ?? 1);
  checkChoice("objective", objective, ["elbo", "published"]);
  checkChoice("gradient", gradient, ["pathwise", "scoreFunction", "leaveOneOut"]);
  const loss: VariationalLoss = { objective, klWeight: klWeight ?? 1, gradient };
  checkLoss(model, loss, latentSamples, klWeight !== undefined);
  checkChoice("engine", choice, ["auto", ...ENGINES]);
  if (inTraining.has(model))
    throw new Error("model: is being trained already; wait for its end or abort it first");

  inTraining.add(model);
  try {
    const job = {
      model,
      points,
      batchSize: batchSize ?? points.shape[0],
      learningRate,
      latentSamples,
      loss,
      seed,
    };
    const { name, engine } = await chooseEngine(job, choice);
    const progress = await train(engine, job, epochs, onProgress, signal);
    return { ...progress, engine: `${name}, ${await engine.describe()}` };
  } finally {
    inTraining.delete(model);
  }
}

/** Throws a RangeError where the parts of a variational loss do not go together. */
function checkLoss(model: Model, loss: VariationalLoss, latentSamples: number, klWeighted: boolean): void {
  const { objective, gradient } = loss;
  if (gradient === "leaveOneOut" && latentSamples < 2)
    throw new RangeError(
      `latentSamples: expected at least 2 for gradient "leaveOneOut", got ${latentSamples}`,
    );
  if (objective === "elbo") return;
  if (model.kind !== "variational autoencoder" || model.family !== "gaussian" || model.scale !== "learned")
    throw new RangeError(
      'objective: expected "elbo", since "published" is for a variational autoencoder with learned Gaussian scale',
    );
  if (klWeighted)
    throw new RangeError('klWeight: expected none with objective "published", which has no divergence');
}

type EngineName = (typeof ENGINES)[number];

/**
 * "auto" takes the fused engine, unless it cannot train the model or is expected to be slower than TensorFlow's native
 * library, and that library is there.
 */
async function chooseEngine(
  job: TrainingJob,
  choice: EngineName | "auto",
): Promise<{ name: EngineName; engine: Engine }> {
  const name = choice === "auto" ? "fused" : choice;
  const engine = await loadEngine(name);
  const reason = engine.unsupported(job);
  if (choice !== "auto" && reason !== undefined)
    throw new Error(`engine: ${name} cannot train this: ${reason}`);
  if (choice === "auto" && (reason !== undefined || !suitsFused(job))) {
    const tensorflow = await loadEngine("tensorflow");
    if (reason !== undefined || (await tensorflow.describe()) === "native")
      return { name: "tensorflow", engine: tensorflow };
  }
  return { name, engine };
}

/**
 * More than 4 MiB of weights have to be read from memory for every tile; in batches of a thousand points and more
 * TensorFlow's native library, which blocks them better, wins (npm run bench).
 */
export function suitsFused({ model, batchSize }: TrainingJob): boolean {
  return model.parameters.length <= 2 ** 20 || batchSize < 1000;
}

/** An engine is loaded by a computed path so that its types, TensorFlow's above all, stay out of the notebook's type checker. */
async function loadEngine(name: EngineName): Promise<Engine> {
  return (await import(/* @vite-ignore */ `./${name}/engine`)) as Engine;
}

/** How long an engine may compute before progress, interrupts and the rest of the program get their turn. */
const TURN_MILLISECONDS = 50;

async function train(
  engine: Engine,
  job: TrainingJob,
  epochs: number,
  onProgress: FitOptions["onProgress"],
  signal: AbortSignal | undefined,
): Promise<Omit<Run, "engine">> {
  const losses = new Float64Array(epochs);
  const trainer = await engine.createTrainer(job);
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  let epoch = 0;
  let turn = 1;
  try {
    while (epoch < epochs && !signal?.aborted) {
      const began = performance.now();
      const count = Math.min(turn, epochs - epoch);
      losses.set(await trainer.advance(count), epoch);
      epoch += count;
      const pace = TURN_MILLISECONDS / (performance.now() - began);
      turn = Math.max(1, Math.floor(count * Math.min(2, pace)));
      onProgress?.({ epoch, epochs, loss: losses[epoch - 1], seconds: seconds() });
      await new Promise(setImmediate);
    }
  } finally {
    trainer.dispose();
  }
  return { losses: losses.subarray(0, epoch), seconds: seconds(), interrupted: epoch < epochs };
}

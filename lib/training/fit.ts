import { checkChoice, checkInteger, checkNonNegative, checkPositive, rejectUnknownOptions } from "../check";
import { prepareCheckpoint, saveCheckpoint } from "../checkpoints/checkpoint";
import { type Dataset, pointsOf } from "../data/dataset";
import type { Model } from "../models/model";
import type { NDArray } from "../ndarray";
import { chooseEngine, ENGINES } from "./choose-engine";
import type { TrainingJob, VariationalLoss } from "./engine";
import {
  type Continuity,
  checkContinuity,
  describeData,
  describeModel,
  type Progress,
  type Run,
} from "./run";
import { type Checkpoints, train } from "./train";

export type { Progress, Run };

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
  /** Aborting it ends the training after the step it is in, with what it has. */
  signal?: AbortSignal;
  /** A run to go on from, up to `epochs` in all. */
  resume?: Run;
  /** Where and how often to keep the training on disk. */
  checkpoint?: CheckpointOptions;
}

export interface CheckpointOptions {
  /** The file; folders are made where they are missing. */
  path: string;
  /** Epochs from one checkpoint to the next. */
  every: number;
}

const inTraining = new WeakSet<Model>();

/**
 * Trains `model` on `data` [rows, inputSize] with Adam, in place: an autoencoder on its mean squared error, a
 * variational autoencoder on −ELBO. The same seed gives the same result on one machine and engine. Throws, before
 * any work, a RangeError for data or options out of range and an Error while the model is already being trained;
 * a DivergenceError when the loss is no longer finite.
 *
 * `resume` sets the model to the run's parameters, whatever became of them since, and goes on: k + m steps are the
 * same bits as k steps, an end anywhere, and m steps, on the same machine and engine. What is left out is taken from
 * the run; only epochs and learningRate may differ from it, or else an Error names what does.
 *
 * `checkpoint` writes a file that `loadCheckpoint` reads every so many epochs and at the end, also after an abort;
 * the one before is kept beside it, with ".previous" before the extension. A file there that is no checkpoint is
 * not overwritten. An Error in writing ends the training; the model keeps its parameters, the disk its last checkpoint.
 */
export async function fit(model: Model, data: Dataset | NDArray, options: FitOptions): Promise<Run> {
  if (options.resume && !options.resume.state)
    throw new TypeError("resume: expected a run as fit returns it, or loadCheckpoint's run");
  const earlier = options.resume?.state.settings;
  const {
    epochs,
    learningRate = earlier?.learningRate ?? 1e-3,
    latentSamples = earlier?.latentSamples ?? 1,
    klWeight,
    objective = earlier?.loss.objective ?? "elbo",
    gradient = earlier?.loss.gradient ?? "pathwise",
    seed,
    engine: choice = "auto",
    onProgress,
    signal,
    batchSize = earlier?.batchSize,
    resume,
    checkpoint,
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
  const loss = { objective, klWeight: klWeight ?? earlier?.loss.klWeight ?? 1, gradient };
  checkLoss(model, loss, latentSamples, klWeight !== undefined);
  checkChoice("engine", choice, ["auto", ...ENGINES]);
  if (inTraining.has(model))
    throw new Error("model: is being trained already; wait for its end or abort it first");

  inTraining.add(model);
  try {
    const [rows] = points.shape;
    const settings = {
      batchSize: Math.min(batchSize ?? rows, rows),
      learningRate,
      latentSamples,
      loss,
      seed,
    };
    const job: TrainingJob = { model, points, ...settings };
    const { name, engine } = await chooseEngine(
      job,
      choice === "auto" ? (earlier?.engine ?? choice) : choice,
    );
    const fixed = {
      settings: { ...settings, engine: name, threads: earlier?.threads },
      model: describeModel(model),
      data: describeData(points),
    };
    if (resume) checkResume(resume, fixed, epochs);
    return await train({
      job,
      engine,
      engineDescription: `${name}, ${await engine.describe()}`,
      epochs,
      fixed,
      resume,
      checkpoint: checkpoint && checkpoints(model, checkpoint),
      onProgress,
      signal,
    });
  } finally {
    inTraining.delete(model);
  }
}

function checkResume({ state }: Run, now: Continuity, epochs: number): void {
  checkContinuity(state, now);
  const begun = Math.ceil(state.adam.step / Math.ceil(state.data.rows / state.settings.batchSize));
  if (epochs < begun)
    throw new RangeError(`epochs: expected at least the ${begun} of the run to resume, got ${epochs}`);
}

/** Throws where the checkpoint could not be written. */
function checkpoints(model: Model, { path, every, ...rest }: CheckpointOptions): Checkpoints {
  rejectUnknownOptions("checkpoint", rest);
  checkInteger("checkpoint.every", every);
  prepareCheckpoint(path);
  return { every, write: (run) => saveCheckpoint(path, model, run) };
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

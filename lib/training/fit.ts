import { checkInteger, rejectUnknownOptions } from "../check";
import type { Points } from "../data/dataset";
import { inputsOf, type Model } from "../models/model";
import { describeModel } from "../models/model-file";
import { prepareCheckpoint, saveCheckpoint } from "./checkpoint";
import { chooseEngine } from "./choose-engine";
import { checkResume, describeData, type Progress, type Run } from "./run";
import { completeSettings, type SettingsOptions } from "./settings";
import { type Checkpoints, train } from "./train";
import { type ValidationOptions, Validator } from "./validation";

export interface FitOptions extends SettingsOptions {
  /** Passes over the data, including those of the run to resume. */
  readonly epochs: number;
  /**
   * The most threads that the fused engine may use, of which as many work as help; the result is the same for any number.
   * Default: as many as the machine has.
   */
  readonly threads?: number;
  /** Called many times a second while training runs, and at its end. */
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting it ends the training after the current step; `fit` returns the run so far. */
  readonly signal?: AbortSignal;
  /** A run to resume. */
  readonly resume?: Run;
  /** Held-out data to evaluate the model on, and how often; this changes no bit of the training. */
  readonly validation?: ValidationOptions;
  /** Where and how often to save the training to disk. */
  readonly checkpoint?: CheckpointOptions;
}

export interface CheckpointOptions {
  /** The file; missing folders are created. */
  readonly path: string;
  /** Epochs between checkpoints. */
  readonly every: number;
}

const inTraining = new WeakSet<Model>();

/**
 * Trains `model` on `data` [rows, inputSize] with Adam or Adagrad, in place: an autoencoder on its mean squared error, a
 * variational autoencoder on −ELBO or another objective. The same seed gives the same result on one machine and engine.
 * Throws, before any work, an error that names the invalid option or the place of an invalid number in the data, and an
 * Error if the model is already being trained; throws a DivergenceError if the loss is no longer finite.
 *
 * `resume` restores the run's parameters in the model, even if they have changed since, and continues: k steps, stopped
 * anywhere, and m more are bit-identical to k + m steps on the same machine and engine. Settings default to those of
 * the run; only epochs and learningRate may differ from it, and an Error names any other difference.
 *
 * `validation` evaluates the model on held-out data after every `every` epochs, with the same noise each time, and records
 * the results in the run's `validation`. A resumed run keeps its results and, given the option again, adds to them.
 *
 * `checkpoint` writes a file for `loadCheckpoint` after every `every` epochs and at the end, also after an abort; the
 * previous one is kept beside it, with ".previous" before the extension. A file of another kind is not overwritten. An
 * Error in writing ends the training; the model keeps its parameters, and the last checkpoint remains on disk.
 */
export async function fit(model: Model, data: Points, options: FitOptions): Promise<Run> {
  const { epochs, threads, onProgress, signal, resume, validation, checkpoint, ...settingsOptions } = options;
  if (resume && !resume.state)
    throw new TypeError("resume: expected a run returned by fit or loadCheckpoint");
  checkInteger("epochs", epochs);
  if (threads !== undefined) checkInteger("threads", threads);
  const points = inputsOf(model, "data", data);
  const settings = completeSettings(settingsOptions, model, points.shape[0], resume?.state.settings);
  if (inTraining.has(model))
    throw new Error("model: is already being trained; wait for that training to end, or abort it");

  inTraining.add(model);
  try {
    const training = { model, points, settings, threads };
    const conditions = { settings, model: describeModel(model), data: describeData(points) };
    if (resume) checkResume(resume, conditions, epochs);
    const { name, engine } = await chooseEngine(training, settings.engine);
    return await train({
      training,
      engine,
      engineDescription: `${name}, ${await engine.describe(training)}`,
      epochs,
      conditions: { ...conditions, settings: { ...settings, engine: name } },
      resume,
      validator: validation && new Validator(model, validation, settings.seed, resume?.validation),
      checkpoint: checkpoint && checkpoints(model, checkpoint),
      onProgress,
      signal,
    });
  } finally {
    inTraining.delete(model);
  }
}

/** Throws if the checkpoint could not be written. */
function checkpoints(model: Model, { path, every, ...rest }: CheckpointOptions): Checkpoints {
  rejectUnknownOptions("checkpoint", rest, "path every");
  checkInteger("checkpoint.every", every);
  prepareCheckpoint(path);
  return { every, write: (run) => saveCheckpoint(path, model, run) };
}

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
  /** Passes through the data; with `resume`, those of the run included. */
  readonly epochs: number;
  /** Called many times a second while training runs, and at its end. */
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting it ends the training after the step it is in, with what it has. */
  readonly signal?: AbortSignal;
  /** A run to go on from. */
  readonly resume?: Run;
  /** Held-out data to evaluate the model on, and how often; it changes no bit of the training. */
  readonly validation?: ValidationOptions;
  /** Where and how often to keep the training on disk. */
  readonly checkpoint?: CheckpointOptions;
}

export interface CheckpointOptions {
  /** The file; missing folders are made. */
  readonly path: string;
  /** Epochs from one checkpoint to the next. */
  readonly every: number;
}

const inTraining = new WeakSet<Model>();

/**
 * Trains `model` on `data` [rows, inputSize] with Adam, in place: an autoencoder on its mean squared error, a
 * variational autoencoder on −ELBO. The same seed gives the same result on one machine, engine and number of threads.
 * Throws, before any work, an error that names the bad option or where in the data the bad number is, and an Error while
 * the model is already being trained; a DivergenceError when the loss is no longer finite.
 *
 * `resume` sets the model to the run's parameters, whatever became of them since, and goes on: k + m steps are the
 * same bits as k steps, an end anywhere, and m steps, on the same machine and engine. Settings that are left out are
 * those of the run; only epochs and learningRate may differ from it, or else an Error names what does.
 *
 * `validation` evaluates the model on held-out data every so many epochs, with the same noise each time, into the run's
 * `validation`. A run that is resumed keeps its results and, with the option, adds to them.
 *
 * `checkpoint` writes a file that `loadCheckpoint` reads every so many epochs and at the end, also after an abort;
 * the one before is kept beside it, with ".previous" before the extension. A file there that is not a checkpoint is
 * not overwritten. An Error in writing ends the training; the model keeps its parameters, the disk its last checkpoint.
 */
export async function fit(model: Model, data: Points, options: FitOptions): Promise<Run> {
  const { epochs, onProgress, signal, resume, validation, checkpoint, ...settingsOptions } = options;
  if (resume && !resume.state)
    throw new TypeError("resume: expected a run as fit returns it, or loadCheckpoint's run");
  checkInteger("epochs", epochs);
  const points = inputsOf(model, "data", data);
  const settings = completeSettings(settingsOptions, model, points.shape[0], resume?.state.settings);
  if (inTraining.has(model))
    throw new Error("model: is being trained already; wait for its end or abort it first");

  inTraining.add(model);
  try {
    const job = { model, points, settings };
    const conditions = { settings, model: describeModel(model), data: describeData(points) };
    if (resume) checkResume(resume, conditions, epochs);
    const { name, engine } = await chooseEngine(job, settings.engine);
    return await train({
      job,
      engine,
      engineDescription: `${name}, ${await engine.describe(job)}`,
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

/** Throws where the checkpoint could not be written. */
function checkpoints(model: Model, { path, every, ...rest }: CheckpointOptions): Checkpoints {
  rejectUnknownOptions("checkpoint", rest);
  checkInteger("checkpoint.every", every);
  prepareCheckpoint(path);
  return { every, write: (run) => saveCheckpoint(path, model, run) };
}

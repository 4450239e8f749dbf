import { checkInteger } from "../check";
import type { Points } from "../data/dataset";
import { inputsOf, type Model } from "../models/model";
import { describeModel } from "../models/model-file";
import { type CheckpointOptions, prepareCheckpoints } from "./checkpoint";
import type { Engine, Training } from "./engine";
import { loadEngine } from "./load-engine";
import { checkResume, describeData, type Progress, type Run } from "./run";
import { completeSettings, ENGINES, type EngineName, type SettingsOptions } from "./settings";
import { train } from "./train";
import { makeValidator, type ValidationOptions } from "./validation";

/** How long to train and how to observe, resume and save it; SettingsOptions say how the training itself goes. */
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

const inTraining = new WeakSet<Model>();

/** Trains a model as `fit` in lib/notebook/fit.ts describes, and shows nothing. */
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
      validator: validation && makeValidator(model, validation, settings.seed, resume?.validation),
      checkpoint: checkpoint && prepareCheckpoints(model, checkpoint),
      onProgress,
      signal,
    });
  } finally {
    inTraining.delete(model);
  }
}

/** The engine that `choice` names, or for "auto" the first of ENGINES, fastest first, that can train the model. */
async function chooseEngine(
  training: Training,
  choice: EngineName | "auto",
): Promise<{ name: EngineName; engine: Engine }> {
  const reasons: string[] = [];
  for (const name of choice === "auto" ? ENGINES : [choice]) {
    const engine = await loadEngine(name);
    const reason = engine.unsupported(training);
    if (reason === undefined) return { name, engine };
    reasons.push(`${name} cannot train this: ${reason}`);
  }
  throw new Error(`engine: ${reasons.join("; ")}`);
}

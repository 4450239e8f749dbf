import { checkInteger, rejectUnknownOptions } from "../check";
import { checkReplaceable, fileExists } from "../files/disk";
import { previousOf, type ReplaceOptions } from "../files/previous";
import { readSavedFile, writeSavedFile } from "../files/saved-file";
import { type Model, type ModelDescription, makeModel } from "../models/model";
import { parameterTensors, readParameters } from "../models/model-file";
import type { Run, TrainingState, Validation } from "./run";

/** What a checkpoint records of its run besides the tensors. */
interface TrainingDescription
  extends Omit<Run, "losses" | "validation" | "state">,
    Pick<TrainingState, "settings" | "data" | "epochLoss"> {
  validation?: Omit<Validation, "losses">;
  readonly step: number;
}

const FIRST_MOMENT = "adam.firstMoment.";
const SECOND_MOMENT = "adam.secondMoment.";
const VALIDATION = "validation.losses";

/** Writes a run of `model`; by default an existing file is kept as `previousOf(file)`. */
export function saveCheckpoint(
  file: string,
  model: Model,
  run: Run,
  options: ReplaceOptions = { keepPrevious: true },
): void {
  const { losses, seconds, engine, interrupted, validation, state } = run;
  const { parameters, adam, epochLoss, settings, data, model: description } = state;
  const tensors = new Map([
    ...parameterTensors(model, parameters),
    ...parameterTensors(model, adam.firstMoment, FIRST_MOMENT),
    ...parameterTensors(model, adam.secondMoment, SECOND_MOMENT),
    ["losses", { shape: [losses.length], data: losses }],
  ]);
  const progress = { step: adam.step, epochLoss, seconds, engine, interrupted };
  const training: TrainingDescription = { ...progress, settings, data };
  if (validation) {
    const { losses: validationLosses, ...rest } = validation;
    tensors.set(VALIDATION, { shape: [validationLosses.length], data: validationLosses });
    training.validation = rest;
  }
  try {
    writeSavedFile(file, tensors, { model: description, training }, options);
  } catch (cause) {
    throw new Error(`checkpoint.path: cannot write ${file}: ${(cause as Error).message}`, { cause });
  }
}

/** Where and how often `fit` saves a training. */
export interface CheckpointOptions {
  /** The file; missing folders are created. */
  readonly path: string;
  /** Epochs between checkpoints. */
  readonly every: number;
}

export type Checkpoints = ReturnType<typeof prepareCheckpoints>;

/** Throws if checkpoints could not be written, or would replace a file that is not a checkpoint or saved model. */
export function prepareCheckpoints(model: Model, { path, every, ...rest }: CheckpointOptions) {
  rejectUnknownOptions("checkpoint", rest, "path every");
  checkInteger("checkpoint.every", every);
  checkReplaceable("checkpoint.path", path);
  try {
    if (fileExists(path)) readSavedFile(path);
  } catch (cause) {
    throw new Error(
      `checkpoint.path: expected a checkpoint or no file; move the existing file away: ${(cause as Error).message}`,
      { cause },
    );
  }
  return { every, write: (run: Run) => saveCheckpoint(path, model, run) };
}

/**
 * Reads a checkpoint that `fit` wrote: the model, and the run to pass to `fit` as `resume`. Throws an Error that says
 * whether the file is missing, truncated, altered, from another program, of another version or only a saved model, and
 * where the previous checkpoint is, if there is one.
 */
export function loadCheckpoint(file: string): { model: Model; run: Run } {
  try {
    return readCheckpoint(file);
  } catch (cause) {
    const previous = previousOf(file);
    if (!(cause instanceof Error) || !fileExists(previous)) throw cause;
    throw new Error(`${cause.message}; the previous checkpoint is ${previous}`, { cause });
  }
}

function readCheckpoint(file: string): { model: Model; run: Run } {
  const { tensors, description, version } = readSavedFile(file);
  const modelDescription = description.model as ModelDescription;
  const training = description.training as TrainingDescription | undefined;
  const losses = tensors.get("losses")?.data;
  if (!training || !(losses instanceof Float64Array))
    throw new Error(
      `${file}: is a saved model, not a checkpoint; read it with Autoencoder.load or VariationalAutoencoder.load`,
    );
  if (version < 4)
    throw new Error(
      `${file}: is a checkpoint of version ${version}, whose training cannot be resumed; ${modelDescription.kind === "autoencoder" ? "Autoencoder" : "VariationalAutoencoder"}.load reads its model`,
    );
  const { step, epochLoss, seconds, engine, interrupted, settings, data } = training;
  const model = makeModel(modelDescription);
  readParameters(model, tensors, file);
  const moment = (prefix: string) =>
    readParameters(model, tensors, file, new Float32Array(model.parameters.length), prefix);
  const state = {
    parameters: model.parameters.slice(),
    adam: { step, firstMoment: moment(FIRST_MOMENT), secondMoment: moment(SECOND_MOMENT) },
    epochLoss,
    settings,
    model: modelDescription,
    data,
  };
  const validation = training.validation && {
    ...training.validation,
    losses: tensors.get(VALIDATION)!.data as Float64Array,
  };
  return { model, run: { losses, seconds, engine, interrupted, validation, state } };
}

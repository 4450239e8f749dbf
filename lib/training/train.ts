import { nextTurn } from "../threads";
import type { Checkpoints } from "./checkpoint";
import type { Engine, Training } from "./engine";
import { stepsPerEpoch } from "./minibatches";
import type { Progress, Run, TrainingConditions } from "./run";
import type { Validator } from "./validation";

/** The input of `train`, checked and chosen by `fit`. */
export interface TrainInput {
  readonly training: Training;
  readonly engine: Engine;
  /** The engine's name and what it computes on. */
  readonly engineDescription: string;
  readonly epochs: number;
  readonly conditions: TrainingConditions;
  readonly resume: Run | undefined;
  readonly validator: Validator | undefined;
  readonly checkpoint: Checkpoints | undefined;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** How long an engine may compute before progress, interrupts and the rest of the program get their turn. */
const TURN_MILLISECONDS = 50;

/** Trains in turns of several steps, and averages the steps' losses over epochs. */
export async function train(input: TrainInput): Promise<Run> {
  const { training, engine, epochs, conditions, resume, validator, checkpoint, onProgress, signal } = input;
  const { model } = training;
  const { batchSize } = training.settings;
  const [rows] = training.points.shape;
  const epochSteps = stepsPerEpoch(rows, batchSize);
  const steps = epochs * epochSteps;
  const stepsPerValidation = (validator?.every ?? epochs) * epochSteps;
  const stepsPerCheckpoint = (checkpoint?.every ?? epochs) * epochSteps;
  const losses = new Float64Array(epochs);
  let step = 0;
  if (resume) {
    const { parameters, adam, epochLoss } = resume.state;
    model.parameters.set(parameters);
    losses.set(resume.losses);
    if (adam.step % epochSteps > 0) losses[resume.losses.length] = epochLoss;
    step = adam.step;
  }
  const trainer = await engine.createTrainer(training, resume?.state.adam);
  const start = performance.now();
  const seconds = () => (resume?.seconds ?? 0) + (performance.now() - start) / 1000;
  const position = () => ({ epoch: Math.floor(step / epochSteps), batches: step % epochSteps });

  /** Adds each step's loss to the mean of its epoch, weighted by the size of its batch. */
  function gather(stepLosses: Float64Array): void {
    for (const loss of stepLosses) {
      const { epoch, batches } = position();
      losses[epoch] += loss * (Math.min(batchSize, rows - batches * batchSize) / rows);
      step++;
    }
  }

  function progress(): Progress {
    const { epoch, batches } = position();
    const loss = batches > 0 ? losses[epoch] * (rows / (batches * batchSize)) : losses[epoch - 1];
    const validation = validator?.record();
    return { epoch, epochs, steps: step, totalSteps: steps, loss, seconds: seconds(), validation };
  }

  function record(): Run {
    const { epoch, batches } = position();
    return {
      losses: losses.slice(0, epoch),
      seconds: seconds(),
      engine: input.engineDescription,
      interrupted: step < steps,
      validation: validator?.record() ?? resume?.validation,
      state: {
        ...conditions,
        parameters: model.parameters.slice(),
        adam: trainer.adam(),
        epochLoss: batches > 0 ? losses[epoch] : 0,
      },
    };
  }

  let turn = 1;
  let written = Number.NaN;
  try {
    while (step < steps && !signal?.aborted) {
      const began = performance.now();
      const count = Math.min(
        turn,
        steps - step,
        ...[stepsPerValidation, stepsPerCheckpoint].map((period) => period - (step % period)),
      );
      gather(await trainer.advance(count));
      const pace = TURN_MILLISECONDS / (performance.now() - began);
      turn = Math.max(1, Math.floor(count * Math.min(2, pace)));
      if (step % stepsPerValidation === 0) validator?.evaluate(position().epoch);
      if (step % stepsPerCheckpoint === 0) {
        checkpoint?.write(record());
        written = step;
      }
      onProgress?.(progress());
      await nextTurn();
    }
    const run = record();
    if (step !== written) checkpoint?.write(run);
    return run;
  } finally {
    trainer.dispose();
  }
}

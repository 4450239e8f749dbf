import { Autoencoder, type Model, VariationalAutoencoder } from "../../lib";
import type { TrainingJob } from "../../lib/training/engine";
import { completeSettings } from "../../lib/training/settings";
import { type Job, readPoints } from "./protocol";

/** A job as our engines take it. */
export function trainingJob(job: Job, threads?: number): TrainingJob {
  const { input, hidden, latent, activation, family } = job;
  const shape = { inputSize: input, hiddenSizes: [hidden], latentSize: latent, activation, seed: 1 };
  const model: Model =
    job.model === "ae" ? new Autoencoder(shape) : new VariationalAutoencoder({ ...shape, family });
  const points = readPoints(job);
  const settings = completeSettings({ latentSamples: job.samples, seed: 1, threads }, model, points.shape[0]);
  return { model, points, settings };
}

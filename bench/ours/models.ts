import { Autoencoder, VariationalAutoencoder } from "../../lib";
import type { Training } from "../../lib/training/engine";
import { completeSettings } from "../../lib/training/settings";
import { type Job, readPoints } from "./protocol";

const shapeOf = ({ input, hidden, latent, activation }: Job) => ({
  inputSize: input,
  hiddenSizes: [hidden],
  latentSize: latent,
  activation,
  seed: 1,
});

export function variationalAutoencoder(job: Job): VariationalAutoencoder {
  return new VariationalAutoencoder({ ...shapeOf(job), family: job.family });
}

/** A job as our engines take it. */
export function trainingJob(job: Job, threads?: number): Training {
  const model = job.model === "ae" ? new Autoencoder(shapeOf(job)) : variationalAutoencoder(job);
  const points = readPoints(job);
  const settings = completeSettings({ latentSamples: job.samples, seed: 1 }, model, points.shape[0]);
  return { model, points, settings, threads };
}

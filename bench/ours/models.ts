import { Autoencoder, type Model, VariationalAutoencoder } from "../../lib";
import { NEGATIVE_ELBO, type TrainingJob } from "../../lib/training/engine";
import { type Job, readPoints } from "./protocol";

/** A job as our engines take it. */
export function trainingJob(job: Job): TrainingJob {
  const shape = { inputSize: job.input, hiddenSizes: [job.hidden], latentSize: 1, seed: 1 };
  const model: Model = job.model === "ae" ? new Autoencoder(shape) : new VariationalAutoencoder(shape);
  const points = readPoints(job);
  return {
    model,
    points,
    batchSize: points.shape[0],
    learningRate: 1e-3,
    latentSamples: job.samples,
    loss: NEGATIVE_ELBO,
    seed: 1,
  };
}

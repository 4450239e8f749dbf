/** Our `elbo`, which uses as many threads as the machine has. */
import { elbo } from "../../lib";
import { variationalAutoencoder } from "./models";
import { readPoints, serve } from "./protocol";

serve(async (job) => {
  const model = variationalAutoencoder(job);
  const points = readPoints(job);
  let seed = 0;
  return async (times) => {
    for (let i = 0; i < times; i++) elbo(model, points, { latentSamples: job.samples, seed: seed++ });
  };
});

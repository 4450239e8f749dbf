/** What test/kernel/node-versions.test.ts runs on each Node.js, as a program and from a cell. */
import * as vb from "../../lib";
import { evaluate } from "../../lib/evaluation/evaluate";

/** Trains with each engine, evaluates on two threads, and prints what came out. */
export async function trainAndEvaluate(): Promise<void> {
  const data = vb.twoGaussians({ size: 1000, seed: 1 });
  for (const engine of ["fused", "tensorflow"] as const) {
    const vae = new vb.VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });
    const run = await vb.fit(vae, data, { engine, epochs: 5, seed: 1, onProgress() {} });
    const { logLikelihood } = evaluate(vae, data.points, { latentSamples: 50, seed: 1, threads: 2 });
    const elbo = vb.elbo(vae, data, { latentSamples: 50, seed: 1 }).elbo.mean();
    console.log(engine, run.losses.at(-1)?.toFixed(3), logLikelihood.mean().toFixed(3), elbo.toFixed(3));
  }
}

if (require.main === module) trainAndEvaluate();

import * as vb from "../../lib";

/** A way to train a decoder: an objective of `fit`, or Monte Carlo EM. */
export type Way = "elbo" | "wakeSleep" | "evidence" | "monteCarloEm";

/** Monte Carlo EM as in the paper. */
export const EM = { leapfrogSteps: 10, updates: 5 };

/** Trains in turns, each up to so many epochs, and returns the processor seconds that a turn took. */
export function trainer(
  way: Way,
  model: vb.VariationalAutoencoder,
  points: vb.NDArray,
  settings: { batchSize?: number; learningRate: number; latentSamples?: number; seed: number },
): (epochs: number) => Promise<number> {
  const { latentSamples, ...rest } = settings;
  let [run, emRun]: [vb.Run?, vb.MonteCarloEmRun?] = [];
  return async (epochs) => {
    const before = process.cpuUsage();
    if (way === "monteCarloEm")
      emRun = await vb.monteCarloEm(model, points, { ...rest, ...EM, epochs, resume: emRun });
    else run = await vb.fit(model, points, { ...settings, objective: way, epochs, resume: run });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
}

import type { Points } from "../data/dataset";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import * as training from "../training/monte-carlo-em";
import type { FitDisplayOptions } from "./fit";
import { notebookKernel } from "./kernel";
import { duration } from "./progress-bar";
import { watchTraining } from "./watched-training";

/**
 * Trains the decoder of `model` on `data` [rows, inputSize] by Monte Carlo EM (paper, section 5 and appendix E), in place, and
 * leaves the encoder as it is. In each step the E-step draws z ~ p(z|x) for each point of a minibatch by one transition of
 * Hamiltonian Monte Carlo, from where the point's chain was when it was last visited, at first a draw from the prior; its step
 * size is tuned to an acceptance of 90 %. The M-step moves the decoder several times against the gradient of −log p(x|z), by
 * Adam where the paper has Adagrad. With TensorFlow.js; the same seed gives the same result on one machine.
 *
 * `resume` continues a run with the same options: k steps, stopped anywhere, and m more are k + m steps. Throws an error that names
 * the invalid option, and a DivergenceError if log p(x, z) is no longer finite.
 *
 * In a notebook it also shows a progress bar, and stops when the reader interrupts the kernel, as `fit` does.
 */
export async function monteCarloEm(
  model: VariationalAutoencoder,
  data: Points,
  options: training.MonteCarloEmOptions & Omit<FitDisplayOptions, "live">,
): Promise<training.MonteCarloEmRun> {
  const { label = "Monte Carlo EM", progress = true, ...rest } = options;
  const kernel = notebookKernel();
  if (!kernel) return training.monteCarloEm(model, data, rest);
  const { observation, end } = watchTraining(kernel.interrupt, label, progress, rest);
  const run = await training.monteCarloEm(model, data, { ...rest, ...observation });
  const steps = `${run.losses.length} steps`;
  end(
    run.interrupted
      ? `stopped after ${steps}. The model keeps its last step; "resume: run" continues.`
      : `${steps}, mean −log p(x, z) ${run.losses.at(-1)!.toFixed(4)}, ${duration(run.seconds)}`,
  );
  return run;
}

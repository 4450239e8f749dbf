import { rejectUnknownOptions } from "../check";
import { Independent } from "../distributions/independent";
import { Normal } from "../distributions/normal";
import { broadcast } from "../ndarray";
import { importanceEstimates } from "../objectives/importance-estimates";
import { LinearGaussian } from "./linear-gaussian";

export interface ProposalErrorsOptions {
  /** How far q's mean is from the posterior's in each latent, in the posterior's standard deviations; default: 0.5. */
  readonly displacement?: number;
  /** q's standard deviations, in the posterior's; default: 1.2. */
  readonly widening?: number;
  /** Draws for each estimate; default: 1000. */
  readonly draws?: number;
  /** Estimates; default: 30. */
  readonly repeats?: number;
  readonly seed: number;
}

/**
 * How far estimates of log p(x) by importance weights are from the truth, as a mean of absolute values in nats, for one point of
 * a random LinearGaussian with `latentSize` latents and twice as many inputs: with draws from the prior, and from an independent
 * q that knows the posterior's means and variances only roughly.
 */
export function proposalErrors(
  latentSize: number,
  options: ProposalErrorsOptions,
): { prior: number; q: number } {
  const { displacement = 0.5, widening = 1.2, draws = 1000, repeats = 30, seed, ...rest } = options;
  rejectUnknownOptions("proposalErrors", rest, "displacement widening draws repeats seed");
  const inputs = new Float64Array(2 * latentSize);
  const weight = new Normal(inputs, Math.sqrt(2 / latentSize)).sample(latentSize, { seed });
  const model = new LinearGaussian({ weight, bias: inputs, scale: 1 });
  const x = model.evidence.sample(1, { seed });
  const { mean, variance } = model.posterior(x);
  const deviations = variance.row(0).map(Math.sqrt);
  const means = mean.row(0).map((value, k) => value + displacement * deviations[k]);
  const q = new Independent(
    new Normal(
      means,
      deviations.map((value) => widening * value),
    ),
    1,
  );
  const [truth] = model.logEvidence(x).data;
  const errorFrom = (proposal: typeof q | typeof model.prior) => {
    const estimates = importanceEstimates((z) => model.logJoint(x, z), proposal, { draws, repeats, seed });
    return broadcast((estimate) => Math.abs(estimate - truth), estimates).mean();
  };
  return { prior: errorFrom(model.prior), q: errorFrom(q) };
}

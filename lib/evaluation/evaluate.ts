import { checkFinite, checkInteger } from "../check";
import { availableThreads } from "../cores";
import { HALF_LOG_2PI } from "../distributions/normal";
import { loadBlas } from "../kernels/blas";
import { latentNoiseKey } from "../kernels/latent-noise";
import { gaussianOf } from "../likelihoods/gaussian";
import { LIKELIHOODS } from "../likelihoods/likelihoods";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { broadcast, NDArray } from "../ndarray";
import { reportProgress } from "../progress";
import { blockRows, planEvaluation, RESULTS, type Terms } from "./plan";
import { poolOf } from "./pool";

export interface EvaluateOptions {
  readonly latentSamples: number;
  readonly seed: number;
  /** Default: "likelihood". */
  readonly terms?: Terms;
  /** The most threads that may work; the results are the same for any number. Default: as many as the machine has, where they pay. */
  readonly threads?: number;
}

/** Multiplications for which one more thread is of use. */
const WORTH_THREADS = 1e7;
/** What else a draw costs, in multiplications. */
const DRAW_COST = 50;

/**
 * Encodes points [batch, inputSize], draws z and decodes in float32, block by block; adds up log p(x|z) over sixteen
 * dimensions at a time in float32, and these sums, dimensions and draws, in float64. The noise is that of `model.forward`
 * with the same seed. Returns means over the draws, for each point, in nats. Throws a RangeError where a result is not finite.
 */
export function evaluate(model: VariationalAutoencoder, points: NDArray, options: EvaluateOptions) {
  const { latentSamples, seed, terms = "likelihood" } = options;
  checkInteger("latentSamples", latentSamples);
  const { latentSize, inputSize, encoder, decoder } = model;
  const [batch] = points.shape;
  const multiplications = encoder.parameters.length + latentSamples * (decoder.parameters.length + DRAW_COST);
  const evaluation = { latentSamples, noiseKey: latentNoiseKey(seed), terms };
  const useful = Math.ceil((batch * multiplications) / WORTH_THREADS);
  const threads = options.threads ?? Math.min(useful, availableThreads());
  const heads = new Float64Array(batch * 2 * latentSize);
  const results = Array.from({ length: RESULTS }, () => new Float64Array(batch));
  const length = blockRows(model);
  const name = `bounds of ${batch} points`;
  reportProgress(name, 0);
  for (let first = 0; first < batch; first += length) {
    const rows = Math.min(length, batch - first);
    const plan = planEvaluation(model, evaluation, loadBlas() !== undefined, first, rows);
    const pool = poolOf(plan, threads);
    const floats = (from: number, count: number) => new Float32Array(pool.memory.buffer, from, count);
    floats(plan.parameters, model.parameters.length).set(model.parameters);
    floats(plan.points, rows * inputSize).set(
      points.data.subarray(first * inputSize, (first + rows) * inputSize),
    );
    pool.run(plan, threads, (share) => reportProgress(name, (first + rows * share) / batch));
    heads.set(floats(plan.heads, rows * 2 * latentSize), first * 2 * latentSize);
    const computed = new Float64Array(pool.memory.buffer, plan.results, rows * RESULTS);
    results.forEach((values, term) => {
      values.set(computed.subarray(term * rows, (term + 1) * rows), first);
    });
  }
  reportProgress(name, 1);
  const posterior = gaussianOf(new NDArray(heads, [batch, 2 * latentSize]));
  const [logLikelihood, logPrior, logNoise, logWeight] = results;
  checkFinite("log p(x|z)", logLikelihood);
  const constant = inputSize * LIKELIHOODS[model.options.family].kernel(model.options).constant;
  const latentConstant = -latentSize * HALF_LOG_2PI;
  const plus = (values: Float64Array, shift: number) => NDArray.from(values.map((value) => value + shift));
  const logScale = () => broadcast(Math.log, posterior.scale).sum(1).data;
  return {
    /** q(z|x), [batch, latentSize]. */
    posterior,
    /** log p(x|z), [batch]. */
    logLikelihood: plus(logLikelihood, constant),
    /** log p(z), [batch]; this and the next two only for the terms "all". */
    get logPrior() {
      return plus(logPrior, latentConstant);
    },
    /** log q(z|x), [batch]. */
    get logPosterior() {
      const scales = logScale();
      return plus(
        logNoise.map((value, i) => value - scales[i]),
        latentConstant,
      );
    },
    /** log of the mean of p(x|z) p(z) / q(z|x), [batch]. */
    get logWeight() {
      const scales = logScale();
      return plus(
        logWeight.map((value, i) => value + scales[i]),
        constant,
      );
    },
  };
}

/** The public API: what the notebooks import. */
export { binarize } from "./data/binarize";
export { type Csv, csv } from "./data/csv";
export type { Dataset, Points } from "./data/dataset";
export { drawnDigits } from "./data/drawn-digits";
export { type Faces, faces } from "./data/faces";
export { idx } from "./data/idx";
export { images } from "./data/images";
export { type Digits, mnist } from "./data/mnist";
export { mnistFolder } from "./data/mnist-folder";
export { noisyCurve } from "./data/noisy-curve";
export { type FaceFactor, renderFaces } from "./data/render-faces";
export { standardNormal } from "./data/standard-normal";
export { type Standardized, standardize } from "./data/standardize";
export { twoGaussians } from "./data/two-gaussians";
export { type AggregatePosterior, aggregatePosterior, logAggregate } from "./diagnostics/aggregate-posterior";
export { bootstrapInterval } from "./diagnostics/bootstrap-interval";
export { energyDistance } from "./diagnostics/energy-distance";
export { effectiveSampleSize, paretoShape } from "./diagnostics/importance-weights";
export { type LatentUse, latentUse } from "./diagnostics/latent-use";
export { lowDensityShare } from "./diagnostics/low-density-share";
export { nearest } from "./diagnostics/nearest";
export { predictability } from "./diagnostics/predictability";
export { type ScaleCalibration, scaleCalibration } from "./diagnostics/scale-calibration";
export { Bernoulli } from "./distributions/bernoulli";
export type { Distribution } from "./distributions/distribution";
export { Independent } from "./distributions/independent";
export { bestScale, kernelDensity } from "./distributions/kernel-density";
export { klDivergence } from "./distributions/kl-divergence";
export { marginal } from "./distributions/marginal";
export { Mixture } from "./distributions/mixture";
export { MultivariateNormal } from "./distributions/multivariate-normal";
export { Normal } from "./distributions/normal";
export { StudentT } from "./distributions/student-t";
export { bestGaussian } from "./exact/best-gaussian";
export { exactElbo, klToPosterior } from "./exact/bound";
export { CurvedGaussian } from "./exact/curved-gaussian";
export { logEvidence } from "./exact/evidence";
export { type Gaps, gaps } from "./exact/gaps";
export { LinearGaussian } from "./exact/linear-gaussian";
export { logPosterior } from "./exact/log-posterior";
export { modeCounts } from "./exact/mode-counts";
export { moodLogProbs } from "./exact/mood-log-probs";
export { type ExactPosterior, exactPosterior } from "./exact/posterior";
export { posteriorWindows } from "./exact/posterior-windows";
export { type Belief, gaussianPredictive, logPredictive } from "./exact/predictive";
export { proposalErrors } from "./exact/proposal-errors";
export * as figures from "./figures";
export { exactGradient } from "./gradients/exact-gradient";
export type { Gaussian, GaussianGradient } from "./gradients/gaussian";
export { type GradientNoise, gradientNoise } from "./gradients/gradient-noise";
export { logLikelihoodGradient } from "./gradients/log-likelihood-gradient";
export { type Moments, moments } from "./gradients/moments";
export { pathwise } from "./gradients/pathwise";
export { type Baseline, scoreFunction } from "./gradients/score-function";
export { unnormalizedPosterior } from "./gradients/unnormalized-posterior";
export { encoderVarianceRatio, varianceRatio } from "./gradients/variance-ratio";
export { logLikelihoodsAt } from "./likelihoods/likelihoods";
export { Autoencoder } from "./models/autoencoder";
export { decodedMixture } from "./models/decoded-mixture";
export { marginalModel } from "./models/marginal-model";
export type { Model } from "./models/model";
export { randomDecoder } from "./models/random-decoder";
export {
  type Forward,
  VariationalAutoencoder,
  type VariationalAutoencoderOptions,
} from "./models/variational-autoencoder";
export { broadcast, NDArray, type NDArrayLike } from "./ndarray";

import "./notebook/computation-progress";

export { fit } from "./notebook/fit";
export { type FitSeedsOptions, fitSeeds } from "./notebook/fit-seeds";
export { click, pick, slider } from "./notebook/interact/handles";
export { type Interaction, interact } from "./notebook/interact/interact";
export { show } from "./notebook/show";
export { sweep } from "./notebook/sweep";
export { table } from "./notebook/table";
export type { Activation } from "./numerics/activation";
export { logSumExp } from "./numerics/log-sum-exp";
export { gaussHermite, productRule, type Quadrature, trapezoid } from "./numerics/quadrature";
export { type Elbo, elbo } from "./objectives/elbo";
export { importanceEstimates } from "./objectives/importance-estimates";
export { iwae } from "./objectives/iwae";
export { publishedObjective } from "./objectives/published-objective";
export { reciprocalEstimates } from "./objectives/reciprocal-estimates";
export { type HamiltonianDraws, type HamiltonianOptions, hamiltonian } from "./sampling/hamiltonian";
export type { LogDensity } from "./sampling/leapfrog";
export type { Measure } from "./sweep/measures";
export type { Each, Sweep, SweepOptions, SweepProgress, SweepRun } from "./sweep/sweep-run";
export { type CheckpointOptions, loadCheckpoint } from "./training/checkpoint";
export type { FitOptions } from "./training/fit";
export {
  type MonteCarloEmOptions,
  type MonteCarloEmRun,
  monteCarloEm,
} from "./training/monte-carlo-em";
export type { Progress, Run, Validation } from "./training/run";
export type { Schedule } from "./training/schedule";
export type { TrainingSettings } from "./training/settings";

/** The public API: what the notebooks import. */
export { type BinarizeOptions, binarize } from "./data/binarize";
export type { Dataset, Points } from "./data/dataset";
export { type DrawnDigitsOptions, drawnDigits } from "./data/drawn-digits";
export { type Faces, type FacesOptions, faces } from "./data/faces";
export {
  type GaussianMixtureOptions,
  gaussianMixture,
  type TwoGaussiansOptions,
  twoGaussians,
} from "./data/gaussian-mixture";
export { type IdxOptions, idx } from "./data/idx";
export type { Images, ImagesOptions } from "./data/image-folder";
export { images } from "./data/images";
export { type Digits, type MnistOptions, mnist } from "./data/mnist";
export { mnistFolder } from "./data/mnist-folder";
export { type NoisyCurveOptions, noisyCurve } from "./data/noisy-curve";
export { type FaceFactor, renderFaces } from "./data/render-faces";
export { type StandardNormalOptions, standardNormal } from "./data/standard-normal";
export { type Standardized, standardize } from "./data/standardize";
export {
  type AggregatePosterior,
  type AggregatePosteriorOptions,
  aggregatePosterior,
} from "./diagnostics/aggregate-posterior";
export { energyDistance } from "./diagnostics/energy-distance";
export { type LatentUse, latentUse } from "./diagnostics/latent-use";
export { type LowDensityShareOptions, lowDensityShare } from "./diagnostics/low-density-share";
export { nearest } from "./diagnostics/nearest";
export { type PredictabilityOptions, predictability } from "./diagnostics/predictability";
export {
  type ScaleCalibration,
  type ScaleCalibrationOptions,
  scaleCalibration,
} from "./diagnostics/scale-calibration";
export { Bernoulli } from "./distributions/bernoulli";
export type { Distribution, SampleOptions } from "./distributions/distribution";
export { Independent } from "./distributions/independent";
export { klDivergence } from "./distributions/kl-divergence";
export { marginal } from "./distributions/marginal";
export { Mixture } from "./distributions/mixture";
export { MultivariateNormal } from "./distributions/multivariate-normal";
export { Normal } from "./distributions/normal";
export { StudentT } from "./distributions/student-t";
export { bestGaussian } from "./exact/best-gaussian";
export { exactElbo, klToPosterior } from "./exact/bound";
export { logEvidence } from "./exact/evidence";
export { LinearGaussian, type LinearGaussianOptions } from "./exact/linear-gaussian";
export { modeCounts } from "./exact/mode-counts";
export {
  type ExactPosterior,
  type ExactPosteriorOptions,
  exactPosterior,
} from "./exact/posterior";
export { type PosteriorWindowsOptions, posteriorWindows } from "./exact/posterior-windows";
export { type Belief, gaussianPredictive, logPredictive } from "./exact/predictive";
export * as figures from "./figures";
export { exactGradient } from "./gradients/exact-gradient";
export type { Gaussian, GaussianGradient } from "./gradients/gaussian";
export { logLikelihoodGradient } from "./gradients/log-likelihood-gradient";
export { type Moments, moments } from "./gradients/moments";
export { type PathwiseOptions, pathwise } from "./gradients/pathwise";
export { type Baseline, type ScoreFunctionOptions, scoreFunction } from "./gradients/score-function";
export { logLikelihoodsAt } from "./likelihoods/likelihoods";
export { Autoencoder, type AutoencoderOptions } from "./models/autoencoder";
export { decodedMixture } from "./models/decoded-mixture";
export { marginalModel } from "./models/marginal-model";
export type { Model } from "./models/model";
export {
  type Forward,
  type ForwardOptions,
  VariationalAutoencoder,
  type VariationalAutoencoderOptions,
} from "./models/variational-autoencoder";
export { broadcast, NDArray, type NDArrayLike } from "./ndarray";

import "./notebook/computation-progress";

export { type FitDisplayOptions, fit } from "./notebook/fit";
export { click, pick, slider } from "./notebook/interact/handles";
export { type Interaction, interact } from "./notebook/interact/interact";
export { show } from "./notebook/show";
export { type SweepDisplayOptions, sweep } from "./notebook/sweep";
export { type TableOptions, table } from "./notebook/table";
export type { Activation } from "./numerics/activation";
export { logSumExp } from "./numerics/log-sum-exp";
export { gaussHermite, productRule, type Quadrature, trapezoid } from "./numerics/quadrature";
export { type Elbo, type ElboOptions, elbo } from "./objectives/elbo";
export { type IwaeOptions, iwae } from "./objectives/iwae";
export { type PublishedObjectiveOptions, publishedObjective } from "./objectives/published-objective";
export type { Measure } from "./sweep/measures";
export type { Each, Sweep, SweepOptions, SweepProgress, SweepRun } from "./sweep/sweep-run";
export { loadCheckpoint } from "./training/checkpoint";
export type { CheckpointOptions, FitOptions } from "./training/fit";
export type { Progress, Run, Validation } from "./training/run";
export type { Schedule } from "./training/schedule";
export type { TrainingSettings } from "./training/settings";
export type { ValidationOptions } from "./training/validation";

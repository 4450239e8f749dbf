/** The public surface: what the notebooks import. */
export type { Dataset } from "./data/dataset";
export { gaussianMixture } from "./data/gaussian-mixture";
export { standardNormal } from "./data/standard-normal";
export { twoGaussians } from "./data/two-gaussians";
export type { Distribution } from "./distributions/distribution";
export { Independent } from "./distributions/independent";
export { klDivergence } from "./distributions/kl-divergence";
export { Mixture } from "./distributions/mixture";
export { Normal } from "./distributions/normal";
export { logEvidence } from "./exact/evidence";
export { Autoencoder } from "./models/autoencoder";
export type { Model } from "./models/model";
export { VariationalAutoencoder } from "./models/variational-autoencoder";
export { broadcast, NDArray } from "./ndarray";
export { elbo } from "./objectives/elbo";
export { type FitOptions, fit, type Progress, type Run } from "./training/fit";

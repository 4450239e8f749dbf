import * as vb from "../../lib";
import type { Figures, Study } from "./study";

const SHAPE = { inputSize: 2, hiddenSizes: [10], latentSize: 1 };
const SAMPLES = 2000;
const IWAE_DRAWS = [1, 5, 50, 500];
const draws = { latentSamples: 50 };

const named = (prefix: string, figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${prefix}: ${name}`, value]));

async function autoencoder(data: vb.Dataset, seed: number, epochs: number): Promise<Figures> {
  const model = new vb.Autoencoder({ ...SHAPE, seed });
  const { losses } = await vb.fit(model, data, { epochs, learningRate: 1e-3, seed });
  const codes = model.encode(data.points);
  const fitted = new vb.Normal(codes.mean(0), codes.standardDeviation()).sample(SAMPLES, { seed });
  // Each cluster's mean is ±2 in both coordinates.
  const variance = vb.broadcast((x) => (Math.abs(x) - 2) ** 2, data.points).mean();
  return {
    "mean squared error": losses[epochs - 1],
    "error / cluster variance": losses[epochs - 1] / variance,
    "low-density share": vb.lowDensityShare(model.decode(fitted), data),
  };
}

async function variational(data: vb.Dataset, learningRate: number, seed: number, epochs: number) {
  const model = new vb.VariationalAutoencoder({ ...SHAPE, seed });
  await vb.fit(model, data, { epochs, learningRate, latentSamples: 3, seed });
  const { elbo, kl } = vb.elbo(model, data, { ...draws, seed });
  const sampled = vb.elbo(model, data, { ...draws, seed, kl: "monteCarlo" });
  const off = vb.broadcast((a, b) => a - b, sampled.kl, kl);
  const evidence = vb.logEvidence(model, data);
  const some = data.points.head(1000);
  const someEvidence = vb.logEvidence(model, some).mean();
  const gaps = IWAE_DRAWS.map((latentSamples) => [
    `log p(x) − IWAE-${latentSamples}`,
    someEvidence - vb.iwae(model, some, { latentSamples, seed }).mean(),
  ]);
  return {
    ELBO: elbo.mean(),
    "held-out ELBO": vb.elbo(model, vb.twoGaussians({ seed: seed + 1000 }), { ...draws, seed }).elbo.mean(),
    "log p(x) − ELBO": evidence.mean() - elbo.mean(),
    "log p(x) − the truth's": evidence.mean() - data.density.logProb(data.points).mean(),
    "KL(q‖prior)": kl.mean(),
    "Monte Carlo KL, standard errors off": off.mean() / (off.standardDeviation() / Math.sqrt(off.size)),
    "low-density share": vb.lowDensityShare(model.sample(SAMPLES, { seed }), data),
    ...Object.fromEntries(gaps),
  };
}

async function published(data: vb.Dataset, seed: number, epochs: number): Promise<Figures> {
  const model = new vb.VariationalAutoencoder({ ...SHAPE, family: "published", seed });
  const settings = { learningRate: 1e-3, latentSamples: 3, klWeight: 0, seed } as const;
  await vb.fit(model, data, { epochs, ...settings });
  const objective = vb.publishedObjective(model, data, { ...draws, seed });
  const evidence = vb.logEvidence(model, data);
  const { likelihood, decoded } = model.forward(data.points, { seed });
  return {
    value: objective.mean(),
    "log p(x) − ELBO": evidence.mean() - vb.elbo(model, data, { ...draws, seed }).elbo.mean(),
    "share above log p(x)": vb.broadcast((value, log) => Number(value > log), objective, evidence).mean(),
    σ_x: (likelihood as vb.Normal).scale.mean(),
    "low-density share, samples": vb.lowDensityShare(model.sample(SAMPLES, { seed }), data),
    "low-density share, reconstructions": vb.lowDensityShare(decoded.reshape(data.points.shape), data),
  };
}

/** The post's models on its points, and its objective; log-densities are in nats. */
export const post: Study = {
  title: "The post's models",
  async figures(seed, epochs) {
    const data = vb.twoGaussians({ seed });
    return {
      ...named("AE", await autoencoder(data, seed, epochs)),
      ...named("VAE 1e-3", await variational(data, 1e-3, seed, epochs)),
      ...named("VAE 1e-2", await variational(data, 1e-2, seed, epochs)),
      ...named("published", await published(data, seed, epochs)),
    };
  },
  expected: [
    ["AE: mean squared error", "median", 0.115, 0.128],
    // The same range, relative to each data set's own variance.
    ["AE: error / cluster variance", "each", 0.46, 0.512],
    ["AE: low-density share", "each", 0.35, 1],
    ["VAE 1e-3: ELBO", "median", -2.45, -2.34],
    ["VAE 1e-3: ELBO", "lowest", -2.8, 0],
    ["VAE 1e-3: KL(q‖prior)", "median", 1.2, 1.95],
    ["VAE 1e-3: low-density share", "median", 0, 0.15],
    ["VAE 1e-3: log p(x) − ELBO", "each", 0.04, 0.16],
    ["VAE 1e-3: log p(x) − the truth's", "highest", -1, 0.02],
    ["VAE 1e-3: Monte Carlo KL, standard errors off", "each", -4, 4],
    ["VAE 1e-3: log p(x) − IWAE-1", "mean", 0.055, 0.12],
    ["VAE 1e-3: log p(x) − IWAE-5", "mean", 0.012, 0.03],
    ["VAE 1e-3: log p(x) − IWAE-50", "mean", 0.001, 0.0045],
    ["VAE 1e-3: log p(x) − IWAE-500", "mean", -0.0005, 0.0012],
    ["VAE 1e-2: held-out ELBO", "median", -2.31, -2.24],
    ["VAE 1e-2: log p(x) − ELBO", "lowest", 0, 1],
    ["VAE 1e-2: log p(x) − the truth's", "highest", -1, 0.02],
    ["VAE 1e-2: Monte Carlo KL, standard errors off", "each", -4, 4],
    ["published: value", "mean", -2.29, -2.25],
    ["published: σ_x", "each", Math.SQRT1_2 - 0.01, Math.SQRT1_2 + 0.01],
    ["published: share above log p(x)", "mean", 0.95, 1],
    ["published: log p(x) − ELBO", "lowest", 3, Number.POSITIVE_INFINITY],
    ["published: low-density share, samples", "each", 0.4, 1],
    ["published: low-density share, reconstructions", "each", 0, 0.2],
  ],
};

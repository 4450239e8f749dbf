/** Compares what the post's models reach, over seeds, with an independent implementation (PyTorch 2.13, 24 seeds). */
import * as vb from "../../lib";
import { median } from "../../lib/numerics/median";
import type { Figures } from "./over-seeds";

const MODELS = {
  "AE, Adam 1e-3": { variational: false, learningRate: 1e-3 },
  "VAE, Adam 1e-3": { variational: true, learningRate: 1e-3 },
  "VAE, Adam 1e-2": { variational: true, learningRate: 1e-2 },
};
type Name = keyof typeof MODELS;

/** Trains one model and returns its figures; log-densities are in nats. */
async function train(name: Name, seed: number, epochs: number): Promise<Figures> {
  const { variational, learningRate } = MODELS[name];
  const data = vb.twoGaussians({ seed });
  const shape = { inputSize: 2, hiddenSizes: [10], latentSize: 1, seed };
  const settings = { epochs, learningRate, latentSamples: 3, seed };
  const draws = 2000;
  const quality = (samples: vb.NDArray) => ({
    "low-density share": vb.lowDensityShare(samples, data),
    "energy distance": vb.energyDistance(samples, data.points.head(draws)),
  });
  if (!variational) {
    const model = new vb.Autoencoder(shape);
    const run = await vb.fit(model, data, settings);
    const codes = model.encode(data.points);
    const fitted = new vb.Normal(codes.mean(), codes.standardDeviation()).sample(draws, { seed });
    const error = run.losses.at(-1)!;
    return {
      "mean squared error": error,
      "error / cluster variance": error / clusterVariance(data),
      ...quality(model.decode(fitted.reshape([draws, 1]))),
    };
  }
  const model = new vb.VariationalAutoencoder(shape);
  await vb.fit(model, data, settings);
  const heldOut = vb.twoGaussians({ seed: seed + 1000 });
  const terms = vb.elbo(model, data, { latentSamples: 50, seed });
  const sampled = vb.elbo(model, data, { latentSamples: 50, seed, kl: "monteCarlo" });
  const evidence = vb.logEvidence(model, data).mean();
  const difference = vb.broadcast((a, b) => a - b, sampled.kl, terms.kl);
  return {
    ELBO: terms.elbo.mean(),
    "held-out ELBO": vb.elbo(model, heldOut, { latentSamples: 50, seed }).elbo.mean(),
    "log p(x)": evidence,
    "true log-density": data.density.logProb(data.points).mean(),
    "log p(x) − ELBO": evidence - terms.elbo.mean(),
    "KL(q‖prior)": terms.kl.mean(),
    "Monte Carlo KL, standard errors off":
      difference.mean() / (difference.standardDeviation() / Math.sqrt(difference.size)),
    ...quality(model.sample(draws, { seed })),
  };
}

/** Mean squared distance of a coordinate from its cluster's mean, which is ±2 in both coordinates. */
function clusterVariance({ points }: vb.Dataset): number {
  return vb.broadcast((x) => (Math.abs(x) - 2) ** 2, points).mean();
}

/** Checks on the figures of all seeds. */
function verdicts(results: Record<Name, Figures[]>): Record<string, boolean> {
  const of = (name: Name, figure: string) => results[name].map((figures) => figures[figure]);
  const within = (value: number, low: number, high: number) => value >= low && value <= high;
  const vaes = [...results["VAE, Adam 1e-3"], ...results["VAE, Adam 1e-2"]];
  return {
    "AE: median mean squared error in [.115, .128]": within(
      median(of("AE, Adam 1e-3", "mean squared error")),
      0.115,
      0.128,
    ),
    // The same range, relative to each data set's own variance.
    "AE: every error / cluster variance in [.46, .512]": of(
      "AE, Adam 1e-3",
      "error / cluster variance",
    ).every((v) => within(v, 0.115 / 0.25, 0.128 / 0.25)),
    "AE: every fitted-Gaussian low-density share > .35": of("AE, Adam 1e-3", "low-density share").every(
      (v) => v > 0.35,
    ),
    "VAE 1e-3: median ELBO in [−2.45, −2.34]": within(median(of("VAE, Adam 1e-3", "ELBO")), -2.45, -2.34),
    "VAE 1e-3: no ELBO below −2.80": of("VAE, Adam 1e-3", "ELBO").every((v) => v > -2.8),
    "VAE 1e-3: median KL in [1.2, 1.95]": within(median(of("VAE, Adam 1e-3", "KL(q‖prior)")), 1.2, 1.95),
    "VAE 1e-3: median low-density share < .15": median(of("VAE, Adam 1e-3", "low-density share")) < 0.15,
    "VAE 1e-2: median held-out ELBO in [−2.31, −2.24]": within(
      median(of("VAE, Adam 1e-2", "held-out ELBO")),
      -2.31,
      -2.24,
    ),
    "VAE: always log p(x) ≥ ELBO": vaes.every((figures) => figures["log p(x) − ELBO"] >= 0),
    "VAE 1e-3: every gap in [.04, .16]": of("VAE, Adam 1e-3", "log p(x) − ELBO").every((v) =>
      within(v, 0.04, 0.16),
    ),
    "VAE: always log p(x) ≤ true log-density + .02": vaes.every(
      (figures) => figures["log p(x)"] <= figures["true log-density"] + 0.02,
    ),
    "VAE: Monte Carlo KL within four standard errors": vaes.every(
      (figures) => Math.abs(figures["Monte Carlo KL, standard errors off"]) < 4,
    ),
  };
}

/** Trains every model with each of `seeds` seeds, prints the figures, and returns which checks hold. */
export async function studySeeds(seeds: number, epochs: number): Promise<Record<string, boolean>> {
  const numbers = Array.from({ length: seeds }, (_, i) => i + 1);
  const results = {} as Record<Name, Figures[]>;
  for (const name of Object.keys(MODELS) as Name[]) {
    results[name] = [];
    for (const seed of numbers) results[name].push(await train(name, seed, epochs));
    const figures = Object.keys(results[name][0]);
    const row = (pick: (values: number[]) => number) =>
      Object.fromEntries(
        figures.map((figure) => [figure, +pick(results[name].map((one) => one[figure])).toFixed(4)]),
      );
    console.log(`\n${name}`);
    console.table({
      ...Object.fromEntries(numbers.map((seed) => [`seed ${seed}`, row((values) => values[seed - 1])])),
      median: row(median),
      lowest: row((values) => Math.min(...values)),
      highest: row((values) => Math.max(...values)),
    });
  }
  return verdicts(results);
}

/** Compares IWAE's gaps and the published objective with an independent implementation (PyTorch 2.13, 12 to 24 seeds). */
import * as vb from "../../lib";
import { type Figures, printOverSeeds } from "./over-seeds";

const DRAWS = [1, 5, 50, 500];

/** Trains the post's model on both objectives with one seed. */
async function train(seed: number, epochs: number): Promise<Figures> {
  const data = vb.twoGaussians({ seed });
  const shape = { inputSize: 2, hiddenSizes: [10], latentSize: 1, seed };
  const settings = { epochs, learningRate: 1e-3, latentSamples: 3, seed };
  const vae = new vb.VariationalAutoencoder(shape);
  await vb.fit(vae, data, settings);
  const some = data.points.head(1000);
  const evidence = vb.logEvidence(vae, some).mean();
  const gaps = DRAWS.map((latentSamples) => [
    `log p(x) − IWAE-${latentSamples}`,
    evidence - vb.iwae(vae, some, { latentSamples, seed }).mean(),
  ]);

  const published = new vb.VariationalAutoencoder({ ...shape, family: "published" });
  await vb.fit(published, data, { ...settings, klWeight: 0 });
  const objective = vb.publishedObjective(published, data, { latentSamples: 50, seed });
  const truth = vb.logEvidence(published, data);
  const { likelihood, posterior, decoded } = published.forward(data.points, { seed });
  const above = objective.data.filter((value, i) => value > truth.data[i]).length;
  return {
    ...Object.fromEntries(gaps),
    "published value": objective.mean(),
    "its true ELBO": vb.elbo(published, data, { latentSamples: 50, seed }).elbo.mean(),
    "its log p(x)": truth.mean(),
    "share above log p(x)": above / data.points.shape[0],
    "its σ_x": (likelihood as vb.Normal).scale.mean(),
    "its σ_z": posterior.scale.mean(),
    "prior samples' low-density share": vb.lowDensityShare(published.sample(2000, { seed }), data),
    "reconstructions' low-density share": vb.lowDensityShare(decoded.reshape(data.points.shape), data),
  };
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Trains with each of `seeds` seeds, prints the figures, and returns which checks hold. */
export async function studyObjectives(seeds: number, epochs: number): Promise<Record<string, boolean>> {
  const results: Figures[] = [];
  for (let seed = 1; seed <= seeds; seed++) results.push(await train(seed, epochs));
  const of = (figure: string) => results.map((figures) => figures[figure]);
  const near = (figure: string, low: number, high: number) =>
    mean(of(figure)) >= low && mean(of(figure)) <= high;
  printOverSeeds("IWAE and the published objective", results, "mean");
  return {
    "IWAE: mean gaps near .086, .020, .0026, .0003 for K = 1, 5, 50, 500":
      near("log p(x) − IWAE-1", 0.055, 0.12) &&
      near("log p(x) − IWAE-5", 0.012, 0.03) &&
      near("log p(x) − IWAE-50", 0.001, 0.0045) &&
      near("log p(x) − IWAE-500", -0.0005, 0.0012),
    "published: every mean σ_x = 1/√2 ± .01": of("its σ_x").every((v) => Math.abs(v - Math.SQRT1_2) < 0.01),
    "published: mean value in [−2.29, −2.25]": near("published value", -2.29, -2.25),
    "published: mean share above log p(x) over .95": near("share above log p(x)", 0.95, 1),
    "published: true ELBO below log p(x) by more than 3 nats, always": results.every(
      (figures) => figures["its true ELBO"] < figures["its log p(x)"] - 3,
    ),
    "published: prior samples' low-density share over .4, reconstructions' below .2": results.every(
      (figures) =>
        figures["prior samples' low-density share"] > 0.4 &&
        figures["reconstructions' low-density share"] < 0.2,
    ),
  };
}

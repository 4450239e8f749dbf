import * as vb from "../../lib";
import type { RecordedStudy } from "./record";

const POINTS = 5000;
const FRESH = 2000;
const RATE = 2e-2;
const BATCH_SIZE = 500;
/** Fresh points for each of which the best Gaussian is searched. */
const SEARCHED = 400;
/** Codes of which a refitted density chooses, points to which it is fitted, and steps. */
const REFIT = { codes: 400, points: 2500, steps: 25 };
/** The noise with the most peaks, where beliefs are told in several ways, and the draws that tell what a q believes. */
const THIN = "s = 0.1";
const TOLD_DRAWS = 1000;
/** Nodes of the quadrature over z, where x is partly hidden. */
const AXIS = [-6, 6, 801] as const;
/** Training on the evidence, which takes long, beside the bound: on how many seeds. */
const NO_ENCODER = { data: "s = 0.2", epochs: 300, seeds: 4 };

const [DIAGONAL, SIDE_BY_SIDE] = ["clusters, diagonal", "clusters, side by side"];
/** The curve with its noise, and two clusters at ±(2, 2) or ±(2, 0). */
const DATA: Readonly<Record<string, Task>> = {
  ...Object.fromEntries(
    [0.1, 0.2, 0.4, 0.8, 1.2].map((noise) => [
      `s = ${noise}`,
      { noise, hiddenSizes: [20], epochs: 500, scale: noise },
    ]),
  ),
  [DIAGONAL]: { noise: 0.5, hiddenSizes: [10], epochs: 1000, scale: "learned" },
  [SIDE_BY_SIDE]: { noise: 0.5, hiddenSizes: [10], epochs: 1000, scale: "learned" },
};

interface Task {
  readonly noise: number;
  readonly hiddenSizes: readonly number[];
  readonly epochs: number;
  readonly scale: number | "learned";
}
type Source = vb.Dataset & { readonly density: vb.Mixture };

function drawn(name: string, size: number, seed: number): Source {
  if (name.startsWith("s")) return vb.noisyCurve({ scale: DATA[name].noise, size, seed });
  if (name === DIAGONAL) return vb.twoGaussians({ size, seed });
  const means = [
    [2, 0],
    [-2, 0],
  ] as const;
  return vb.twoGaussians({ means, size, seed });
}

const falling = (epochs: number, seed: number) =>
  ({
    epochs,
    learningRate: { from: RATE, to: 0, epochs, shape: "cosine" },
    batchSize: BATCH_SIZE,
    seed,
    threads: 1,
  }) as const;

async function trainedVae(name: string, data: Source, scale: number | "learned", seed: number) {
  const { hiddenSizes, epochs } = DATA[name];
  const model = new vb.VariationalAutoencoder({ inputSize: 2, hiddenSizes, latentSize: 1, scale, seed });
  // Side by side most trainings would collapse.
  const warm = name === SIDE_BY_SIDE;
  const klWeight = warm ? ({ from: 0, to: 1, epochs: epochs / 40, shape: "linear" } as const) : 1;
  await vb.fit(model, data, { ...falling(epochs, seed), klWeight });
  return model;
}

/** Gaussians N(loc[k], (factor · scale[k])²) in the plane, with weights: what a decoder makes of some codes. */
interface Kernels {
  readonly likelihood: vb.Normal;
  readonly logWeights: Float64Array;
  readonly factor: number;
}
const equal = (count: number) => new Float64Array(count).fill(-Math.log(count));

/** log weight · N(point; …) of each kernel, and its square distance in scales: for some columns of each point in turn. */
function* termsOf({ likelihood, logWeights, factor }: Kernels, points: vb.NDArray, columns = [0, 1]) {
  const { loc, scale } = likelihood;
  const [count, size] = loc.shape;
  const precisions = Float64Array.from({ length: loc.size }, (_, at) => scale.data[at % scale.size] ** -2);
  const normalizer = columns.length * (Math.log(factor) + 0.5 * Math.log(2 * Math.PI));
  const constants = logWeights.map((weight, k) =>
    columns.reduce((log, d) => log + 0.5 * Math.log(precisions[k * size + d]), weight - normalizer),
  );
  const half = 0.5 * factor ** -2;
  const [logs, squares] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < points.shape[0]; i++) {
    squares.fill(0);
    for (const d of columns) {
      const x = points.data[i * size + d];
      for (let k = 0, at = d; k < count; k++, at += size)
        squares[k] += (x - loc.data[at]) * (x - loc.data[at]) * precisions[at];
    }
    for (let k = 0; k < count; k++) logs[k] = constants[k] - half * squares[k];
    yield { logs, squares };
  }
}

function logDensity(kernels: Kernels, points: vb.NDArray, columns?: number[]): vb.NDArray {
  return vb.NDArray.from(Array.from(termsOf(kernels, points, columns), ({ logs }) => vb.logSumExp(logs)));
}

/** A decoder with the weights of its codes and the width that suit its training data best, by expectation maximisation. */
function refitted(
  decode: (z: vb.NDArray) => vb.Normal,
  codes: vb.NDArray,
  factor: number,
  data: vb.NDArray,
): Kernels {
  const sorted = codes.data.slice().sort();
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  // Half of them as dense as the codes themselves, half evenly, for the tails.
  const half = REFIT.codes / 2;
  const chosen = Array.from({ length: half }, (_, k) => k / (half - 1)).flatMap((share) => [
    [sorted[Math.round(share * (sorted.length - 1))]],
    [least + share * (most - least)],
  ]);
  const likelihood = decode(vb.NDArray.from(chosen));
  const points = data.head(REFIT.points);
  let kernels: Kernels = { likelihood, logWeights: equal(REFIT.codes), factor };
  for (let step = 0; step < REFIT.steps; step++) {
    const sums = new Float64Array(REFIT.codes);
    let squared = 0;
    for (const { logs, squares } of termsOf(kernels, points)) {
      const log = vb.logSumExp(logs);
      for (let k = 0; k < sums.length; k++) {
        const share = Math.exp(logs[k] - log);
        sums[k] += share;
        squared += share * squares[k];
      }
    }
    const logWeights = sums.map((sum) => Math.log(Math.max(sum / REFIT.points, 1e-300)));
    kernels = { likelihood, logWeights, factor: Math.sqrt(squared / (2 * REFIT.points)) };
  }
  return kernels;
}

const column = (points: vb.NDArray, i: number) => new vb.NDArray(points.column(i), [points.shape[0], 1]);
const less = (a: vb.NDArray, b: vb.NDArray) => vb.broadcast((x, y) => x - y, a, b);
const [HIDDEN, VISIBLE] = [0, 1];

/** Both halves of a model, what is asked of fresh points where only x₂ is visible, what is believed about z, and the truth. */
async function hideFirst(
  name: string,
  vae: vb.VariationalAutoencoder,
  data: Source,
  fresh: Source,
  seed: number,
) {
  const part = vb.marginalModel(vae, [VISIBLE]);
  const decoder = vb.marginalModel(vae, [HIDDEN]);
  await vb.fit(part, column(data.points, VISIBLE), {
    ...falling(DATA[name].epochs, seed),
    parameters: "encoder",
  });

  const [seen, asked] = [VISIBLE, HIDDEN].map((i) => column(fresh.points, i));
  const marginal = vb.marginal(fresh.density, [VISIBLE]).logProb(seen);
  const truth = less(fresh.density.logProb(fresh.points), marginal);
  const exact = vb.exactPosterior(part, seen, { axis: vb.trapezoid(...AXIS) });
  const nodes = exact.nodes.reshape([exact.weights.size]);
  const onNodes = (q: vb.Normal): vb.Belief => ({ ...exact, logProb: q.logProb(nodes) });
  const qs = {
    "best by the bound": vb.bestGaussian(part, seen.head(SEARCHED)),
    "the posterior's moments": new vb.Normal(exact.mean, vb.broadcast(Math.sqrt, exact.variance)),
    "an encoder's q": part.posterior(seen),
  };
  return { part, decoder, asked, truth, exact, nodes, onNodes, qs };
}

/** What each answer about x₁ scores above the truth where only x₂ is visible, and how far each q is from the posterior. */
async function hiddenScores(
  name: string,
  vae: vb.VariationalAutoencoder,
  own: Kernels,
  data: Source,
  fresh: Source,
  seed: number,
) {
  const found = await hideFirst(name, vae, data, fresh, seed);
  const { part, decoder, asked, truth, exact, nodes, onNodes, qs } = found;

  // Error bars are fitted to points of the training data.
  const earlier = data.points.head(1000);
  const known = vb.exactPosterior(part, column(earlier, VISIBLE), { axis: vb.trapezoid(...AXIS) });
  const errorBar = (answer: vb.NDArray) =>
    Math.sqrt(vb.broadcast((x, y) => (x - y) ** 2, column(earlier, HIDDEN), answer).mean());
  const point = (z: vb.NDArray) => decoder.likelihood(z).mean;
  const mean = (belief: vb.Belief) => vb.gaussianPredictive(decoder, belief).mean;
  const scored = (answer: vb.Normal) => answer.logProb(asked).sum(1);
  const answers: Record<string, vb.NDArray> = {
    "exact posterior": vb.logPredictive(decoder, asked, exact),
    "one Gaussian answer": scored(vb.gaussianPredictive(decoder, exact)),
    "mean, one error bar": scored(new vb.Normal(mean(exact), errorBar(mean(known)))),
    "most likely z": decoder.likelihood(exact.mode).logProb(asked).sum(1),
    "most likely z, one error bar": scored(new vb.Normal(point(exact.mode), errorBar(point(known.mode)))),
    "autoencoder's codes": less(logDensity(own, fresh.points), logDensity(own, fresh.points, [VISIBLE])),
  };
  const divergences: Record<string, { fromQ: number; toQ: number }> = {};
  for (const [of, q] of Object.entries(qs)) {
    const [rows] = q.batchShape;
    const belief = onNodes(q);
    const some = (all: vb.NDArray) =>
      new vb.NDArray(all.data.subarray(0, rows * nodes.size), [rows, nodes.size]);
    answers[of] = vb.logPredictive(decoder, asked.head(rows), belief);
    const [log, posterior] = [belief.logProb, some(exact.logProb)];
    const kl = (a: vb.NDArray, b: vb.NDArray) =>
      vb
        .broadcast((p, q, weight) => weight * Math.exp(p) * (p - Math.max(q, -1e4)), a, b, exact.weights)
        .sum(1)
        .mean();
    divergences[of] = { fromQ: kl(log, posterior), toQ: kl(posterior, log) };
  }
  const score = Object.fromEntries(
    Object.entries(answers).map(([of, log]) => [of, less(log, truth.head(log.shape[0])).mean()]),
  );
  const several = vb.modeCounts(exact.logProb).data.filter((count) => count > 1).length / FRESH;
  return { truth: truth.mean(), score, divergences, several };
}

/** The same for each q by all that it believes, by some draws from it, and by one Gaussian for x₁, of the same points. */
async function toldScores(
  name: string,
  vae: vb.VariationalAutoencoder,
  data: Source,
  fresh: Source,
  seed: number,
) {
  const { decoder, asked, truth, exact, onNodes, qs } = await hideFirst(name, vae, data, fresh, seed);
  const some = asked.head(SEARCHED);
  const head = ({ loc, scale }: vb.Normal) => new vb.Normal(loc.head(SEARCHED), scale.head(SEARCHED));
  const above = (log: vb.NDArray) => less(log, truth.head(SEARCHED)).mean();
  const told = (belief: vb.Belief) => ({
    all: above(vb.logPredictive(decoder, some, belief)),
    "one Gaussian": above(vb.gaussianPredictive(decoder, belief).logProb(some).sum(1)),
  });
  /** The mixture of what the decoder makes of draws. */
  const byDraws = (q: vb.Normal) => {
    const z = q.sample(TOLD_DRAWS, { seed }).reshape([TOLD_DRAWS, SEARCHED]);
    const logs = Array.from({ length: SEARCHED }, (_, i) => {
      const likelihood = decoder.likelihood(new vb.NDArray(z.column(i), [TOLD_DRAWS, 1]));
      return vb.logSumExp(likelihood.logProb(some.row(i)).data) - Math.log(TOLD_DRAWS);
    });
    return above(vb.NDArray.from(logs));
  };
  const scores = Object.entries(qs).map(([of, q]) => [
    of,
    { ...told(onNodes(head(q))), draws: byDraws(head(q)) },
  ]);
  const exactly = { ...exact, logProb: exact.logProb.head(SEARCHED) };
  return { "exact posterior": told(exactly), ...Object.fromEntries(scores) };
}

/** What does an uncertain encoder buy? Decoders trained with it and without, densities of codes, answers about a hidden coordinate. */
export const certain: RecordedStudy = {
  name: "certain",
  settings: {
    POINTS,
    FRESH,
    RATE,
    BATCH_SIZE,
    SEARCHED,
    REFIT,
    AXIS,
    NO_ENCODER,
    DATA,
  },
  parts: [
    ...Object.keys(DATA).map((data) => ({ data, trained: "with an encoder" })),
    { data: NO_ENCODER.data, trained: "without" },
    { data: THIN, asked: "each belief, told in three ways" },
  ],
  async conduct({ data: named, trained, asked }, seed) {
    const name = named as string;
    const { noise, hiddenSizes, epochs, scale } = DATA[name];
    const data = drawn(name, POINTS, seed);
    const fresh = drawn(name, FRESH, seed + 1000);
    const truth = fresh.density.logProb(fresh.points).mean();
    if (trained === "without")
      return seed > NO_ENCODER.seeds ? [] : [await withoutEncoder(name, data, fresh, seed)];

    if (asked !== undefined) {
      const vae = await trainedVae(name, data, scale, seed);
      return [{ told: await toldScores(name, vae, data, fresh, seed) }];
    }

    const gap = (kernels: Kernels) => logDensity(kernels, fresh.points).mean() - truth;
    const ae = new vb.Autoencoder({ inputSize: 2, hiddenSizes, latentSize: 1, seed });
    await vb.fit(ae, data, falling(epochs, seed));
    const codes = ae.encode(data.points);
    const plain = (z: vb.NDArray) => new vb.Normal(ae.decode(z), 1);
    const mse = vb.broadcast((x, y) => (x - y) ** 2, data.points, ae.reconstruct(data.points)).mean();
    const twice = Math.sqrt(2 * mse);
    const ownOf = (decode: (z: vb.NDArray) => vb.Normal, codes: vb.NDArray, factor: number) => ({
      likelihood: decode(codes),
      logWeights: equal(codes.size),
      factor,
    });
    const own = ownOf(plain, codes, noise);
    const normal = new vb.Normal(codes.mean(0), codes.standardDeviation()).sample(POINTS, { seed });
    const gaps = {
      own: gap(own),
      "own, σ² = MSE": gap({ ...own, factor: Math.sqrt(mse) }),
      "own, σ² = 2 MSE": gap({ ...own, factor: twice }),
      Gaussian: gap(ownOf(plain, normal, noise)),
      refitted: gap(refitted(plain, codes, noise, data.points)),
    };
    const rows: Record<string, unknown>[] = [{ encoder: "certain", sigma: twice, gap: gaps }];

    const trueVae = await trainedVae(name, data, scale, seed);
    const decode = (vae: vb.VariationalAutoencoder) => (z: vb.NDArray) => vae.likelihood(z) as vb.Normal;
    const drawnBy = (vae: vb.VariationalAutoencoder) =>
      vae.forward(data.points, { seed }).encoded.reshape([POINTS, 1]);
    const evidence = (vae: vb.VariationalAutoencoder) => vb.logEvidence(vae, fresh).mean() - truth;
    const drawnCodes = drawnBy(trueVae);
    rows.push({
      encoder: "uncertain",
      scale: scale === "learned" ? scale : "true",
      gap: {
        own: gap(ownOf(decode(trueVae), drawnCodes, 1)),
        Gaussian: evidence(trueVae),
        refitted: gap(refitted(decode(trueVae), drawnCodes, 1, data.points)),
      },
      ...(name !== DIAGONAL && {
        hidden: await hiddenScores(name, trueVae, own, data, fresh, seed),
      }),
    });

    // Controls: without the true σ, or on the clusters with one σ for all z.
    if (name === SIDE_BY_SIDE) return rows;
    const width = scale === "learned" ? noise : twice;
    const other = await trainedVae(name, data, width, seed);
    const codesOfOther = drawnBy(other);
    const otherOwn = ownOf(decode(other), codesOfOther, 1);
    // Given decoder and q, the bound is highest where σ² is the mean squared error of draws.
    const error = vb.broadcast((x, y) => (x - y) ** 2, data.points, decode(other)(codesOfOther).mean).mean();
    rows.push({
      encoder: "uncertain",
      scale: scale === "learned" ? "true" : "estimated",
      gap: {
        own: gap(otherOwn),
        "own, σ of the bound": gap({ ...otherOwn, factor: Math.sqrt(error) / width }),
        Gaussian: evidence(other),
      },
    });
    return rows;
  },
};

/** The bound and the exact evidence, the same number of steps from the same start. */
async function withoutEncoder(name: string, data: Source, fresh: Source, seed: number) {
  const { hiddenSizes, scale } = DATA[name];
  const truth = fresh.density.logProb(fresh.points).mean();
  const gap: Record<string, number> = {};
  for (const objective of ["elbo", "evidence"] as const) {
    const model = new vb.VariationalAutoencoder({ inputSize: 2, hiddenSizes, latentSize: 1, scale, seed });
    // TensorFlow.js, which alone has the evidence, chooses its threads itself.
    await vb.fit(model, data, { ...falling(NO_ENCODER.epochs, seed), objective, threads: undefined });
    gap[objective] = vb.logEvidence(model, fresh).mean() - truth;
  }
  return { gap };
}

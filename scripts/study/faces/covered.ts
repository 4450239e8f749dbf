import * as vb from "../../../lib";
import { highestElboInPlane } from "../../../lib/exact/highest-elbo-plane";
import { Random } from "../../../lib/random";
import { trained, trainingOf } from "./model";
import { BROW_PIXELS, HIDDEN, NOISE, recipeFaces, SITTER, truth, VISIBLE } from "./recipe";

/** Of the faces that are judged, the same for each seed; nodes of the quadrature over z; the pixels besides the brows that are seen. */
export const COVERED = { fresh: 400, freshSeed: 1000, axis: [-4.2, 4.2, 101], irrelevant: [0, 93, 186, 372] };

/** Faces to train on, with about as many steps for all; of `draws` faces each is another one's with fresh noise. */
export const FACES = {
  "3000 faces": { size: 3000, draws: 1, epochs: 50 },
  "20 000 faces": { size: 20_000, draws: 1, epochs: 8 },
  "3000 faces, 7 noises": { size: 3000, draws: 7, epochs: 7 },
  "1000 faces": { size: 1000, draws: 1, epochs: 150 },
};

/** Means and standard deviations of a Gaussian over z with independent coordinates. */
type Gaussian = readonly [loc: ArrayLike<number>, scale: ArrayLike<number>];

const AXIS = vb.trapezoid(COVERED.axis[0], COVERED.axis[1], COVERED.axis[2]);

function sitters({ size, draws }: { size: number; draws: number }, seed: number): vb.NDArray {
  const { points, factors } = vb.faces({ size, ...SITTER, seed });
  if (draws === 1) return points;
  const more = new vb.Normal(vb.renderFaces(factors), NOISE).sample(draws - 1, { seed: seed + 3000 });
  return vb.NDArray.from([
    ...Array.from({ length: size }, (_, i) => points.row(i)),
    ...Array.from({ length: size * (draws - 1) }, (_, i) => more.reshape([size * (draws - 1), 560]).row(i)),
  ]);
}

/** A trained model with an encoder for covered faces, its decoder on a grid over z, and how to judge what is believed about z. */
export async function asked(kind: keyof typeof FACES, seed: number) {
  const { epochs } = FACES[kind];
  const given = sitters(FACES[kind], seed);
  const scale = vb.standardize(given);
  const model = await trained(scale.points, 2, epochs, seed);
  const seenBy = vb.marginalModel(model, VISIBLE);
  await vb.fit(seenBy, scale.points.columns(VISIBLE), {
    ...trainingOf(Math.ceil(epochs / 2), seed),
    parameters: "encoder",
  });

  const fresh = vb.faces({ size: COVERED.fresh, ...SITTER, seed: COVERED.freshSeed }).points;
  const true_ = truth(fresh);
  const { nodes, weights } = vb.productRule([AXIS, AXIS]);
  const logPrior = model.prior.logProb(nodes).sum(1).data;
  const decoder = model.likelihood(nodes) as vb.Normal;
  const mean = scale.undo(decoder.loc);
  const sigma = vb.broadcast((value) => value * scale.deviation, decoder.scale);
  const { expressions, images } = recipeFaces(mean);
  const smiles = expressions.map((one) => Number(one > 0));
  const noise = vb.broadcast(() => NOISE, sigma);
  const logOf = (mean: vb.NDArray, sigma: vb.NDArray, pixels: readonly number[]) =>
    vb.logLikelihoodsAt(new vb.Normal(mean.columns(pixels), sigma.columns(pixels)), fresh.columns(pixels));
  const logHidden = logOf(mean, sigma, HIDDEN);

  /** log p(z, x) at the nodes, for each face, of a likelihood to some power. */
  const joint = (logs: vb.NDArray, power = 1) =>
    Array.from({ length: COVERED.fresh }, (_, i) => logs.row(i).map((log, k) => logPrior[k] + power * log));
  /** The weights of the nodes, with the sum 1. */
  const normalized = (logs: Float64Array) => {
    const total = vb.logSumExp(logs.map((log, k) => log + Math.log(weights[k])));
    return logs.map((log, k) => weights[k] * Math.exp(log - total));
  };
  /** log q(z) at the nodes, but for a constant. */
  const logGaussian = ([loc, scale]: Gaussian) =>
    Float64Array.from(weights, (_, k) => {
      const z = nodes.row(k);
      return -0.5 * (((z[0] - loc[0]) / scale[0]) ** 2 + ((z[1] - loc[1]) / scale[1]) ** 2);
    });
  const gaussian = (q: Gaussian) => normalized(logGaussian(q));
  const q = seenBy.posterior(scale.apply(fresh).columns(VISIBLE));
  const encoder = Array.from({ length: COVERED.fresh }, (_, i): Gaussian => [q.loc.row(i), q.scale.row(i)]);
  /** The Gaussian with the highest bound for each face. */
  const bestGaussians = (logJoint: readonly Float64Array[]) =>
    logJoint.map((row, i): Gaussian => {
      const [loc, scale] = encoder[i];
      return highestElboInPlane(AXIS, row, [[Array.from(loc), Array.from(scale)]]);
    });
  const judge = (answer: string, masses: readonly Float64Array[], exact?: readonly Float64Array[]) => {
    const chance = masses.map((mass) => mass.reduce((sum, m, k) => sum + m * smiles[k], 0));
    const nats = masses.map((mass, i) =>
      vb.logSumExp(logHidden.row(i).map((log, k) => log + Math.log(mass[k] + 1e-300))),
    );
    const kl = exact?.map((p, i) =>
      masses[i].reduce((sum, m, k) => (m > 1e-12 ? sum + m * Math.log(m / Math.max(p[k], 1e-300)) : sum), 0),
    );
    return {
      answer,
      ...scored(chance, true_.chance),
      nats: average(nats),
      ...(kl && { kl: average(kl) }),
      chance,
    };
  };
  return {
    ...{ scale, model, fresh, true_, nodes, mean, sigma, images, noise, encoder },
    ...{ logOf, joint, normalized, logGaussian, gaussian, bestGaussians, judge },
  };
}

/** How a model answers whether a covered mouth smiles, in several ways. */
export async function covered(kind: keyof typeof FACES, seed: number) {
  const ready = await asked(kind, seed);
  const { scale, model, fresh, true_, nodes, mean, sigma, images, noise, encoder } = ready;
  const { logOf, joint, normalized, gaussian, bestGaussians, judge } = ready;
  /** The encoder's q, the best Gaussian and the exact posterior of a likelihood. */
  const chain = (name: string, logs: vb.NDArray) => {
    const logJoint = joint(logs);
    const exact = logJoint.map(normalized);
    return [
      judge(`${name}: encoder`, encoder.map(gaussian), exact),
      judge(`${name}: best Gaussian`, bestGaussians(logJoint).map(gaussian), exact),
      judge(`${name}: exact`, exact),
    ];
  };
  const only = (name: string, logs: vb.NDArray, power = 1) => judge(name, joint(logs, power).map(normalized));

  const own = logOf(mean, sigma, VISIBLE);
  const exact = joint(own).map(normalized);
  const atMode = exact.map((mass) => {
    const peak = mass.indexOf(mass.reduce((a, b) => Math.max(a, b)));
    return mass.map((_, k) => Number(k === peak));
  });
  const exactSpread = encoder.map(([loc], i): Gaussian => [loc, moments(exact[i], nodes)[1]]);
  const others = VISIBLE.filter((p) => !BROW_PIXELS.includes(p));
  const shuffled = [...new Random(1, "pixels").permutation(others.length)].map((k) => others[k]);
  const seenMore = COVERED.irrelevant.map((count) => {
    const pixels = [...BROW_PIXELS, ...shuffled.slice(0, count)];
    return { irrelevant: count, ...only(`${count} more pixels`, logOf(mean, sigma, pixels)) };
  });
  const rows = [
    ...chain("own", own),
    ...chain("recipe's", logOf(images, noise, VISIBLE)),
    only("recipe's σ", logOf(mean, noise, VISIBLE)),
    only("recipe's mean", logOf(images, sigma, VISIBLE)),
    only("power .5", own, 0.5),
    judge("encoder's mean, exact variance", exactSpread.map(gaussian)),
    judge("most likely z", atMode),
    ...seenMore,
    {
      answer: "without looking",
      ...scored(
        true_.chance.map(() => SITTER.smileShare),
        true_.chance,
      ),
    },
    { answer: "truth", ...scored(true_.chance, true_.chance), nats: average(true_.logHidden) },
  ];
  // How far the decoder's mean and σ are from the recipe's, where there are faces.
  const codes = model.posterior(scale.apply(fresh)).loc;
  const atFaces = model.likelihood(codes) as vb.Normal;
  const errors = vb.broadcast(
    (a, b) => (a - b) ** 2,
    scale.undo(atFaces.loc),
    recipeFaces(scale.undo(atFaces.loc)).images,
  );
  const logSigma = vb.broadcast((s) => Math.log((s * scale.deviation) / NOISE), atFaces.scale);
  const decoderErrors = {
    mean: Math.sqrt(errors.columns(VISIBLE).mean()),
    logSigma: logSigma.columns(VISIBLE).mean(),
  };
  const kept = ["own: encoder", "own: best Gaussian", "own: exact", "recipe's: exact"];
  return rows.map((row) => {
    const { chance, ...scores } = row as typeof row & { chance?: number[] };
    const isKept = chance && kept.includes(scores.answer);
    return {
      ...scores,
      ...(isKept && { chance: chance.map((p) => +p.toFixed(3)) }),
      ...(scores.answer === "own: exact" && { decoderErrors }),
    };
  });
}

/** How sure answers are, how often the likelier one is right, and how far they are from P(smile) by the recipe; in expectation. */
function scored(chance: readonly number[], truth: readonly number[]) {
  const over = (f: (p: number, t: number) => number) => average(chance.map((p, i) => f(p, truth[i])));
  return {
    sure: over((p) => Math.max(p, 1 - p)),
    right: over((p, t) => (p > 0.5 ? t : 1 - t)),
    brier: over((p, t) => (p - t) ** 2 + t * (1 - t)),
    rms: Math.sqrt(over((p, t) => (p - t) ** 2)),
  };
}

/** The Gaussian with the means and standard deviations of masses at nodes. */
export function moments(mass: Float64Array, nodes: vb.NDArray): Gaussian {
  const along = [0, 1].map((axis) => nodes.column(axis));
  const mean = (of: (k: number) => number) => mass.reduce((sum, m, k) => sum + m * of(k), 0);
  const loc = along.map((z) => mean((k) => z[k]));
  return [loc, along.map((z, axis) => Math.sqrt(mean((k) => (z[k] - loc[axis]) ** 2)))];
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

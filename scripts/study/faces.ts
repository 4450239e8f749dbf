/** Compares what models make of synthetic faces with an independent implementation (PyTorch 2.13, 1 to 5 seeds), in nats of the pixels. */
import * as vb from "../../lib";
import { type Figures, printOverSeeds } from "./over-seeds";

const SIZE = 4000;
const NOISE = 0.05;
const SMILES = 0.6;
const CUE = 0.6;
const HIDDEN = Array.from({ length: 560 }, (_, p) => p).filter((p) => {
  const [row, column] = [Math.floor(p / 20), p % 20];
  return row >= 16 && row <= 23 && column >= 2 && column <= 17;
});
const VISIBLE = Array.from({ length: 560 }, (_, p) => p).filter((p) => !HIDDEN.includes(p));
const AXIS = vb.trapezoid(-4.2, 4.2, 141);

const mean = (values: ArrayLike<number>) => vb.NDArray.from(values).mean();
const inPixels = (log: number, { deviation }: vb.Standardized, count = 560) =>
  log - count * Math.log(deviation);

async function train(points: vb.NDArray, latentSize: number, epochs: number, seed: number) {
  const model = new vb.VariationalAutoencoder({ inputSize: 560, hiddenSizes: [200], latentSize, seed });
  await vb.fit(model, points, settings(epochs, seed));
  return model;
}

const settings = (epochs: number, seed: number) =>
  ({
    epochs,
    batchSize: 100,
    learningRate: { from: 1.5e-3, to: 1e-4, epochs, shape: "linear" },
    seed,
  }) as const;

/** Many people: the bound and the factors that can be read from the code, by latent size. */
async function people(seed: number): Promise<Figures> {
  const data = vb.faces({ size: SIZE, seed });
  const fresh = vb.faces({ size: 1000, seed: seed + 1000 });
  const scale = vb.standardize(data);
  const test = scale.apply(fresh);
  const figures: Figures = {};
  for (const L of [1, 2, 5, 10]) {
    const model = await train(scale.points, L, 40, seed);
    figures[`people: ELBO, L = ${L}`] = inPixels(
      vb.elbo(model, test, { latentSamples: 5, seed }).elbo.mean(),
      scale,
    );
    const r2 = vb.predictability(model.posterior(test).loc, fresh.factors);
    figures[`people: R² of hair darkness, L = ${L}`] = r2.hairDarkness;
    figures[`people: R² of expression, L = ${L}`] = r2.expression;
  }
  return figures;
}

/** A sitter whose pose and expression vary: what standardising changes, and P(smile) where the mouth is covered without a cue. */
async function turning(seed: number): Promise<Figures> {
  const options = { factors: ["pose", "expression"] } as const;
  const data = vb.faces({ size: SIZE, ...options, seed });
  const fresh = vb.faces({ size: 400, ...options, seed: seed + 1000 });
  const scale = vb.standardize(data);
  const raw = await train(data.points, 2, 40, seed);
  const scaled = await train(scale.points, 2, 40, seed);
  const posterior = vb.exactPosterior(
    vb.marginalModel(scaled, VISIBLE),
    scale.apply(fresh).columns(VISIBLE),
    { axis: AXIS },
  );
  const poses = Array.from({ length: 9 }, (_, i) => -1 + i / 4);
  const chance = chances(posterior, expressionsOf(scaled, scale, posterior.nodes, poses));
  const distance = (samples: vb.NDArray) => vb.energyDistance(samples, fresh.points);
  return {
    "turning: ELBO, pixels as they are": vb.elbo(raw, fresh, { latentSamples: 5, seed }).elbo.mean(),
    "turning: ELBO, standardised": inPixels(
      vb.elbo(scaled, scale.apply(fresh), { latentSamples: 5, seed }).elbo.mean(),
      scale,
    ),
    "turning: energy distance, pixels as they are": distance(raw.sample(400, { seed })),
    "turning: energy distance, standardised": distance(scale.undo(scaled.sample(400, { seed }))),
    "turning: deviation of P(smile), truth 0": vb.NDArray.from(chance).standardDeviation(),
    "turning: Brier score less that of the constant": brier(chance, fresh) - SMILES * (1 - SMILES),
  };
}

/** A sitter whose brow and expression vary, and tell about each other. */
async function covered(seed: number): Promise<Figures> {
  const options = { factors: ["brow", "expression"], browCue: CUE } as const;
  const data = vb.faces({ size: SIZE, ...options, seed });
  const fresh = vb.faces({ size: 400, ...options, seed: seed + 1000 });
  const scale = vb.standardize(data);
  const test = scale.apply(fresh);
  const [seen, underCover] = [test.columns(VISIBLE), test.columns(HIDDEN)];
  const model = await train(scale.points, 2, 60, seed);
  const [visible, hidden] = [VISIBLE, HIDDEN].map((pixels) => vb.marginalModel(model, pixels));
  await vb.fit(visible, scale.points.columns(VISIBLE), { ...settings(30, seed), parameters: "encoder" });

  const exact = vb.exactPosterior(visible, seen, { axis: AXIS });
  const { loc, scale: width } = visible.posterior(seen);
  const q = new vb.Normal(loc.expandDims(1), width.expandDims(1));
  const gaussian = { ...exact, logProb: q.logProb(exact.nodes).sum(2) };
  const rows = Array.from({ length: 400 }, (_, i) => exact.logProb.row(i));
  const peaks = rows.map((row) => row.indexOf(row.reduce((a, b) => Math.max(a, b))));
  const atPeaks = hidden.likelihood(peaks.map((k) => exact.nodes.row(k)));
  const expressions = expressionsOf(model, scale, exact.nodes);
  const truth = truthOf(fresh);
  const logHidden = (log: vb.NDArray) => inPixels(log.mean(), scale, HIDDEN.length) - mean(truth.log);
  const offTruth = (chance: number[]) => Math.sqrt(mean(chance.map((p, i) => (p - truth.chance[i]) ** 2)));
  const prior = model.prior.logProb(exact.nodes).sum(1).data;
  return {
    "covered: ELBO less the true log p(x)":
      inPixels(vb.elbo(model, test, { latentSamples: 5, seed }).elbo.mean(), scale) - mean(truth.whole),
    "covered: log p(hidden|visible) less the truth's, exact": logHidden(
      vb.logPredictive(hidden, underCover, exact),
    ),
    "covered: … Gaussian q": logHidden(vb.logPredictive(hidden, underCover, gaussian)),
    "covered: … most likely z": logHidden(atPeaks.logProb(underCover).sum(1)),
    "covered: KL(q‖posterior)": mean(
      rows.map((row, i) => {
        const logQ = gaussian.logProb.row(i);
        return logQ.reduce((sum, log, k) => sum + exact.weights.data[k] * Math.exp(log) * (log - row[k]), 0);
      }),
    ),
    "covered: Brier score, truth": brier(truth.chance, fresh),
    "covered: Brier score, exact": brier(chances(exact, expressions), fresh),
    "covered: Brier score, Gaussian q": brier(chances(gaussian, expressions), fresh),
    "covered: Brier score, most likely z": brier(
      peaks.map((k) => Number(expressions[k] > 0)),
      fresh,
    ),
    "covered: RMS(P − truth), exact": offTruth(chances(exact, expressions)),
    "covered: RMS(P − truth), Gaussian q": offTruth(chances(gaussian, expressions)),
    "covered: mouths between smile and frown": expressions.reduce(
      (sum, e, k) => sum + (Math.abs(e) < 0.35 ? exact.weights.data[k] * Math.exp(prior[k]) : 0),
      0,
    ),
  };
}

/** The expression of the drawn mouth that is nearest to each node's decoded one. */
function expressionsOf(
  model: vb.VariationalAutoencoder,
  scale: vb.Standardized,
  nodes: vb.NDArray,
  poses = [0],
) {
  const strengths = Array.from({ length: 20 }, (_, i) => -0.95 + i / 10);
  const expression = poses.flatMap(() => strengths);
  const pose = poses.flatMap((one) => strengths.map(() => one));
  const known = scale.apply(vb.renderFaces({ expression, pose })).columns(HIDDEN);
  const decoded = vb.marginalModel(model, HIDDEN).likelihood(nodes).mean;
  return Array.from(vb.nearest(decoded, known), (k) => expression[k]);
}

/** P(smile) of each face, by a belief over nodes. */
const chances = ({ logProb, weights }: vb.Belief, expressions: readonly number[]) =>
  Array.from({ length: logProb.shape[0] }, (_, i) =>
    logProb
      .row(i)
      .reduce((sum, log, k) => sum + (expressions[k] > 0 ? weights.data[k] * Math.exp(log) : 0), 0),
  );

const brier = (chance: readonly number[], { factors }: vb.Faces) =>
  mean(chance.map((p, i) => (p - Number(factors.expression[i] > 0)) ** 2));

/** By the recipe, on a grid over expression and brow: P(smile | visible), log p(hidden | visible) and log p(x). */
function truthOf({ points }: vb.Faces) {
  const grid = Array.from({ length: 49 }, (_, i) => -1.2 + 0.05 * i).flatMap((expression) =>
    Array.from({ length: 61 }, (_, j) => ({ expression, brow: -2.4 + 0.08 * j })),
  );
  const [expression, brow] = [grid.map((one) => one.expression), grid.map((one) => one.brow)];
  const bump = (sign: number, share: number) => {
    const ofBrow = new vb.Normal(0.6 * CUE * sign, 0.6 * Math.sqrt(1 - CUE ** 2)).logProb(brow).data;
    const ofMouth = new vb.Normal(0.7 * sign, 0.12).logProb(expression).data;
    return ofBrow.map((log, k) => share * Math.exp(log + ofMouth[k]));
  };
  const frowns = bump(-1, 1 - SMILES);
  const logPrior = bump(1, SMILES).map((smile, k) => Math.log((smile + frowns[k]) * 0.05 * 0.08));
  const faces = vb.renderFaces({ expression, brow });
  const [ofVisible, ofHidden] = [VISIBLE, HIDDEN].map((pixels) =>
    vb.logLikelihoodsAt(new vb.Normal(faces.columns(pixels), NOISE), points.columns(pixels)),
  );
  const each = Array.from({ length: points.shape[0] }, (_, i) => {
    const logVisible = ofVisible.row(i).map((log, k) => log + logPrior[k]);
    const visible = vb.logSumExp(logVisible);
    const whole = vb.logSumExp(logVisible.map((log, k) => log + ofHidden.row(i)[k]));
    const smile = vb.logSumExp(logVisible.filter((_, k) => expression[k] > 0));
    return { chance: Math.exp(smile - visible), log: whole - visible, whole };
  });
  return {
    chance: each.map((one) => one.chance),
    log: each.map((one) => one.log),
    whole: each.map((one) => one.whole),
  };
}

/** Trains with each of `seeds` seeds, prints the figures, and returns which checks hold. */
export async function studyFaces(seeds: number): Promise<Record<string, boolean>> {
  const results: Figures[] = [];
  for (let seed = 1; seed <= seeds; seed++)
    results.push({ ...(await people(seed)), ...(await turning(seed)), ...(await covered(seed)) });
  const of = (figure: string) => results.map((figures) => figures[figure]);
  printOverSeeds("Faces", results, "mean");
  const always = (figure: string, low: number, high: number) =>
    of(figure).every((v) => v >= low && v <= high);
  const near = (figure: string, low: number, high: number) =>
    mean(of(figure)) >= low && mean(of(figure)) <= high;
  return {
    "faces: mean ELBO of people near 589, 637, 733, 780 for L = 1, 2, 5, 10":
      near("people: ELBO, L = 1", 580, 600) &&
      near("people: ELBO, L = 2", 625, 655) &&
      near("people: ELBO, L = 5", 720, 760) &&
      near("people: ELBO, L = 10", 765, 800),
    "faces: hair can be read at every L, the expression at none below 10":
      [1, 2, 5].every((L) => always(`people: R² of hair darkness, L = ${L}`, 0.9, 1)) &&
      [1, 2, 5].every((L) => always(`people: R² of expression, L = ${L}`, -1, 0.1)),
    "faces: not standardising costs 12 to 30 nats, and the samples":
      results.every((one) => {
        const cost = one["turning: ELBO, standardised"] - one["turning: ELBO, pixels as they are"];
        return cost > 12 && cost < 30;
      }) &&
      always("turning: energy distance, standardised", -0.1, 0.3) &&
      always("turning: energy distance, pixels as they are", 3, 20),
    "faces: without a cue the exact posterior is falsely sure":
      always("turning: deviation of P(smile), truth 0", 0.15, 0.5) &&
      always("turning: Brier score less that of the constant", 0.02, 0.3),
    "faces: covered, log p(hidden|visible) in its order: truth, exact, Gaussian q, most likely z":
      near("covered: log p(hidden|visible) less the truth's, exact", -2, -0.9) &&
      always("covered: log p(hidden|visible) less the truth's, exact", -2.5, 0) &&
      results.every(
        (one) =>
          one["covered: … Gaussian q"] < one["covered: log p(hidden|visible) less the truth's, exact"] - 0.5,
      ) &&
      always("covered: … most likely z", -60, -20),
    "faces: covered, mean ELBO 2 to 5 nats below the truth": near(
      "covered: ELBO less the true log p(x)",
      -5,
      -2,
    ),
    "faces: covered, mean RMS(P − truth) of the exact posterior below .23": near(
      "covered: RMS(P − truth), exact",
      0,
      0.23,
    ),
    "faces: covered, a tenth of the mouths or more is in between": always(
      "covered: mouths between smile and frown",
      0.08,
      0.25,
    ),
  };
}

import * as vb from "../../lib";
import type { RecordedStudy } from "./record";

const SHAPE = { inputSize: 2, hiddenSizes: [10], latentSize: 1 };
const STEPS = 6000;
const BATCH = 200;
const RATE = 1e-2;
const FRESH = 1000;
/** Points whose posteriors are compared with q and with the best Gaussian. */
const SEARCHED = 200;
const SIZES = [200, 1000, 5000];
const NOISES = { clusters: [0.3, 0.5, 0.8], curve: [0.2, 0.4, 0.8], ring: [0.2, 0.4, 0.8] };
const OBJECTIVES = {
  "exact evidence": { objective: "evidence" },
  bound: { objective: "elbo", latentSamples: 3 },
  "IWAE, 5 draws": { objective: "iwae", latentSamples: 5 },
  "IWAE, 50 draws": { objective: "iwae", latentSamples: 50 },
  "wake–sleep": { objective: "wakeSleep", latentSamples: 3 },
} as const;

type Data = keyof typeof NOISES;

const RADIUS = 2;
const NODES = 400;

/** Points around a circle, whose density is a sum over places on it. */
function ring(scale: number, size: number, seed: number) {
  const angles = Array.from({ length: NODES }, (_, k) => (2 * Math.PI * k) / NODES);
  const places = angles.map((angle) => [RADIUS * Math.cos(angle), RADIUS * Math.sin(angle)]);
  const density = vb.kernelDensity(places, scale);
  return { points: density.sample(size, { seed }), density };
}

function drawn(data: Data, scale: number, size: number, seed: number) {
  if (data === "ring") return ring(scale, size, seed);
  return data === "clusters" ? vb.twoGaussians({ scale, size, seed }) : vb.noisyCurve({ scale, size, seed });
}

/**
 * The gap that a training leaves between bound and evidence, beside the price of it: how much less log p(x) its decoder gives than
 * one trained on the exact evidence. All trainings of a part start alike and take equally many steps on the same points.
 */
export const price: RecordedStudy = {
  name: "price",
  settings: { SHAPE, STEPS, BATCH, RATE, FRESH, SEARCHED, OBJECTIVES },
  parts: SIZES.flatMap((size) =>
    Object.entries(NOISES).flatMap(([data, all]) => all.map((noise) => ({ data, noise, size }))),
  ),
  async conduct({ data, noise, size }, seed) {
    const train = drawn(data as Data, noise as number, size as number, seed);
    const fresh = drawn(data as Data, noise as number, FRESH, seed + 1000);
    const truth = fresh.density.logProb(fresh.points).mean();
    const seen = train.points.head(Math.min(FRESH, size as number));
    const some = fresh.points.head(SEARCHED);
    const epochs = (STEPS * BATCH) / (size as number);
    const learningRate = { from: RATE, to: 0, epochs, shape: "cosine" } as const;
    const rows = [];
    for (const [name, objective] of Object.entries(OBJECTIVES)) {
      const model = new vb.VariationalAutoencoder({ ...SHAPE, seed });
      await vb.fit(model, train, { ...objective, epochs, batchSize: BATCH, learningRate, seed });
      rows.push({
        objective: name,
        shortfall: truth - vb.logEvidence(model, fresh).mean(),
        train: vb.logEvidence(model, seen).mean(),
        // The exact evidence leaves the encoder untrained.
        ...(objective.objective !== "evidence" && { gap: vb.klToPosterior(model, some).mean() }),
        family: vb.klToPosterior(model, some, vb.bestGaussian(model, some)).mean(),
        twoModes: shareOfMany(model, some),
      });
    }
    return rows;
  },
};

/** The share of points whose p(z|x) has more than one mode. */
function shareOfMany(model: vb.VariationalAutoencoder, points: vb.NDArray): number {
  const { logProb } = vb.exactPosterior(model, points, { axis: vb.trapezoid(-6, 6, 1201) });
  return vb.broadcast((count) => (count > 1 ? 1 : 0), vb.modeCounts(logProb)).mean();
}

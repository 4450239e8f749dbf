import * as vb from "../../lib";
import type { RecordedStudy } from "./record";

const POINTS = 5000;
const HELD_OUT = 500;
const FRESH = 500;
const HIDDEN_SIZE = 50;
const TRAINING = { epochs: 300, batchSize: 250 };
const RATE = 5e-3;

const DATA: Readonly<Record<string, { dimensions: number; unevenness: number }>> = {
  "8 dimensions, even noise": { dimensions: 8, unevenness: 0 },
  "16 dimensions, even noise": { dimensions: 16, unevenness: 0 },
  "8 dimensions, uneven noise": { dimensions: 8, unevenness: 0.5 },
};

/** The data for which the autoencoder's kernels get a width for each coordinate too. */
const UNEVEN = "8 dimensions, uneven noise";
const EM_STEPS = 100;

/** Draws from a random decoder, and who comes closest to its density with as many kernels as there are points. */
export const contest: RecordedStudy = {
  name: "contest",
  settings: { POINTS, HELD_OUT, FRESH, HIDDEN_SIZE, TRAINING, RATE, DATA },
  parts: [...Object.keys(DATA).map((data) => ({ data })), { data: UNEVEN, widths: "by coordinate" }],
  async conduct({ data, widths }, seed) {
    const { dimensions, unevenness } = DATA[data as string];
    const truth = vb.randomDecoder({ dimensions, unevenness, seed });
    const points = truth.sample(POINTS, { seed });
    const heldOut = truth.sample(HELD_OUT, { seed: seed + 2000 });
    const fresh = truth.sample(FRESH, { seed: seed + 1000 });
    const entropy = -vb.logEvidence(truth, fresh).mean();
    const gap = (logProb: vb.NDArray) => logProb.mean() + entropy;
    /** The gap of equal kernels around some centres, whose width the held-out points choose. */
    const kernels = (centers: vb.NDArray) =>
      gap(vb.kernelDensity(centers, vb.bestScale(centers, heldOut)).logProb(fresh));

    const shape = { inputSize: dimensions, hiddenSizes: [HIDDEN_SIZE], latentSize: 2, seed };
    const learningRate = { from: RATE, to: 0, epochs: TRAINING.epochs, shape: "cosine" } as const;
    const settings = { ...TRAINING, learningRate, seed };
    const ae = new vb.Autoencoder(shape);
    await vb.fit(ae, points, settings);
    if (widths !== undefined) {
      const centers = ae.reconstruct(points);
      const scales = bestScales(centers, heldOut);
      // Divided by its own width, each coordinate has the width 1.
      const divided = (x: vb.NDArray) => vb.broadcast((one, scale) => one / scale, x, scales);
      const logScale = scales.data.reduce((sum, scale) => sum + Math.log(scale), 0);
      const logProb = vb.kernelDensity(divided(centers), 1).logProb(divided(fresh));
      return [{ model: "AE, own codes, a width for each coordinate", gap: gap(logProb) - logScale }];
    }
    const vae = new vb.VariationalAutoencoder(shape);
    await vb.fit(vae, points, settings);

    const codes = vae.forward(points, { seed }).encoded.reshape([POINTS, 2]);
    const ownCodes = {
      nodes: codes,
      weights: vb.NDArray.from(new Float64Array(POINTS).fill(1 / POINTS)),
      logProb: new vb.NDArray(new Float64Array(POINTS), [1, POINTS]),
    };
    const normalCodes = vae.prior.sample(POINTS, { seed });
    return Object.entries({
      VAE: gap(vb.logEvidence(vae, fresh)),
      "VAE, own codes": gap(vb.logPredictive(vae, fresh, ownCodes)),
      "AE, own codes": kernels(ae.reconstruct(points)),
      "AE, N(0, 1)": kernels(ae.decode(normalCodes)),
      "kernel estimate": kernels(points),
    }).map(([model, value]) => ({ model, gap: value }));
  },
};

/** The width of each coordinate [size] with which equal kernels around the centres make held-out points most probable, by EM. */
function bestScales(centers: vb.NDArray, heldOut: vb.NDArray): vb.NDArray {
  const [count, size] = centers.shape;
  let variances = new Float64Array(size).fill(vb.bestScale(centers, heldOut) ** 2);
  for (let step = 0; step < EM_STEPS; step++) {
    const sums = new Float64Array(size);
    for (let i = 0; i < heldOut.shape[0]; i++) {
      const x = heldOut.row(i);
      const squares = (k: number) => x.map((one, d) => (one - centers.data[k * size + d]) ** 2);
      const logs = Float64Array.from({ length: count }, (_, k) =>
        squares(k).reduce((sum, square, d) => sum - square / variances[d] / 2, 0),
      );
      const highest = logs.reduce((a, b) => Math.max(a, b));
      const weights = logs.map((log) => Math.exp(log - highest));
      const total = weights.reduce((a, b) => a + b);
      for (let k = 0; k < count; k++)
        if (weights[k] > 1e-12 * total)
          for (const [d, square] of squares(k).entries()) sums[d] += (weights[k] / total) * square;
    }
    variances = sums.map((sum) => sum / heldOut.shape[0]);
  }
  return vb.NDArray.from(variances.map(Math.sqrt));
}

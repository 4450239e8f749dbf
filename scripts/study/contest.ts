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

/** The data for which the autoencoder gets better widths too. */
const UNEVEN = "8 dimensions, uneven noise";
const WIDTHS = {
  "by coordinate": "AE, own codes, a width for each coordinate",
  "by decoder": "AE, own codes, learned σ(z)",
} as const;
const EM_STEPS = 50;

/** Draws from a random decoder, and who comes closest to its density with as many kernels as there are points. */
export const contest: RecordedStudy = {
  name: "contest",
  settings: { POINTS, HELD_OUT, FRESH, HIDDEN_SIZE, TRAINING, RATE, DATA },
  parts: [
    ...Object.keys(DATA).map((data) => ({ data })),
    ...Object.keys(WIDTHS).map((widths) => ({ data: UNEVEN, widths })),
  ],
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
    const vae = new vb.VariationalAutoencoder(shape);
    if (widths === "by decoder") {
      // Without the divergence the encoder becomes certain: an autoencoder whose decoder learns widths as well.
      await vb.fit(vae, points, { ...settings, klWeight: 0 });
      const { loc, scale } = vae.likelihood(vae.posterior(points).loc) as vb.Normal;
      return [{ model: WIDTHS[widths], gap: gap(fittedKernels(loc, scale, heldOut)(fresh)) }];
    }
    const ae = new vb.Autoencoder(shape);
    await vb.fit(ae, points, settings);
    if (widths === "by coordinate") {
      const centers = ae.reconstruct(points);
      const ones = vb.broadcast(() => 1, centers);
      return [{ model: WIDTHS[widths], gap: gap(fittedKernels(centers, ones, heldOut)(fresh)) }];
    }
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

/**
 * The log-density of equal Gaussians N(loc[k], (factor · scale[k])²), both [count, size], with the factor of each coordinate that makes
 * held-out points most probable, by EM.
 */
function fittedKernels(loc: vb.NDArray, scale: vb.NDArray, heldOut: vb.NDArray) {
  const [[count, size], [rows]] = [loc.shape, heldOut.shape];
  let factors = new Float64Array(size).fill(1);
  const constant = Math.log(count) + (size / 2) * Math.log(2 * Math.PI);
  const logScales = scale.data.map(Math.log);
  const [logs, squares] = [new Float64Array(count), new Float64Array(count * size)];
  /** Fills in log (1/count · N(x; …)) of each kernel, and its squared errors in units of `scale`. */
  const compare = (x: Float64Array) => {
    const precisions = factors.map((factor) => 0.5 / factor ** 2);
    const normalizer = factors.reduce((sum, factor) => sum + Math.log(factor), constant);
    for (let k = 0, at = 0; k < count; k++) {
      logs[k] = -normalizer;
      for (let d = 0; d < size; d++, at++) {
        squares[at] = ((x[d] - loc.data[at]) / scale.data[at]) ** 2;
        logs[k] -= squares[at] * precisions[d] + logScales[at];
      }
    }
    return vb.logSumExp(logs);
  };
  for (let step = 0; step < EM_STEPS; step++) {
    const sums = new Float64Array(size);
    for (let i = 0; i < rows; i++) {
      const logProb = compare(heldOut.row(i));
      for (let k = 0; k < count; k++) {
        if (logs[k] < logProb - 30) continue;
        const share = Math.exp(logs[k] - logProb);
        for (let d = 0; d < size; d++) sums[d] += share * squares[k * size + d];
      }
    }
    factors = sums.map((sum) => Math.sqrt(sum / rows));
  }
  return (x: vb.NDArray) =>
    vb.NDArray.from(Float64Array.from({ length: x.shape[0] }, (_, i) => compare(x.row(i))));
}

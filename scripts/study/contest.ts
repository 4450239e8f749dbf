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

/** Draws from a random decoder, and who comes closest to its density with as many kernels as there are points. */
export const contest: RecordedStudy = {
  name: "contest",
  settings: { POINTS, HELD_OUT, FRESH, HIDDEN_SIZE, TRAINING, RATE, DATA },
  parts: Object.keys(DATA).map((data) => ({ data })),
  async conduct({ data }, seed) {
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
    await vb.fit(vae, points, settings);
    const ae = new vb.Autoencoder(shape);
    await vb.fit(ae, points, settings);

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

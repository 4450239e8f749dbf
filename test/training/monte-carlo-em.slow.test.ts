import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import * as vb from "../../lib";
import { logJoint, mStepGradient, prepare, within } from "../../lib/training/tensorflow/monte-carlo-em";
import { relativeError } from "../support/relative-error";

const shape = { inputSize: 3, hiddenSizes: [7, 5], latentSize: 2, activation: "tanh", seed: 3 } as const;
const models = {
  "learned scale": shape,
  "fixed scale": { ...shape, scale: 0.3 },
  "Student-t": { ...shape, family: "studentT" },
  Bernoulli: { ...shape, family: "bernoulli" },
} as const;

await prepare();

describe.each(Object.entries(models))("with TensorFlow.js, %s", (_, options) => {
  const model = new vb.VariationalAutoencoder(options);
  const x = vb.binarize(
    vb.NDArray.from([
      [0.3, 0.9, 0.1],
      [0.5, 0.5, 0.8],
    ]),
    { seed: 1 },
  );
  const z = vb.NDArray.from([
    [0.5, -1],
    [2, 0.3],
  ]);

  it("log p(x, z) and its gradient in z are those in float64", () => {
    const [got, expected] = [within(() => logJoint(model, x)(z)), vb.unnormalizedPosterior(model, x)(z)];
    expect(relativeError(got.logProb.data, expected.logProb.data)).toBeLessThan(1e-6);
    expect(relativeError(got.gradient.data, expected.gradient.data)).toBeLessThan(1e-5);
  });

  it("the decoder's gradient is the finite difference of −log p(x|z)", () => {
    const gradient = mStepGradient(model, x, z);
    const { parameters } = model.decoder;
    const differences = parameters.map((value, i) => {
      const at = (step: number) => {
        parameters[i] = value + step;
        return [parameters[i], -model.likelihood(z).logProb(x).sum(1).mean()];
      };
      const [[above, high], [below, low]] = [at(1e-3), at(-1e-3)];
      parameters[i] = value;
      return (high - low) / (above - below);
    });
    expect(relativeError(gradient, differences)).toBeLessThan(1e-4);
  });
});

describe("monteCarloEm", () => {
  const data = vb.twoGaussians({ size: 500, seed: 1 });
  const make = () =>
    new vb.VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });
  const options = { batchSize: 200, learningRate: 0.01, seed: 1 };

  it("raises the evidence, and leaves the encoder as it is", async () => {
    const model = make();
    const before = vb.logEvidence(model, data).mean();
    const run = await vb.monteCarloEm(model, data, { ...options, epochs: 20 });
    expect(vb.logEvidence(model, data).mean()).toBeGreaterThan(before + 0.5);
    expect(model.encoder.parameters).toEqual(make().encoder.parameters);
    expect(run.losses.length).toBe(60);
    expect(vb.NDArray.from(run.acceptance.slice(30)).mean()).toBeGreaterThan(0.8);
  });

  it("finds the maximum of a linear model's evidence, which has a closed form", async () => {
    const truth = new vb.LinearGaussian({ weight: [[2, 1, -1]], bias: [1, 0, 0], scale: 0.5 });
    const points = truth.evidence.sample(300, { seed: 2 });
    const best = vb.LinearGaussian.fit(points, { latentSize: 1 });
    const model = new vb.VariationalAutoencoder({
      ...{ inputSize: 3, hiddenSizes: [], latentSize: 1, seed: 1 },
      scale: best.scale,
    });
    await vb.monteCarloEm(model, points, {
      epochs: 60,
      learningRate: { from: 0.05, to: 0, epochs: 60, shape: "linear" },
      seed: 1,
    });
    const shortfall = best.logEvidence(points).mean() - vb.logEvidence(model, points).mean();
    expect(shortfall).toBeGreaterThan(0);
    expect(shortfall).toBeLessThan(0.01);
  });

  it("stops at a signal and goes on as if it had not, and leaves no tensors", async () => {
    const whole = make();
    await vb.monteCarloEm(whole, data, { ...options, epochs: 3 });
    const tensors = tf.memory().numTensors;
    const [model, stop] = [make(), new AbortController()];
    const seen: number[] = [];
    const first = await vb.monteCarloEm(model, data, {
      ...{ ...options, epochs: 3, signal: stop.signal },
      onProgress({ steps, totalSteps }) {
        seen.push(steps / totalSteps);
        if (steps === 4) stop.abort();
      },
    });
    expect([first.interrupted, first.losses.length]).toEqual([true, 4]);
    expect(seen).toEqual([1, 2, 3, 4].map((step) => step / 9));
    const other = make();
    const rest = await vb.monteCarloEm(other, data, { ...options, epochs: 3, resume: first });
    expect([rest.interrupted, rest.losses.length]).toEqual([false, 9]);
    expect(other.parameters).toEqual(whole.parameters);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it("refuses bad options and data", async () => {
    const train = (more: object) => vb.monteCarloEm(make(), data, { epochs: 1, seed: 1, ...more });
    await expect(train({ epochs: 0 })).rejects.toThrow("epochs");
    await expect(train({ batchSize: 0 })).rejects.toThrow("batchSize");
    await expect(train({ learningRate: 0 })).rejects.toThrow("learningRate");
    await expect(train({ leapfrogSteps: 0 })).rejects.toThrow("leapfrogSteps");
    await expect(train({ updates: 0 })).rejects.toThrow("updates");
    await expect(train({ seed: -1 })).rejects.toThrow("seed");
    await expect(train({ latentSamples: 3 })).rejects.toThrow("unknown option");
    await expect(vb.monteCarloEm(make(), [[1]], { epochs: 1, seed: 1 })).rejects.toThrow("data");
  });
});

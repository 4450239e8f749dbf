import util from "node:util";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  elbo,
  logEvidence,
  publishedObjective,
  fit as train,
  twoGaussians,
  VariationalAutoencoder,
} from "../../lib";
import { latentNoise, latentNoiseKey } from "../../lib/kernels/latent-noise";
import { Adam } from "../../lib/training/adam";
import { loadBackend } from "../../lib/training/tensorflow/backend";
import { lossAndGradient } from "../../lib/training/tensorflow/engine";
import type { VariationalLoss } from "../../lib/training/tensorflow/losses";
import { restoreUtil } from "../../lib/training/tensorflow/restore-util";
import { relativeError } from "../support/relative-error";
import { cases, learningRate, steps } from "./golden";

const NEGATIVE_ELBO: VariationalLoss = {
  objective: "elbo",
  klWeight: 1,
  gradient: "pathwise",
  baseline: 0,
};

const native = await loadBackend();
await import("@tensorflow/tfjs-backend-wasm");

describe.each(["tensorflow", "wasm", "cpu"])("losses against PyTorch on the %s backend", (backend) => {
  beforeAll(async () => {
    if (tf.findBackendFactory(backend)) await tf.setBackend(backend);
  });
  beforeEach((context) => {
    context.skip(backend === "tensorflow" && native.name !== "native", native.notTaken.join("; "));
  });

  it.each(cases)("$name: loss, gradient and $activation", (one) => {
    const model = one.makeModel();
    const { loss, gradient } = lossAndGradient(
      model,
      Float32Array.from(one.x.data),
      Float32Array.from(one.noise),
      one.variational ?? NEGATIVE_ELBO,
    );
    expect(relativeError([loss], [one.loss])).toBeLessThan(1e-5);
    expect(gradient.length).toBe(one.gradient.length);
    expect(relativeError(gradient, one.gradient)).toBeLessThan(1e-5);
  });

  it.each(cases)("$name: parameters after a few steps of Adam", (one) => {
    const model = one.makeModel();
    const adam = new Adam(model.parameters.length);
    for (let i = 0; i < steps; i++)
      adam.update(
        model.parameters,
        lossAndGradient(
          model,
          Float32Array.from(one.x.data),
          Float32Array.from(one.noise),
          one.variational ?? NEGATIVE_ELBO,
        ).gradient,
        learningRate,
      );
    expect(relativeError(model.parameters, one.afterAdam)).toBeLessThan(1e-4);
  });

  it("leaks no tensors", () => {
    const [one] = cases;
    const before = tf.memory().numTensors;
    lossAndGradient(one.makeModel(), Float32Array.from(one.x.data), new Float32Array(0), NEGATIVE_ELBO);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("variationalLoss", () => {
  it("is −elbo of the plain objective for the same noise", () => {
    const { points } = twoGaussians({ size: 300, seed: 2 });
    const model = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 5 });
    const noise = Float32Array.from(latentNoise(latentNoiseKey(8), 0, 300, 3, 1));
    const { loss } = lossAndGradient(model, Float32Array.from(points.data), noise, NEGATIVE_ELBO);
    expect(loss).toBeCloseTo(-elbo(model, points, { latentSamples: 3, seed: 8 }).elbo.mean(), 5);
  });
});

describe("the published family", () => {
  it("trains on what the post's code computes", () => {
    const { points } = twoGaussians({ size: 300, seed: 2 });
    const shape = { inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 5 };
    const model = new VariationalAutoencoder({ ...shape, family: "published" });
    const noise = Float32Array.from(latentNoise(latentNoiseKey(8), 0, 300, 3, 1));
    const variational = { ...NEGATIVE_ELBO, klWeight: 0 };
    const { loss } = lossAndGradient(model, Float32Array.from(points.data), noise, variational);
    expect(loss).toBeCloseTo(-publishedObjective(model, points, { latentSamples: 3, seed: 8 }).mean(), 5);
  });
});

describe("evidence", () => {
  it("trains the decoder on −logEvidence and leaves the encoder as it is", async () => {
    const { points } = twoGaussians({ size: 300, seed: 2 });
    const model = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 5 });
    const [before, initial] = [logEvidence(model, points).mean(), model.parameters.slice()];
    const run = await train(model, points, { epochs: 3, objective: "evidence", seed: 1 });
    // The training's rule ends at ±4, beyond which the prior has a mass of 6e-5.
    expect(Math.abs(run.losses[0] + before)).toBeLessThan(1e-3);
    const changed = [...model.parameters.keys()].filter((i) => model.parameters[i] !== initial[i]);
    const split = model.encoder.parameters.length;
    expect(changed.filter((i) => i < split)).toEqual([]);
    expect(changed.length).toBeGreaterThan(10);
  });
});

describe("restoreUtil", () => {
  it("gives node:util what tfjs-node calls and newer versions of Node lack or warn about", () => {
    restoreUtil();
    const { isArray, isNullOrUndefined } = util as unknown as Record<string, (value: unknown) => boolean>;
    expect([undefined, null, 0, ""].map(isNullOrUndefined)).toEqual([true, true, false, false]);
    expect([[], {}].map(isArray)).toEqual([true, false]);
  });
});

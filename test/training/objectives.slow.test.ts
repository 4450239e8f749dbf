import { describe, expect, it } from "vitest";
import * as vb from "../../lib";
import type { AdamState } from "../../lib/training/adam";
import type { Training } from "../../lib/training/engine";
import { createTrainer } from "../../lib/training/fused/engine";
import type { Objective } from "../../lib/training/objectives";
import { completeSettings, ENGINES, type SettingsOptions } from "../../lib/training/settings";
import { relativeError } from "../support/relative-error";
import { cases, learningRate, steps } from "./golden";

/** Losses and Adam's state of so many steps on all points. */
async function trained(
  model: vb.Model,
  points: vb.NDArray,
  count: number,
  options: Partial<SettingsOptions>,
): Promise<{ losses: Float64Array; adam: AdamState }> {
  const settings = completeSettings({ seed: 1, ...options }, model, points.shape[0]);
  const trainer = await createTrainer({ model, points, settings } satisfies Training);
  try {
    return { losses: await trainer.advance(count), adam: trainer.adam() };
  } finally {
    trainer.dispose();
  }
}

describe("against PyTorch", () => {
  it.each(cases.filter(({ objective }) => objective === "evidence"))("$name", async (one) => {
    const options = { objective: "evidence", learningRate } as const;
    const first = await trained(one.makeModel(), one.x, 1, options);
    expect(relativeError(first.losses, [one.loss])).toBeLessThan(1e-6);
    const gradient = first.adam.firstMoment.map((moment) => moment / 0.1);
    expect(relativeError(gradient, one.gradient)).toBeLessThan(1e-5);
    const model = one.makeModel();
    await trained(model, one.x, steps, options);
    expect(relativeError(model.parameters, one.afterAdam)).toBeLessThan(1e-4);
  });
});

const { points } = vb.twoGaussians({ size: 4000, seed: 2 });
const shape = { inputSize: 2, hiddenSizes: [10], latentSize: 1, activation: "tanh" } as const;
const start = new vb.VariationalAutoencoder({ ...shape, seed: 5 });
await vb.fit(start, points, { epochs: 300, learningRate: 0.01, latentSamples: 3, seed: 1 });
const makeModel = () => {
  const model = new vb.VariationalAutoencoder({ ...shape, seed: 5 });
  model.parameters.set(start.parameters);
  return model;
};

describe.each(ENGINES)("what %s trains on", (engine) => {
  /** The value of an objective, before the first step. */
  const value = async (objective: Objective, latentSamples: number) => {
    const options = { epochs: 1, seed: 1, objective, latentSamples, engine } as const;
    return -(await vb.fit(makeModel(), points, options)).losses[0];
  };
  const elbo = vb.elbo(start, points, { latentSamples: 1000, seed: 3 }).elbo;
  const evidence = vb.logEvidence(start, points).mean();
  /** Four standard errors of the mean over the points of one draw's estimate of the ELBO. */
  const one = vb.iwae(start, points, { latentSamples: 1, seed: 4 });
  const squares = vb.broadcast((estimate, bound) => (estimate - bound) ** 2, one, elbo);
  const error = 4 * Math.sqrt(squares.mean() / squares.size);

  it("for the evidence is log p(x) by quadrature", async () => {
    // The prior has a mass of 6e-5 beyond the rule's ends.
    expect(Math.abs((await value("evidence", 1)) - evidence)).toBeLessThan(2e-4);
  });

  it("for the importance-weighted bound is the ELBO with one draw, and the evidence with many", async () => {
    expect(evidence - elbo.mean()).toBeGreaterThan(2 * error);
    expect(Math.abs((await value("iwae", 1)) - elbo.mean())).toBeLessThan(error);
    const [few, many] = [await value("iwae", 5), await value("iwae", 500)];
    expect(Math.abs(few - vb.iwae(start, points, { latentSamples: 5, seed: 6 }).mean())).toBeLessThan(error);
    expect(evidence - few).toBeGreaterThan(error);
    expect(Math.abs(evidence - many)).toBeLessThan(error / 2);
  });

  it("for wake and sleep is the ELBO", async () => {
    expect(Math.abs((await value("wakeSleep", 1)) - elbo.mean())).toBeLessThan(error);
  });
});

describe("with one draw", () => {
  it.each(["iwae", "wakeSleep"] as const)("%s moves the decoder as the ELBO does", async (objective) => {
    const [bound, other] = await Promise.all(
      (["elbo", objective] as const).map((one) => trained(makeModel(), points, 1, { objective: one })),
    );
    const split = makeModel().encoder.parameters.length;
    const ofDecoder = ({ adam }: typeof bound) => adam.firstMoment.subarray(split);
    expect(relativeError(ofDecoder(other), ofDecoder(bound))).toBeLessThan(1e-5);
    if (objective === "wakeSleep") expect(relativeError(other.losses, bound.losses)).toBeLessThan(1e-6);
  });
});

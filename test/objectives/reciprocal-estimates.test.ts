import { describe, expect, it } from "vitest";
import {
  logEvidence,
  NDArray,
  reciprocalEstimates,
  unnormalizedPosterior,
  VariationalAutoencoder,
} from "../../lib";
import { linearModels } from "../support/linear-models";
import { standardErrors } from "../support/standard-errors";

describe("reciprocalEstimates", () => {
  it.each([1, 3])("are log p(x) of a linear model with %i latents", (latentSize) => {
    const weight = [
      [1.5, -0.5, 0, 1],
      [0.5, 1, 2, 0],
      [0, 0, 1, -1],
    ].slice(0, latentSize);
    const { autoencoder, closed } = linearModels(weight, [0, 1, 0, 0], 0.5);
    const x = closed.evidence.sample(30, { seed: 1 });
    const start = closed.prior.sample(30, { seed: 2 });
    const truth = closed.logEvidence(x);
    const logJoint = unnormalizedPosterior(autoencoder, x);
    const estimates = reciprocalEstimates(logJoint, start, { draws: 200, seed: 3 });
    const errors = estimates.data.map((log, i) => log - truth.data[i]);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.4);
    expect(Math.abs(NDArray.from(errors).mean())).toBeLessThan(0.03);
  });

  it("are nearly log p(x) of a bent decoder", () => {
    const options = { inputSize: 3, hiddenSizes: [6], latentSize: 2, activation: "tanh", seed: 4 } as const;
    const model = new VariationalAutoencoder({ ...options, scale: 0.5 });
    const x = model.sample(30, { seed: 5 });
    const start = model.prior.sample(30, { seed: 6 });
    const estimates = reciprocalEstimates(unnormalizedPosterior(model, x), start, { draws: 100, seed: 7 });
    expect(Math.abs(standardErrors(estimates, logEvidence(model, x)))).toBeLessThan(4);
    expect(Math.abs(estimates.mean() - logEvidence(model, x).mean())).toBeLessThan(0.05);
  });

  it("refuse a single draw, which has no variance", () => {
    const { autoencoder } = linearModels([[1, 2]], [0, 0], 1);
    const logJoint = unnormalizedPosterior(autoencoder, [[0, 0]]);
    expect(() => reciprocalEstimates(logJoint, [[0]], { draws: 1, seed: 1 })).toThrow("draws");
  });
});

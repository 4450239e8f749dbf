import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  exactGradient,
  Independent,
  logLikelihoodGradient,
  NDArray,
  pathwise,
  scoreFunction,
  VariationalAutoencoder,
} from "../../lib";
import { worstBias } from "../support/standard-errors";

const shape = { inputSize: 3, hiddenSizes: [7, 5], latentSize: 2, seed: 3 };
const models = {
  "learned scale": { ...shape, activation: "tanh" },
  "learned scale, softplus": { ...shape, activation: "softplus" },
  "fixed scale": { ...shape, activation: "relu", scale: 0.3 },
  "Student-t": { ...shape, activation: "tanh", family: "studentT" },
  "Student-t with all fixed": { ...shape, family: "studentT", scale: 0.3, degreesOfFreedom: 4 },
  "no hidden layer": { ...shape, hiddenSizes: [] },
  Bernoulli: { ...shape, activation: "tanh", family: "bernoulli" },
} as const;

describe("logLikelihoodGradient", () => {
  it.each(Object.entries(models))("is the finite difference of log p(x|z): %s", (_, options) => {
    const model = new VariationalAutoencoder(options);
    const number = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 8, maxLength: 8 }), fc.nat(999), (entries, seed) => {
        const random = new VariationalAutoencoder({ ...options, seed });
        model.parameters.set(random.parameters);
        const z = NDArray.from(entries).reshape([2, 2, 2]); // [draws, batch, latentSize]
        const x = NDArray.from([
          [0.2, 0.9, 0],
          [1, 0.5, 0.1],
        ]);
        const logProb = (entry: number, step: number) => {
          const moved = new NDArray(z.data.slice(), z.shape);
          moved.data[entry] += step;
          return new Independent(model.likelihood(moved), 1).logProb(x).sum(0).sum(0).data[0];
        };
        const gradient = logLikelihoodGradient(model, x, z);
        expect(gradient.shape).toEqual([2, 2, 2]);
        gradient.data.forEach((value, entry) => {
          const difference = (logProb(entry, 1e-5) - logProb(entry, -1e-5)) / 2e-5;
          expect(Math.abs(value - difference)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
        });
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it("is zero in a log-variance beyond its limit", () => {
    const model = new VariationalAutoencoder({ ...shape, inputSize: 1, latentSize: 1, hiddenSizes: [] });
    model.decoder.layers[0].weight.set([0, 1]);
    model.decoder.layers[0].bias.set([0, -25]);
    const x = NDArray.from([[1e-5]]);
    const at = (z: number) => logLikelihoodGradient(model, x, NDArray.from([[z]])).data[0];
    expect(at(0)).toBe(0);
    expect(at(10)).toBeCloseTo(0.5 * (1e-10 / Math.exp(-15) - 1), 10);
  });

  it("makes the pathwise gradient of the reconstruction term exact on average, and the score function's", () => {
    const model = new VariationalAutoencoder({ ...shape, latentSize: 1 });
    const x = NDArray.from([
      [0.2, 0.9, 0],
      [-1, 0.5, 2],
    ]);
    const q = new Independent(model.posterior(x), 1);
    const f = (z: NDArray) => new Independent(model.likelihood(z), 1).logProb(x);
    const exact = exactGradient(q, f);
    const options = { draws: 50_000, seed: 2 };
    const both = [
      pathwise(q, (z) => logLikelihoodGradient(model, x, z), options),
      scoreFunction(q, f, { ...options, baseline: "runningMean" }),
    ];
    for (const estimates of both)
      for (const parameter of ["loc", "scale"] as const)
        expect(worstBias(estimates[parameter], exact[parameter])).toBeLessThan(4);
  });

  it("refuses shapes that disagree", () => {
    const model = new VariationalAutoencoder(shape);
    const z = NDArray.from([[0, 0]]);
    const x = NDArray.from([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(() => logLikelihoodGradient(model, x, z)).toThrow("x − E[x|z]: expected shape [1,3], got [2,3]");
    expect(() => model.decoder.inputGradient(z, NDArray.from([[1]]))).toThrow(
      "outputGradient: expected shape [1,6], got [1,1]",
    );
  });
});

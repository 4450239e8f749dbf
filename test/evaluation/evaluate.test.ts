import { afterEach, describe, expect, it, vi } from "vitest";
import { elbo, iwae, NDArray, VariationalAutoencoder, type VariationalAutoencoderOptions } from "../../lib";
import { evaluate } from "../../lib/evaluation/evaluate";
import { Random } from "../../lib/random";
import { plainBounds } from "../support/plain-bounds";

/** The precision that the bounds state, relative to the largest of a term's values or to 1. */
const PRECISION = 2e-6;

function expectPrecise(got: NDArray, expected: NDArray, scale: NDArray = expected): void {
  expect(got.shape).toEqual(expected.shape);
  const size = Math.max(1, ...scale.data.map(Math.abs));
  got.data.forEach((value, i) => {
    expect(Math.abs(value - expected.data[i]) / size, `row ${i}: ${value}`).toBeLessThan(PRECISION);
  });
}

/** Points in [0, 1], as every likelihood takes them. */
function pointsOf(rows: number, inputSize: number): NDArray {
  const random = new Random(5, "points");
  return new NDArray(
    Float64Array.from({ length: rows * inputSize }, () => random.uniform()),
    [rows, inputSize],
  );
}

const small = { inputSize: 3, hiddenSizes: [7, 5], latentSize: 2, seed: 3 };
const models: Record<string, VariationalAutoencoderOptions> = {
  "relu, learned scale": small,
  "tanh, learned scale": { ...small, activation: "tanh" },
  "softplus, fixed scale": { ...small, activation: "softplus", scale: 0.3 },
  "sigmoid, Bernoulli": { ...small, activation: "sigmoid", family: "bernoulli" },
  "Student-t": { ...small, activation: "tanh", family: "studentT" },
  "Student-t, 3 degrees of freedom": { ...small, family: "studentT", degreesOfFreedom: 3 },
  "Student-t, fixed scale": { ...small, family: "studentT", scale: 0.3 },
  "no hidden layer": { ...small, hiddenSizes: [] },
  "one input": { ...small, inputSize: 1, latentSize: 3 },
  "a wide encoder": { ...small, encoderSizes: [40, 2] },
  "wide, relu, Bernoulli": {
    inputSize: 150,
    hiddenSizes: [90, 70],
    latentSize: 5,
    family: "bernoulli",
    seed: 1,
  },
  "wide, tanh, learned scale": {
    inputSize: 150,
    hiddenSizes: [90],
    latentSize: 1,
    activation: "tanh",
    seed: 1,
  },
};
const sizes = [
  { rows: 1, latentSamples: 1 },
  { rows: 33, latentSamples: 3 },
  { rows: 70, latentSamples: 10 },
  { rows: 2, latentSamples: 301 },
];

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each(["with a BLAS if there is one", "without a BLAS"])("bounds %s", (which) => {
  describe.each(Object.entries(models))("%s", (_, options) => {
    const model = new VariationalAutoencoder(options);
    it.each(sizes)("agree with float64: $rows points, $latentSamples draws", ({ rows, latentSamples }) => {
      if (which.startsWith("without")) vi.stubEnv("AEVB_NO_BLAS", "1");
      const x = pointsOf(rows, model.inputSize);
      const draws = { latentSamples, seed: 4 };
      const plain = plainBounds(model, x, draws);
      const analytic = elbo(model, x, draws);
      expectPrecise(analytic.reconstruction, plain.reconstruction);
      expectPrecise(analytic.kl, plain.analyticKl);
      expectPrecise(elbo(model, x, { ...draws, kl: "monteCarlo" }).kl, plain.sampledKl);
      expectPrecise(iwae(model, x, draws), plain.iwae, plain.reconstruction);
    });
  });
});

describe("evaluate", () => {
  const model = new VariationalAutoencoder(small);

  it.each([
    ["small", small, 700],
    ["wide", models["wide, tanh, learned scale"], 200],
  ] as const)("gives the same bits for any number of threads: %s", (_, options, rows) => {
    const one = new VariationalAutoencoder(options);
    const x = pointsOf(rows, one.inputSize);
    const bits = (threads: number) => {
      const { posterior, ...means } = evaluate(one, x, { latentSamples: 6, seed: 2, terms: "all", threads });
      return [posterior.loc, posterior.scale, ...Object.values(means)].map(({ data }) => data);
    };
    const alone = bits(1);
    // The first of these start the threads, which join whenever they are ready.
    for (let repeat = 0; repeat < 20; repeat++) expect(bits(1 + (repeat % 4))).toEqual(alone);
  });

  it("says when a likelihood is not finite", () => {
    const broken = new VariationalAutoencoder(small);
    broken.decoder.parameters.fill(Number.NaN);
    expect(() => elbo(broken, pointsOf(3, 3), { seed: 1 })).toThrow("log p(x|z): expected finite numbers");
  });

  it("does not keep memory", () => {
    const x = pointsOf(500, 3);
    const run = () => evaluate(model, x, { latentSamples: 100, seed: 1, threads: 2 });
    for (let i = 0; i < 20; i++) run();
    const before = process.memoryUsage.rss();
    for (let i = 0; i < 200; i++) run();
    expect(process.memoryUsage.rss() - before).toBeLessThan(2 ** 25);
  });
});

import { afterEach, describe, expect, it, vi } from "vitest";
import {
  exactElbo,
  exactPosterior,
  Independent,
  klToPosterior,
  logEvidence,
  NDArray,
  Normal,
  productRule,
  trapezoid,
  VariationalAutoencoder,
  type VariationalAutoencoderOptions,
} from "../../lib";
import { logLikelihoods } from "../../lib/likelihoods/likelihoods";
import { logSumExp } from "../../lib/numerics/log-sum-exp";
import { Random } from "../../lib/random";

const shape = { inputSize: 100, hiddenSizes: [30], latentSize: 2, seed: 3 };
const models: Record<string, VariationalAutoencoderOptions> = {
  Bernoulli: { ...shape, activation: "tanh", family: "bernoulli" },
  "Bernoulli, ReLU": { ...shape, family: "bernoulli" },
  "learned scale": { ...shape, activation: "tanh" },
  "fixed scale": { ...shape, activation: "softplus", scale: 0.5 },
};

/** A model whose posteriors are narrow: its decoder's weights are four times those of the initialization. */
function narrow(options: VariationalAutoencoderOptions): VariationalAutoencoder {
  const model = new VariationalAutoencoder(options);
  for (const { weight } of model.decoder.layers) weight.set(weight.map((value) => 4 * value));
  return model;
}

const points = new NDArray(
  new Random(2, "pixels").normals(new Float64Array(6 * 100)).map((value) => 1 / (1 + Math.exp(-value))),
  [6, 100],
);

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each(["", "1"])("points of a hundred dimensions with AEVB_NO_BLAS=%s", (noBlas) => {
  it.each(Object.entries(models))("have the likelihoods that the distributions have: %s", (_, options) => {
    vi.stubEnv("AEVB_NO_BLAS", noBlas);
    const model = narrow(options);
    const { nodes } = productRule([trapezoid(-3, 3, 5), trapezoid(-2, 4, 4)]);
    const likelihood = model.likelihood(nodes);
    const got = logLikelihoods(likelihood)(points);
    const expected = new Independent(likelihood, 1).logProb(points.expandDims(1)).data;
    got.forEach((value, at) => {
      expect(Math.abs(value - expected[at]) / Math.abs(expected[at])).toBeLessThan(1e-12);
    });
  });
});

describe("a latent of two dimensions", () => {
  it.each(Object.entries(models))("has the evidence of a much finer grid: %s", (_, options) => {
    const model = narrow(options);
    const { nodes, weights } = productRule([trapezoid(-4.2, 4.2, 361), trapezoid(-4.2, 4.2, 361)]);
    const logWeights = weights.map(Math.log);
    const logPrior = model.prior.logProb(nodes).sum(1).data;
    const row = points.head(1);
    // The same points of the grid, a row of it at a time.
    const terms = Float64Array.from({ length: 361 }, (_, block) => {
      const [from, to] = [block * 361, (block + 1) * 361];
      const some = new NDArray(nodes.data.subarray(2 * from, 2 * to), [361, 2]);
      const values = logLikelihoods(model.likelihood(some))(row);
      return logSumExp(values.map((value, k) => value + logPrior[from + k] + logWeights[from + k]));
    });
    expect(Math.abs(logEvidence(model, row).data[0] - logSumExp(terms))).toBeLessThan(
      model.options.activation === "relu" ? 1e-3 : 1e-4,
    );
  });

  it.each(Object.entries(models))("obeys log p(x) = ELBO + KL(q‖posterior): %s", (_, options) => {
    const model = narrow(options);
    const q = new Normal(
      [
        [0.2, -0.1],
        [-0.5, 1],
      ],
      0.1,
    );
    const some = points.head(2);
    const { elbo } = exactElbo(model, some, q);
    const gap = klToPosterior(model, some, q).data;
    logEvidence(model, some).data.forEach((evidence, i) => {
      expect(Math.abs(evidence - elbo.data[i] - gap[i])).toBeLessThan(
        model.options.activation === "relu" ? 1e-2 : 1e-4,
      );
    });
  });

  it("does not depend on the other points", () => {
    const model = narrow(models.Bernoulli);
    const all = logEvidence(model, points).data;
    const last = logEvidence(model, new NDArray(points.row(5), [1, 100])).data;
    expect(last[0]).toBeCloseTo(all[5], 9);
  });

  it("has a posterior that integrates to one", () => {
    const model = narrow(models["learned scale"]);
    const { logProb, weights, mean, nodes } = exactPosterior(model, points.head(2));
    for (const i of [0, 1]) {
      const density = weights.data.map((weight, k) => weight * Math.exp(logProb.row(i)[k]));
      expect(density.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      const first = density.reduce((sum, mass, k) => sum + mass * nodes.data[2 * k], 0);
      expect(mean.row(i)[0]).toBeCloseTo(first, 12);
    }
  });
});

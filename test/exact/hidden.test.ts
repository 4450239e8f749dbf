/** Distributions of hidden coordinates given visible ones, and what a Gaussian q makes of them. */
import { describe, expect, it } from "vitest";
import {
  Bernoulli,
  bestGaussian,
  exactElbo,
  exactPosterior,
  gaussianPredictive,
  logEvidence,
  logLikelihoodsAt,
  logPredictive,
  MultivariateNormal,
  marginalModel,
  modeCounts,
  NDArray,
  Normal,
  trapezoid,
  VariationalAutoencoder,
} from "../../lib";
import { expectClose } from "../support/close";
import { linearModels } from "../support/linear-models";

const { autoencoder, closed } = linearModels([[1.5, -0.5, 0.8]], [0.25, 1, -0.3], 0.5);
const points = NDArray.from([
  [0, 0, 0],
  [1, 2, -1],
  [-3, 0.5, 1],
]);
const columns = (...chosen: number[]) =>
  NDArray.from(Array.from({ length: 3 }, (_, i) => chosen.map((column) => points.row(i)[column])));
const values = ({ data }: NDArray) => [...data];

describe("a hidden coordinate of a linear model", () => {
  it("has the conditional density of the joint Gaussian", () => {
    const { mean, covariance } = closed.evidence;
    const [S, m] = [(i: number, j: number) => covariance.data[3 * i + j], mean.data];
    // x₁ given (x₀, x₂), by the formula for a conditional Gaussian.
    const determinant = S(0, 0) * S(2, 2) - S(0, 2) ** 2;
    const gain = [
      (S(1, 0) * S(2, 2) - S(1, 2) * S(0, 2)) / determinant,
      (S(1, 2) * S(0, 0) - S(1, 0) * S(0, 2)) / determinant,
    ];
    const scale = Math.sqrt(S(1, 1) - gain[0] * S(0, 1) - gain[1] * S(2, 1));
    const expected = [0, 1, 2].map((i) => {
      const [x, y, z] = points.row(i);
      return new Normal(m[1] + gain[0] * (x - m[0]) + gain[1] * (z - m[2]), scale).logProb(y).data[0];
    });
    const posterior = exactPosterior(marginalModel(autoencoder, [0, 2]), columns(0, 2));
    expectClose(logPredictive(marginalModel(autoencoder, [1]), columns(1), posterior), expected, 1e-9);
    // The density is a Gaussian, so its best Gaussian is itself.
    const gaussian = gaussianPredictive(marginalModel(autoencoder, [1]), posterior);
    expectClose(gaussian.logProb(columns(1)).sum(1), expected, 1e-9);
  });

  it("has the evidence of its own marginal", () => {
    const { mean, covariance } = closed.evidence;
    const at = [2, 0];
    const expected = new MultivariateNormal(
      at.map((i) => mean.data[i]),
      at.map((i) => at.map((j) => covariance.data[3 * i + j])),
    ).logProb(columns(...at));
    expectClose(logEvidence(marginalModel(autoencoder, at), columns(...at)), values(expected), 1e-10);
  });
});

describe("logLikelihoodsAt", () => {
  const likelihoods = {
    Normal: new Normal(
      [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
      0.5,
    ),
    Bernoulli: new Bernoulli([
      [0, 1],
      [2, -3],
      [4, 5],
    ]),
  };

  it.each(Object.entries(likelihoods))("sums a %s's own logProb", (_, likelihood) => {
    const x = NDArray.from([
      [0, 1],
      [1, 0],
    ]);
    const expected = likelihood.logProb(x.expandDims(1)).sum(2);
    const got = logLikelihoodsAt(likelihood, x);
    expect(got.shape).toEqual([2, 3]);
    expectClose(
      got,
      [0, 1].map((i) => [...expected.row(i)]),
    );
  });

  it("refuses points of another size", () => {
    expect(() => logLikelihoodsAt(likelihoods.Normal, [[1]])).toThrow(
      "x: expected shape [rows ≥ 1, 2], got [1,1]",
    );
  });
});

describe("marginalModel", () => {
  const model = new VariationalAutoencoder({ inputSize: 3, hiddenSizes: [6, 5], latentSize: 1, seed: 3 });

  it("decodes as the whole does, means and scales", () => {
    const z = NDArray.from([[-1], [0.5]]);
    const [whole, part] = [model.likelihood(z), marginalModel(model, [2, 0]).likelihood(z)] as Normal[];
    for (const values of ["loc", "scale"] as const)
      for (const row of [0, 1])
        expect([...part[values].row(row)]).toEqual([2, 0].map((one) => whole[values].row(row)[one]));
  });

  it("refuses coordinates that there are not", () => {
    expect(() => marginalModel(model, [3])).toThrow("coordinates[0]: expected an integer from 0 to 2, got 3");
    expect(() => marginalModel(model, [0.5])).toThrow(
      "coordinates[0]: expected an integer from 0 to 2, got 0.5",
    );
  });
});

describe("logPredictive", () => {
  it("gives the evidence where the belief is the prior, one for all points", () => {
    const { nodes, weights } = exactPosterior(autoencoder, points);
    const prior = new Normal(0, 1).logProb(nodes).reshape([1, weights.size]);
    const evidence = values(closed.logEvidence(points));
    expectClose(logPredictive(autoencoder, points, { nodes, weights, logProb: prior }), evidence, 1e-9);
  });

  it("has a Gaussian with its mean and variance, whose bimodal example lies between the clusters", () => {
    const belief = {
      nodes: NDArray.from([[-2], [2]]),
      weights: NDArray.from([1, 1]),
      logProb: NDArray.from([[0.25, 0.75].map(Math.log)]),
    };
    const { loc, scale } = gaussianPredictive(autoencoder, belief);
    // Means ∓2 · weight + bias with masses 1/4 and 3/4: mean weight + bias, variance 3 · weight² + .5².
    [1.5, -0.5, 0.8].forEach((weight, j) => {
      expect(loc.data[j]).toBeCloseTo(weight + [0.25, 1, -0.3][j], 6);
      expect(scale.data[j]).toBeCloseTo(Math.sqrt(3 * weight ** 2 + 0.25), 6);
    });
    const wrong = { ...belief, weights: NDArray.from([1]) };
    expect(() => gaussianPredictive(autoencoder, wrong)).toThrow("belief.logProb: expected shape [1,1]");
  });

  it("refuses a belief for other points", () => {
    const belief = exactPosterior(autoencoder, points.head(2));
    expect(() => logPredictive(autoencoder, points, belief)).toThrow("belief.logProb: expected shape [3,");
  });
});

describe("bestGaussian", () => {
  it("is the posterior where that is a Gaussian", () => {
    const q = bestGaussian(autoencoder, points);
    const posterior = closed.posterior(points);
    for (let i = 0; i < 3; i++) {
      expect(q.loc.data[i]).toBeCloseTo(posterior.loc.data[i], 3);
      expect(q.scale.data[i]).toBeCloseTo(Math.sqrt(posterior.covariance.data[0]), 3);
    }
  });

  it("is found where it is narrow and far from every start", () => {
    // The mean is a hat of height 1 around .375 that is 0 beyond ±.05: from x = 1 its slope of 20 makes a posterior of width .2/20.
    const [center, half] = [0.375, 0.05];
    const hat = { inputSize: 1, hiddenSizes: [3], latentSize: 1, scale: 0.2, seed: 0 };
    const model = new VariationalAutoencoder(hat);
    const [first, last] = model.decoder.layers;
    first.weight.set([1, 1, 1]);
    first.bias.set([half - center, -center, -half - center]);
    last.weight.set([1 / half, -2 / half, 1 / half]);
    last.bias.set([0]);
    const q = bestGaussian(model, [[1]]);
    expect(q.loc.data[0]).toBeCloseTo(center, 2);
    const [bound] = exactElbo(model, [[1]], q).elbo.data;
    expect(bound).toBeGreaterThan(logEvidence(model, [[1]]).data[0] - 0.01);
  });

  it("is searched on the axis given, whose steps bound its width", () => {
    const [usual, same] = [{}, { axis: trapezoid(-6, 6, 601) }].map((axis) =>
      bestGaussian(autoencoder, points, axis),
    );
    for (let i = 0; i < 3; i++) {
      expect(same.loc.data[i]).toBeCloseTo(usual.loc.data[i], 3);
      expect(same.scale.data[i]).toBeCloseTo(usual.scale.data[i], 3);
    }
    const { scale } = bestGaussian(autoencoder, points, { axis: trapezoid(-6, 6, 13) });
    for (const one of scale.data) expect(one).toBeGreaterThanOrEqual(2);
  });

  it("has a higher exact bound than its neighbours, and than a Gaussian at the other mode", () => {
    // x = |z| + noise: at x = 1 the posterior has two modes, and the one that the bias favours is the better.
    const model = new VariationalAutoencoder({
      inputSize: 1,
      hiddenSizes: [2],
      latentSize: 1,
      scale: 0.2,
      seed: 0,
    });
    model.decoder.layers[0].weight.set([1, -1]);
    model.decoder.layers[0].bias.set([0, 0]);
    model.decoder.layers[1].weight.set([1, 0.8]);
    model.decoder.layers[1].bias.set([0]);
    const x = NDArray.from([[1]]);
    const exact = exactPosterior(model, x);
    expect(modeCounts(exact.logProb).data[0]).toBe(2);
    // log p(z|x) = −z²/2 − (z − 1)²/(2 · .2²) on the right: its peak is at 1/(1 + .2²).
    expect(exact.mode.data[0]).toBeCloseTo(1 / 1.04, 2);
    const q = bestGaussian(model, x);
    const [mean, scale] = [q.loc.data[0], q.scale.data[0]];
    const around = [
      [mean + 0.02, scale],
      [mean - 0.02, scale],
      [mean, scale * 1.1],
      [mean, scale / 1.1],
      [-1.2, scale],
      [0, 1],
    ];
    const others = new Normal(
      around.map(([loc]) => [loc]),
      around.map(([, s]) => [s]),
    );
    const [best] = exactElbo(model, x, q).elbo.data;
    for (const other of exactElbo(model, x, others).elbo.data) expect(other).toBeLessThan(best);
    expect(mean).toBeGreaterThan(0.8);
  });

  it("has the posterior's mean and the diagonal of its precision in two dimensions, where that is a Gaussian", () => {
    const scale = 0.4;
    const model = new VariationalAutoencoder({
      inputSize: 2,
      hiddenSizes: [],
      latentSize: 2,
      scale,
      seed: 0,
    });
    model.decoder.layers[0].weight.set([1, 0.5, -0.4, 0.6]);
    model.decoder.layers[0].bias.set([0.1, -0.2]);
    // x = Wᵀz + b + noise with the rows of W as above: precision I + W Wᵀ/σ², E[z|x] = its inverse times W (x − b)/σ².
    const [a, b, d] = [1 + 1.25 / scale ** 2, (-0.4 + 0.3) / scale ** 2, 1 + 0.52 / scale ** 2];
    const [u, v] = [(0.9 + 0.5 * 0.5) / scale ** 2, (-0.4 * 0.9 + 0.6 * 0.5) / scale ** 2];
    const determinant = a * d - b * b;
    const q = bestGaussian(model, [[1, 0.3]]);
    expectClose(q.loc, [[(d * u - b * v) / determinant, (a * v - b * u) / determinant]], 3e-3);
    expectClose(q.scale, [[1 / Math.sqrt(a), 1 / Math.sqrt(d)]], 3e-3);
  });

  it("has a higher exact bound than others in the plane, and than an encoder's q", () => {
    const model = new VariationalAutoencoder({
      inputSize: 3,
      hiddenSizes: [8],
      latentSize: 2,
      activation: "tanh",
      scale: 0.15,
      seed: 5,
    });
    model.decoder.layers[0].weight.forEach((value, k, all) => {
      all[k] = 3 * value;
    });
    const x = model.sample(4, { seed: 3 });
    const q = bestGaussian(model, x);
    const best = exactElbo(model, x, q).elbo;
    const shifts = [
      [0.3, 0, 1, 1],
      [0, -0.3, 1, 1],
      [0, 0, 1.3, 1],
      [0, 0, 1, 0.77],
    ];
    const others = shifts.map(([first, second, wide, high]) => {
      const move = (loc: number, scale: number, k: number) => loc + scale * (k % 2 === 0 ? first : second);
      const scales = q.scale.data.map((s, k) => s * (k % 2 === 0 ? wide : high));
      const locs = q.loc.data.map((loc, k) => move(loc, q.scale.data[k], k));
      return new Normal(new NDArray(locs, [4, 2]), new NDArray(scales, [4, 2]));
    });
    for (const other of [...others, model.posterior(x)])
      exactElbo(model, x, other).elbo.data.forEach((value, i) => {
        expect(value).toBeLessThan(best.data[i]);
      });
  });

  it("stays on the grid where a posterior is at its edge", () => {
    const shape = { inputSize: 2, hiddenSizes: [], latentSize: 2 };
    const model = new VariationalAutoencoder({ ...shape, scale: 0.1, seed: 0 });
    model.decoder.layers[0].weight.set([1, 0, 0, 1]);
    model.decoder.layers[0].bias.set([0, 0]);
    // The posterior's mean is (6.8, 0) and its deviations are .0995; the grid ends at 7.
    const q = bestGaussian(model, [[6.868, 0]]);
    expect(Math.abs(q.loc.data[0] - 6.8)).toBeLessThan(0.3);
    for (const scale of q.scale.data) expect(scale).toBeLessThan(0.11);
  });

  it("refuses a latent of three dimensions", () => {
    const model = new VariationalAutoencoder({ inputSize: 1, hiddenSizes: [], latentSize: 3, seed: 0 });
    expect(() => bestGaussian(model, [[1]])).toThrow("model.latentSize: expected 1 or 2");
  });
});

describe("modeCounts", () => {
  const nodes = Array.from({ length: 401 }, (_, i) => (i - 200) / 25);
  const sum = (...parts: [weight: number, mean: number, scale: number][]) =>
    nodes.map((z) =>
      Math.log(
        parts.reduce((p, [w, m, s]) => p + (w / s) * Math.exp(-0.5 * ((z - m) / s) ** 2), Number.MIN_VALUE),
      ),
    );

  it("counts peaks apart, and neither ripples nor traces", () => {
    const densities = [
      sum([1, 0, 1]),
      sum([0.5, -2, 0.5], [0.5, 2, 0.5]),
      sum([0.5, -1.1, 1], [0.5, 1.1, 1]),
      sum([0.97, -2, 0.5], [0.03, 2, 0.5]),
      sum([0.3, -8, 0.5], [0.4, 0, 0.5], [0.3, 8, 0.5]),
    ];
    expect([...modeCounts(NDArray.from(densities)).data]).toEqual([1, 2, 1, 1, 3]);
    expect(() => modeCounts(NDArray.from(densities[0]))).toThrow("logDensity: expected shape [batch, nodes]");
  });
});

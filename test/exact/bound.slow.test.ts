import { beforeAll, describe, expect, it } from "vitest";
import {
  broadcast,
  elbo,
  exactElbo,
  exactPosterior,
  Independent,
  klDivergence,
  klToPosterior,
  logEvidence,
  NDArray,
  Normal,
  fit as train,
  trapezoid,
  twoGaussians,
  VariationalAutoencoder,
} from "../../lib";
import { expectClose } from "../support/close";
import { linearModels } from "../support/linear-models";

const plane = NDArray.from([
  [0, 0],
  [1, 2],
  [-3, 0.5],
]);
const one = linearModels([[1.5, -0.5]], [0.25, 1], 0.5);
const two = linearModels(
  [
    [1.5, -0.5, 0.3],
    [0.2, 0.8, -1],
  ],
  [0.25, 1, 0],
  0.4,
);
const space = NDArray.from([
  [0, 0, 0],
  [1, 2, -1],
  [-3, 0.5, 1],
]);

it("lies below log p(x) where codes lie far outside the prior, and there is a small mode within it", async () => {
  const data = twoGaussians({ size: 5000, seed: 1 });
  const model = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });
  await train(model, data, { epochs: 5000, latentSamples: 3, klWeight: 0, seed: 1 });
  const some = data.points.head(100);
  const outside = model.posterior(some).loc.data.filter((loc) => Math.abs(loc) > 8);
  expect(outside.length).toBeGreaterThan(10);
  const gaps = broadcast((log, bound) => log - bound, logEvidence(model, some), exactElbo(model, some).elbo);
  expect(Math.min(...gaps.data)).toBeGreaterThan(-1e-6);
});

describe.each([
  { latentSize: 1, ...one, x: plane },
  { latentSize: 2, ...two, x: space },
])("a linear autoencoder with latent size $latentSize", ({ autoencoder, closed, x, latentSize }) => {
  const values = ({ data }: NDArray) => [...data];

  it("has the closed form's evidence", () => {
    expectClose(logEvidence(autoencoder, x), values(closed.logEvidence(x)), 1e-10);
  });

  it("has the closed form's posterior on another axis, too", () => {
    const { mean, variance } = exactPosterior(autoencoder, x, { axis: trapezoid(-6, 6, 81) });
    const expected = closed.posterior(x);
    const error = (a: NDArray, b: NDArray) => Math.max(...broadcast((p, q) => Math.abs(p - q), a, b).data);
    expect(error(mean, expected.mean)).toBeLessThan(1e-6);
    expect(error(variance, expected.variance)).toBeLessThan(1e-6);
  });

  it("has the closed form's posterior", () => {
    const exact = exactPosterior(autoencoder, x);
    const expected = closed.posterior(x);
    expect(exact.nodes.shape[1]).toBe(latentSize);
    broadcast(
      (a, b) => {
        expect(Math.abs(a - b)).toBeLessThan(1e-9);
        return 0;
      },
      exact.mean,
      expected.mean,
    );
    broadcast(
      (a, b) => {
        expect(Math.abs(a - b)).toBeLessThan(1e-9);
        return 0;
      },
      exact.variance,
      expected.variance,
    );
    const k = Math.floor(exact.nodes.shape[0] / 2) + 3;
    expect(exact.logProb.row(1)[k]).toBeCloseTo(
      expected.logProb(NDArray.from(exact.nodes.row(k))).data[1],
      9,
    );
    const total = exact.weights.data.reduce((sum, w, i) => sum + w * Math.exp(exact.logProb.row(2)[i]), 0);
    expect(total).toBeCloseTo(1, 12);
  });

  it("has the closed form's bound and gap for the encoder's q, and for narrow and wide ones", () => {
    const rows = [0, 1, 2].map(() => new Float64Array(latentSize).fill(0.3));
    for (const q of [autoencoder.posterior(x), new Normal(rows, 0.003), new Normal(rows, 2)]) {
      const vectors = new Independent(q, 1);
      const bound = exactElbo(autoencoder, x, q);
      const expected = closed.elbo(x, vectors);
      expectClose(bound.elbo, values(expected.elbo), 1e-10);
      expectClose(bound.reconstruction, values(expected.reconstruction), 1e-10);
      expectClose(bound.kl, values(expected.kl), 1e-10);
      expectClose(klToPosterior(autoencoder, x, q), values(klDivergence(vectors, closed.posterior(x))), 1e-9);
    }
  });
});

describe("a trained autoencoder", () => {
  const data = twoGaussians({ size: 400, seed: 1 });
  const model = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });
  beforeAll(async () => {
    await train(model, data, {
      epochs: 1000,
      learningRate: 1e-2,
      latentSamples: 3,
      seed: 1,
      engine: "fused",
    });
  });

  it("obeys log p(x) = ELBO + KL(q‖posterior) at every point, to the quadrature's error at its kinks", () => {
    const { elbo } = exactElbo(model, data);
    const gap = klToPosterior(model, data);
    const sum = broadcast((a, b) => a + b, elbo, gap);
    expectClose(sum, [...logEvidence(model, data).data], 2e-5);
    expect(Math.min(...gap.data)).toBeGreaterThan(0);
  });

  it("has the bound that draws estimate, within four standard errors", () => {
    const exact = exactElbo(model, data);
    const difference = broadcast(
      (a, b) => a - b,
      elbo(model, data, { latentSamples: 300, seed: 2 }).elbo,
      exact.elbo,
    );
    const standardError = difference.standardDeviation() / Math.sqrt(difference.size);
    expect(Math.abs(difference.mean())).toBeLessThan(4 * standardError);
  });

  it("has the gap that draws estimate with the posterior on the grid", () => {
    // E_q[log q(z) − log p(z|x)] at draws of z, log p(z|x) interpolated between the grid's nodes
    const few = data.points.head(20);
    const { nodes, logProb } = exactPosterior(model, few);
    const q = model.posterior(few);
    const z = q.sample(20_000, { seed: 3 });
    const logQ = q.logProb(z);
    const step = nodes.data[1] - nodes.data[0];
    const logRatio = (at: number) => {
      const k = Math.floor((z.data[at] - nodes.data[0]) / step);
      const right = (z.data[at] - nodes.data[k]) / step;
      const row = logProb.row(at % 20);
      return logQ.data[at] - (1 - right) * row[k] - right * row[k + 1];
    };
    const gap = klToPosterior(model, few);
    for (let i = 0; i < 20; i++) {
      const ratios = NDArray.from(
        Float64Array.from({ length: 20_000 }, (_, draw) => logRatio(draw * 20 + i)),
      );
      const standardError = ratios.standardDeviation() / Math.sqrt(ratios.size);
      expect(Math.abs(ratios.mean() - gap.data[i])).toBeLessThan(4 * standardError + 1e-5);
    }
  });
});

describe("bad input", () => {
  it("is named", () => {
    expect(() => exactElbo(one.autoencoder, plane, new Normal([[1, 2]], 1))).toThrow(
      "q: expected shape [3, 1], got [1,2]",
    );
    expect(() => klToPosterior(one.autoencoder, plane.head(1), new Normal([1, 2], 1))).toThrow(
      "q: expected shape [rows, 1], got [2]",
    );
    expect(() => exactPosterior(two.autoencoder, new NDArray(new Float64Array(3 * 1000), [1000, 3]))).toThrow(
      "x: expected at most 417 rows",
    );
  });

  it("is no q whose parameters are shared between rows", () => {
    const shared = exactElbo(one.autoencoder, plane, new Normal([[0.5], [0.5], [0.5]], [[0.2]]));
    const full = exactElbo(one.autoencoder, plane, new Normal([[0.5], [0.5], [0.5]], [[0.2], [0.2], [0.2]]));
    expect(shared.elbo.data).toEqual(full.elbo.data);
  });
});

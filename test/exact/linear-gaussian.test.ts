import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  broadcast,
  Independent,
  klDivergence,
  LinearGaussian,
  MultivariateNormal,
  NDArray,
  Normal,
} from "../../lib";
import { expectClose } from "../support/close";
import golden from "./golden.json";

const { weight, bias, scale } = golden;
const model = new LinearGaussian({ weight, bias, scale });
const x = NDArray.from(golden.x);

describe("LinearGaussian", () => {
  it("agrees with conditioning the joint Gaussian in PyTorch", () => {
    expectClose(model.logEvidence(x), golden.logEvidence);
    expectClose(model.posterior(x).loc, golden.posteriorLoc);
    expectClose(model.posterior(x).covariance, golden.posteriorCovariance);
    const q = new Independent(new Normal(golden.q.loc, golden.q.scale), 1);
    expectClose(model.elbo(x, q).elbo, golden.elbo, 1e-11);
  });

  it("obeys Bayes' rule: p(z) p(x|z) = p(x) p(z|x) for any z", () => {
    const z = new Normal([0, 0], 2).sample(5, { seed: 1 });
    const joint = broadcast(
      (prior, likelihood) => prior + likelihood,
      model.prior.logProb(z),
      new Independent(model.likelihood(z), 1).logProb(x),
    );
    const product = broadcast((p, e) => p + e, model.posterior(x).logProb(z), model.logEvidence(x));
    expectClose(joint, [...product.data], 1e-12);
  });

  it("refuses bad parameters by name", () => {
    expect(() => new LinearGaussian({ weight, bias, scale: 0 })).toThrow(
      "scale: expected a finite number > 0",
    );
    expect(() => new LinearGaussian({ weight, bias: [1], scale: 1 })).toThrow(
      "bias: expected shape [4], got [1]",
    );
    expect(() => new LinearGaussian({ weight: [1, 2], bias, scale: 1 })).toThrow(
      "weight: expected shape [latentSize ≥ 1, inputSize ≥ 1], got [2]",
    );
    expect(() => new LinearGaussian({ weight: [[1, Number.NaN]], bias: [0, 0], scale: 1 })).toThrow(
      "weight: expected finite numbers, got NaN",
    );
    expect(() => new LinearGaussian({ weight, bias, scale: 1, noise: 2 } as never)).toThrow(
      'LinearGaussian: unknown option "noise"',
    );
    expect(() => model.logEvidence(NDArray.from([[1, 2]]))).toThrow("x: expected shape [rows ≥ 1, 4]");
    expect(() => model.elbo(x, new Normal([0, 0], 1) as never)).toThrow(
      "q: expected a MultivariateNormal or",
    );
    const q = new Independent(new Normal([0, 0, 0], 1), 1);
    expect(() => model.elbo(x, q)).toThrow("q: expected shape [2], got [3]");
    expect(() => model.likelihood(NDArray.from([1, 2, 3]))).toThrow("z: expected shape [..., 2], got [3]");
  });
});

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const vector = (length: number, min: number, max: number) =>
  fc.array(number(min, max), { minLength: length, maxLength: length });

/** A model, a point and a Gaussian q with full covariance F Fᵀ + 0.04 I. */
const cases = fc.tuple(fc.constantFrom(1, 2), fc.constantFrom(1, 2, 5)).chain(([latentSize, inputSize]) =>
  fc.record({
    weight: fc.array(vector(inputSize, -3, 3), { minLength: latentSize, maxLength: latentSize }),
    bias: vector(inputSize, -2, 2),
    scale: number(0.2, 3),
    point: vector(inputSize, -4, 4),
    loc: vector(latentSize, -2, 2),
    factor: fc.array(vector(latentSize, -1.5, 1.5), { minLength: latentSize, maxLength: latentSize }),
  }),
);

function fullCovariance(factor: number[][]): number[][] {
  return factor.map((a, i) =>
    factor.map((b, j) => a.reduce((sum, value, k) => sum + value * b[k], 0) + (i === j ? 0.04 : 0)),
  );
}

describe("log p(x) = ELBO(q) + KL(q‖posterior)", () => {
  it("holds for every Gaussian q, to 1e-10", () => {
    fc.assert(
      fc.property(cases, ({ weight, bias, scale, point, loc, factor }) => {
        const one = new LinearGaussian({ weight, bias, scale });
        const xs = NDArray.from([point]);
        const covariance = fullCovariance(factor);
        const scales = covariance.map((row, i) => Math.sqrt(row[i]));
        for (const q of [
          new MultivariateNormal(loc, covariance),
          new Independent(new Normal(loc, scales), 1),
        ]) {
          const { elbo } = one.elbo(xs, q);
          const gap = klDivergence(q, one.posterior(xs));
          const [evidence] = one.logEvidence(xs).data;
          expect(gap.data[0]).toBeGreaterThan(-1e-10);
          const size = Math.max(1, Math.abs(evidence), gap.data[0]);
          expect(Math.abs(elbo.data[0] + gap.data[0] - evidence) / size).toBeLessThan(1e-10);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("leaves no gap for the posterior itself", () => {
    const q = model.posterior(x);
    expectClose(model.elbo(x, q).elbo, golden.logEvidence, 1e-12);
    expectClose(klDivergence(q, q), [0, 0, 0, 0, 0], 1e-12);
  });

  it("lets one point meet many q", () => {
    const q = new Independent(new Normal(golden.q.loc, golden.q.scale), 1);
    const many = model.elbo(x.head(1), q);
    expect(many.elbo.shape).toEqual([5]);
    expect(many.elbo.data[0]).toBeCloseTo(golden.elbo[0], 11);
    const single = new Independent(new Normal(golden.q.loc[3], golden.q.scale[3]), 1);
    expect(many.elbo.data[3]).toBeCloseTo(model.elbo(x.head(1), single).elbo.data[0], 11);
  });
});

describe("LinearGaussian.fit", () => {
  const points = NDArray.from(golden.points);
  const fitted = LinearGaussian.fit(points, { latentSize: 2 });
  const meanLogEvidence = ({ weight, bias, scale }: { weight: NDArray; bias: NDArray; scale: number }) =>
    new LinearGaussian({ weight, bias, scale }).logEvidence(points).mean();

  it("reaches the maximum of Tipping & Bishop's formula", () => {
    expect(fitted.scale).toBeCloseTo(golden.fittedScale, 12);
    expect(meanLogEvidence(fitted)).toBeCloseTo(golden.fittedLogEvidence, 12);
  });

  it("has no gradient, by finite differences, and loses by any random change", () => {
    const { weight, bias, scale } = fitted;
    const changed = (step: (i: number) => number) => {
      const [w, b] = [weight.data.length, bias.size];
      return meanLogEvidence({
        weight: new NDArray(
          weight.data.map((value, i) => value + step(i)),
          weight.shape,
        ),
        bias: NDArray.from(bias.data.map((value, i) => value + step(w + i))),
        scale: scale + step(w + b),
      });
    };
    const count = weight.size + bias.size + 1;
    for (let i = 0; i < count; i++) {
      const along = (h: number) => changed((k) => (k === i ? h : 0));
      expect(Math.abs(along(1e-4) - along(-1e-4)) / 2e-4).toBeLessThan(1e-6);
    }
    fc.assert(
      fc.property(vector(count, -0.3, 0.3), (steps) => {
        expect(changed((k) => steps[k])).toBeLessThanOrEqual(golden.fittedLogEvidence + 1e-12);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("refuses what has no such optimum", () => {
    expect(() => LinearGaussian.fit(points, { latentSize: 4 })).toThrow(
      "latentSize: expected less than the data's 4 dimensions, got 4",
    );
    const flat = NDArray.from([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(() => LinearGaussian.fit(flat, { latentSize: 1 })).toThrow("more than 1 directions with variance");
    expect(() => LinearGaussian.fit(NDArray.from([1, 2]), { latentSize: 1 })).toThrow("data: expected shape");
  });
});

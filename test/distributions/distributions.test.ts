import { describe, expect, it } from "vitest";
import {
  Bernoulli,
  Independent,
  klDivergence,
  Mixture,
  MultivariateNormal,
  marginal,
  NDArray,
  Normal,
  StudentT,
  trapezoid,
} from "../../lib";
import { expectClose } from "../support/close";
import golden from "./golden.json";

const x = NDArray.from(golden.x);
const q = new Normal(golden.q.loc, golden.q.scale);
const p = new Normal(golden.p.loc, golden.p.scale);
const mixture = new Mixture(
  golden.mixture.weights,
  golden.mixture.means.map((mean, k) => new Independent(new Normal(mean, golden.mixture.scales[k]), 1)),
);
const full = new MultivariateNormal(golden.fullQ.loc, golden.fullQ.covariance);

describe("against torch.distributions", () => {
  it("Normal", () => {
    expectClose(q.logProb(x), golden.logProb);
    expectClose(q.entropy(), golden.entropy);
  });

  it("Independent", () => {
    expectClose(new Independent(q, 1).logProb(x), golden.independentLogProb);
    expectClose(new Independent(q, 1).entropy(), golden.independentEntropy);
  });

  it("klDivergence", () => {
    expectClose(klDivergence(q, p), golden.kl);
    expectClose(klDivergence(new Independent(q, 1), new Independent(p, 1)), golden.independentKl);
  });

  it("Bernoulli", () => {
    const bernoulli = new Bernoulli(golden.logits);
    expectClose(bernoulli.logProb(NDArray.from(golden.ones)), golden.bernoulliLogProb);
    expectClose(bernoulli.entropy(), golden.bernoulliEntropy);
    expectClose(bernoulli.variance, golden.bernoulliVariance);
    expectClose(klDivergence(bernoulli, new Bernoulli(golden.otherLogits)), golden.bernoulliKl);
  });

  it("StudentT draws have the quantiles of closed forms: Cauchy's, and those of two degrees of freedom", () => {
    const inside = [0.5, 1 / Math.sqrt(3)];
    const draws = new StudentT([1, 2], 3, 2).sample(40_000, { seed: 1 });
    inside.forEach((expected, column) => {
      const within = draws.column(column).filter((value) => Math.abs(value - 3) < 2).length / 40_000;
      expect(Math.abs(within - expected)).toBeLessThan(4 * Math.sqrt(0.25 / 40_000));
    });
  });

  it("StudentT, from .1 to 100 000 degrees of freedom", () => {
    const t = new StudentT(golden.degreesOfFreedom, golden.q.loc, golden.q.scale);
    expectClose(t.logProb(x), golden.studentTLogProb, 1e-10);
    expectClose(t.entropy(), golden.studentTEntropy, 1e-10);
    const variances = golden.studentTVariance.map((row) =>
      row.map((value) => (value === "inf" ? Number.POSITIVE_INFINITY : Number(value))),
    );
    const { data } = t.variance;
    variances.flat().forEach((value, i) => {
      if (Number.isFinite(value)) expect(data[i] / value).toBeCloseTo(1, 12);
      else expect(data[i]).toBe(value);
    });
  });

  it("Mixture", () => {
    expectClose(mixture.logProb(NDArray.from(golden.points)), golden.mixtureLogProb);
    expectClose(mixture.mean, golden.mixtureMean);
    expectClose(mixture.variance, golden.mixtureVariance);
  });

  it("MultivariateNormal", () => {
    const fullP = new MultivariateNormal(golden.fullP.loc, golden.fullP.covariance);
    expectClose(full.logProb(x), golden.fullLogProb);
    expectClose(full.entropy(), golden.fullEntropy);
    expectClose(full.mean, golden.fullQ.loc);
    expectClose(full.variance, golden.fullVariance);
    expectClose(klDivergence(full, fullP), golden.fullKl);
    expectClose(klDivergence(new Independent(q, 1), fullP), golden.independentToFullKl);
  });
});

it("Normal.icdf moves and scales the standard normal's, and refuses other masses", () => {
  // By mpmath, as in extremes.py.
  expect(new Normal(3, 2).icdf(0.975).data[0]).toBeCloseTo(3 + 2 * 1.9599639845400538, 14);
  expect(() => new Normal(0, 1).icdf([0.5, 1])).toThrow("p: expected numbers in (0, 1), got 1");
});

describe("marginal", () => {
  const plane = new Mixture(
    [0.3, 0.7],
    [new Independent(new Normal([-1, 2], [0.5, 1]), 1), new Independent(new Normal([1, 0], [0.8, 0.3]), 1)],
  );

  it("is the integral over the other coordinate", () => {
    const { nodes, weights } = trapezoid(-8, 8, 2001);
    const at = [-0.5, 1.2].map((y) => {
      const density = plane.logProb(Array.from(nodes, (x) => [x, y])).data.map(Math.exp);
      return Math.log(density.reduce((sum, value, k) => sum + weights[k] * value, 0));
    });
    expectClose(marginal(plane, [1]).logProb([[-0.5], [1.2]]), at, 1e-10);
    expect(marginal(plane, [1, 0]).logProb([[2, -1]]).data).toEqual(plane.logProb([[-1, 2]]).data);
  });

  it("refuses other coordinates and components", () => {
    expect(() => marginal(plane, [2])).toThrow("coordinates[0]: expected an integer from 0 to 1, got 2");
    const full = new Mixture(
      [1],
      [
        new MultivariateNormal(
          [0, 0],
          [
            [1, 0.5],
            [0.5, 1],
          ],
        ),
      ],
    );
    expect(() => marginal(full, [0])).toThrow("components that are independent Normals");
  });
});

describe("Mixture.entropy", () => {
  it("is log 2 plus the component's entropy for two Gaussians far apart", () => {
    const far = new Mixture(
      [0.5, 0.5],
      [-50, 50].map((mean) => new Independent(new Normal([mean], 0.5), 1)),
    );
    expectClose(far.entropy(), Math.log(2) + 0.5 * Math.log(2 * Math.PI * Math.E * 0.25), 1e-12);
  });

  it("is the Gaussian's closed form for equal components", () => {
    const same = new Mixture(
      [0.3, 0.7],
      [0, 1].map(() => new Independent(new Normal([1, -2], [0.3, 2]), 1)),
    );
    expectClose(same.entropy(), Math.log(2 * Math.PI * Math.E) + Math.log(0.3 * 2), 1e-10);
  });

  it("agrees with −mean log p over its own draws, within four standard errors", () => {
    const logProb = mixture.logProb(mixture.sample(200_000, { seed: 3 }));
    const standardError = logProb.standardDeviation() / Math.sqrt(logProb.size);
    expect(Math.abs(mixture.entropy().data[0] + logProb.mean())).toBeLessThan(4 * standardError);
  });

  it("refuses more dimensions than a grid can hold", () => {
    const wide = new Mixture([1], [new Independent(new Normal(new Float64Array(6), 1), 1)]);
    expect(() => wide.entropy()).toThrow("quadrature of at most");
  });
});

describe("sampling", () => {
  it("reproduces mean and variance within four standard errors", () => {
    const draws = mixture.sample(200_000, { seed: 5 });
    expect(draws.shape).toEqual([200_000, 2]);
    for (const i of [0, 1]) {
      const column = NDArray.from(draws.column(i));
      const standardError = column.standardDeviation() / Math.sqrt(column.size);
      expect(Math.abs(column.mean() - golden.mixtureMean[i])).toBeLessThan(4 * standardError);
      expect(column.standardDeviation() ** 2 / golden.mixtureVariance[i]).toBeCloseTo(1, 1.5);
    }
  });

  it("Normal.sample has shape [count, ...batch] and is fixed by the seed", () => {
    expect(q.sample(7, { seed: 1 }).shape).toEqual([7, 4, 3]);
    expect(q.sample(7, { seed: 1 }).data).toEqual(q.sample(7, { seed: 1 }).data);
    expect(q.sample(7, { seed: 1 }).data).not.toEqual(q.sample(7, { seed: 2 }).data);
  });

  it("MultivariateNormal.sample has the covariance, within four standard errors", () => {
    const draws = full.sample(100_000, { seed: 2 });
    expect(draws.shape).toEqual([100_000, 4, 3]);
    const residual = (row: number, i: number) => draws.data[row * 12 + 3 + i] - full.loc.data[3 + i];
    for (const [i, j] of [
      [0, 0],
      [0, 1],
      [1, 2],
      [2, 2],
    ]) {
      const products = NDArray.from(
        Float64Array.from({ length: 100_000 }, (_, row) => residual(row, i) * residual(row, j)),
      );
      const standardError = products.standardDeviation() / Math.sqrt(products.size);
      expect(Math.abs(products.mean() - golden.fullQ.covariance[i][j])).toBeLessThan(4 * standardError);
    }
  });

  it("Bernoulli.sample is 1 as often as its mean, within four standard errors", () => {
    const bernoulli = new Bernoulli([-2, 0, 1.5]);
    const share = bernoulli.sample(50_000, { seed: 1 }).mean(0);
    for (const i of [0, 1, 2]) {
      const standardError = Math.sqrt(bernoulli.variance.data[i] / 50_000);
      expect(Math.abs(share.data[i] - bernoulli.mean.data[i])).toBeLessThan(4 * standardError);
    }
  });

  it("rsample is loc + scale · noise", () => {
    expectClose(new Normal([1, 2], [3, 4]).rsample(NDArray.from([[1, -1]])), [[4, -2]]);
  });
});

describe("bad input", () => {
  it("names the argument and what was got", () => {
    expect(() => new Normal(0, 0)).toThrow("scale: expected finite numbers > 0, got 0");
    expect(() => new Normal(0, [1, -2])).toThrow("scale: expected finite numbers > 0, got -2");
    expect(() => new Normal(Number.NaN, 1)).toThrow("loc: expected finite numbers, got NaN");
    const covariances = {
      "expected shape [2,2], got [1,2]": [[1, 0]],
      "expected a symmetric matrix of finite numbers, got 0.2 at [1, 0] and 0.5 at [0, 1]": [
        [1, 0.5],
        [0.2, 1],
      ],
      "symmetric matrix of finite numbers, got NaN": [
        [1, Number.NaN],
        [Number.NaN, 1],
      ],
      "positive definite": [
        [1, 2],
        [2, 1],
      ],
    };
    for (const [message, covariance] of Object.entries(covariances))
      expect(() => new MultivariateNormal([0, 0], covariance)).toThrow(message);
    expect(() => new MultivariateNormal([0, Number.NaN], [[1]])).toThrow("covariance: expected shape [2,2]");
    expect(() => new MultivariateNormal(0, 1)).toThrow("loc: expected shape [..., size ≥ 1], got []");
    expect(() => new Bernoulli([0, Number.POSITIVE_INFINITY])).toThrow(
      "logits: expected finite numbers, got Infinity",
    );
    expect(() => new Normal([0, 0], [1, 1, 1])).toThrow("do not broadcast");
    expect(() => new Independent(q, 3)).toThrow("reinterpretedBatchDims: expected at most 2");
    expect(() => new Mixture([0.5, 0.6], [p, p])).toThrow("weights: expected numbers > 0 that sum to 1");
    expect(() => new Mixture([1], [q])).toThrow("components: expected batch shape []");
    expect(() => klDivergence(mixture, new Independent(p, 1))).toThrow(
      "no closed form for (Mixture, Independent)",
    );
    expect(() => klDivergence(new Independent(q, 2), new Independent(p, 1))).toThrow(
      "the same in q and p, got 2 and 1",
    );
  });
});

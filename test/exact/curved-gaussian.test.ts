import { describe, expect, it } from "vitest";
import { CurvedGaussian, Independent, LinearGaussian, modeCounts, NDArray, Normal } from "../../lib";
import { expectClose } from "../support/close";

const weight = [1.5, -0.5];
const bias = [0.25, 1];
const straight = new CurvedGaussian({ curve: (z) => weight.map((w, i) => w * z + bias[i]), scale: 0.4 });
const linear = new LinearGaussian({ weight: [weight], bias, scale: 0.4 });
const bent = new CurvedGaussian({ curve: (z) => [z, z * z - 1], scale: 0.4 });

describe("CurvedGaussian", () => {
  it("is a LinearGaussian on a straight line", () => {
    const x = [2, -1];
    const z = [-1, 0, 2.5];
    const column = NDArray.from(z).reshape([3, 1]);
    expect(straight.logEvidence(x)).toBeCloseTo(linear.logEvidence([x]).data[0], 11);
    expectClose(straight.logJoint(x, z), [...linear.logJoint([x], column).data], 1e-12);
    expectClose(straight.posterior(x).logProb(z), [...linear.posterior([x]).logProb(column).data], 1e-10);
    const q = new Normal([0.3, -1], [0.2, 0.8]);
    const same = new Independent(new Normal([[0.3], [-1]], [[0.2], [0.8]]), 1);
    const [ours, closed] = [straight.elbo(x, q), linear.elbo([x], same)];
    for (const term of ["elbo", "reconstruction", "kl"] as const)
      expectClose(ours[term], [...closed[term].data], 1e-11);
    const best = straight.bestGaussian(x);
    expect(best.loc.data[0]).toBeCloseTo(linear.posterior([x]).loc.data[0], 3);
    expect(best.scale.data[0] ** 2).toBeCloseTo(linear.posterior([x]).covariance.data[0], 3);
  });

  it("has two humps inside a parabola, of which the best Gaussian takes one, log 2 short", () => {
    const z = Array.from({ length: 601 }, (_, i) => i / 100 - 3);
    expect([...modeCounts(bent.posterior([0, 1]).logProb(z).reshape([1, 601])).data]).toEqual([2]);
    const q = bent.bestGaussian([0, 1]);
    expect(Math.abs(q.loc.data[0])).toBeCloseTo(1.15, 1);
    const [gap] = bent.klToPosterior([0, 1], q).data;
    expect(gap).toBeCloseTo(bent.logEvidence([0, 1]) - bent.elbo([0, 1], q).elbo.data[0], 9);
    expect(gap).toBeCloseTo(Math.log(2), 1);
  });

  it("computes a surface over many q at once", () => {
    const q = new Normal([-1, 0, 1], [[0.1], [0.5]]);
    const { elbo } = bent.elbo([0, 1], q);
    expect(elbo.shape).toEqual([2, 3]);
    expect(elbo.data[4]).toBeCloseTo(bent.elbo([0, 1], new Normal(0, 0.5)).elbo.data[0], 12);
  });

  it("draws from its own evidence", () => {
    const draws = bent.sample(20_000, { seed: 3 });
    // E x₁ = 0, E x₂ = 0, Var x₁ = 1 + .4², Var x₂ = 2 + .4².
    const columns = [0, 1].map((k) => NDArray.from(draws.column(k)));
    for (const column of columns) expect(Math.abs(column.mean())).toBeLessThan(0.05);
    expect(columns[0].standardDeviation() ** 2).toBeCloseTo(1.16, 1);
    expect(columns[1].standardDeviation() ** 2).toBeCloseTo(2.16, 0);
  });

  it("refuses what it cannot integrate, by name", () => {
    expect(() => straight.logEvidence([1e3, 0])).toThrow("x: expected a point that some z");
    expect(() => bent.logEvidence([1])).toThrow("x: expected shape [2], got [1]");
    expect(() => bent.logEvidence([1, Number.NaN])).toThrow("x: expected finite numbers");
    expect(() => new CurvedGaussian({ curve: (z) => [z], scale: 0 })).toThrow("scale: expected");
  });
});

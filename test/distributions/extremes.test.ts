import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Bernoulli, Independent, klDivergence, MultivariateNormal, type NDArray, Normal } from "../../lib";
import extremes from "./extremes.json";

/** Expects a single number that agrees to 1e-13 of itself, or to some of the steps between float64's smallest numbers. */
function expectRelative({ data: [got] }: NDArray, expected: number, what: string, steps = 8): void {
  const limit = Math.max(1e-13 * Math.abs(expected), steps * Number.MIN_VALUE);
  expect(Math.abs(got - expected), `${what}: ${got}, expected ${expected}`).toBeLessThanOrEqual(limit);
}

describe("values at extreme arguments, by mpmath (extremes.py)", () => {
  it("Normal.icdf, in both tails and next to ½", () => {
    for (const [p, z] of extremes.quantiles) expectRelative(new Normal(0, 1).icdf(p), z, `p = ${p}`);
  });

  it("Normal.logProb", () => {
    for (const [x, loc, scale, log] of extremes.normalLogProb)
      expectRelative(new Normal(loc, scale).logProb(x), log, `x = ${x}`);
  });

  it("Bernoulli", () => {
    for (const { logit, mean, variance, entropy, logProb } of extremes.bernoulli) {
      const bernoulli = new Bernoulli(logit);
      expectRelative(bernoulli.mean, mean, `mean at ${logit}`);
      expectRelative(bernoulli.variance, variance, `variance at ${logit}`);
      // |logit| times the mean, whose last step counts where it is tiny.
      expectRelative(bernoulli.entropy(), entropy, `entropy at ${logit}`, 8 + Math.abs(logit));
      for (const [x, log] of logProb) expectRelative(bernoulli.logProb(x), log, `logProb(${x}) at ${logit}`);
    }
  });

  it("klDivergence of Normals", () => {
    for (const [qLoc, qScale, pLoc, pScale, kl] of extremes.normalKl) {
      const what = `(${qLoc}, ${qScale}) from (${pLoc}, ${pScale})`;
      expectRelative(klDivergence(new Normal(qLoc, qScale), new Normal(pLoc, pScale)), kl, what);
    }
  });

  it("klDivergence of Bernoullis", () => {
    for (const [q, p, kl] of extremes.bernoulliKl)
      expectRelative(klDivergence(new Bernoulli(q), new Bernoulli(p)), kl, `${q} from ${p}`);
  });
});

describe("klDivergence at any magnitude", () => {
  const magnitude = fc.integer({ min: -1074, max: 1023 }).map((exponent) => 2 ** exponent);
  const anyNumber = fc.tuple(magnitude, fc.double({ min: -1, max: 1, noNaN: true })).map(([a, b]) => a * b);
  const near = fc.tuple(anyNumber, fc.double({ min: -1e-7, max: 1e-7, noNaN: true }));
  /** Two numbers, as likely close to each other as not. */
  const two = fc.oneof(
    fc.tuple(anyNumber, anyNumber),
    near.map(([a, change]): [number, number] => [a, a * (1 + change)]),
  );
  const scales = two
    .map(([a, b]): [number, number] => [Math.abs(a), Math.abs(b)])
    .filter(([a, b]) => a > 0 && b > 0);
  const settings = { seed: 1, numRuns: 5000 };
  const expectDivergence = (kl: NDArray) => {
    expect(kl.data.every((value) => value >= 0)).toBe(true);
  };

  it("is never negative and never NaN between Normals", () => {
    fc.assert(
      fc.property(two, scales, ([qLoc, pLoc], [qScale, pScale]) => {
        expectDivergence(klDivergence(new Normal(qLoc, qScale), new Normal(pLoc, pScale)));
        expect(klDivergence(new Normal(qLoc, qScale), new Normal(qLoc, qScale)).data[0]).toBe(0);
      }),
      settings,
    );
  });

  it("is never negative and never NaN between Bernoullis", () => {
    const logits = fc.oneof(
      two,
      near.map(([a, change]): [number, number] => [800 * Math.tanh(a), 800 * Math.tanh(a) + change]),
    );
    fc.assert(
      fc.property(logits, ([q, p]) => {
        expectDivergence(klDivergence(new Bernoulli(q), new Bernoulli(p)));
        expect(klDivergence(new Bernoulli(q), new Bernoulli(q)).data[0]).toBe(0);
      }),
      settings,
    );
  });

  it("is never negative and never NaN between Gaussian vectors", () => {
    const scale = fc.integer({ min: -500, max: 500 }).map((exponent) => 2 ** exponent);
    const factor = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 });
    const covariance = fc.tuple(scale, factor).map(([size, L]) =>
      [0, 1, 2].map((i) =>
        [0, 1, 2].map((j) => {
          const product = [0, 1, 2].reduce((sum, k) => sum + L[3 * i + k] * L[3 * j + k], i === j ? 0.1 : 0);
          return size * product * size;
        }),
      ),
    );
    const loc = fc.array(anyNumber, { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(loc, loc, covariance, covariance, scale, (qLoc, pLoc, qCovariance, pCovariance, qScale) => {
        const p = new MultivariateNormal(pLoc, pCovariance);
        expectDivergence(klDivergence(new MultivariateNormal(qLoc, qCovariance), p));
        expectDivergence(klDivergence(new Independent(new Normal(qLoc, qScale), 1), p));
        expect(klDivergence(p, p).data[0]).toBe(0);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it("names the argument where the vectors' sizes differ", () => {
    const q = new Independent(new Normal([0, 0, 0], 1), 1);
    const p = new MultivariateNormal([0], [[1]]);
    expect(() => klDivergence(q, p)).toThrow("q: expected shape [1], got [3]");
  });
});

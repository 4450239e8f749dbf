import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Baseline,
  broadcast,
  type Gaussian,
  type GaussianGradient,
  Independent,
  moments,
  NDArray,
  Normal,
  pathwise,
  scoreFunction,
} from "../../lib";
import { productRule, trapezoid } from "../../lib/numerics/quadrature";
import { worstBias } from "../support/standard-errors";
import { exponential, type KnownFunction, quartic, square, wave } from "./functions";
import { expectation, varianceOf } from "./integrate";

const each = (f: (z: number) => number) => (z: NDArray) => broadcast(f, z);

/** Variances of a single estimate for f(z) = z², with the constant baseline b: [∂μ, ∂σ]. */
const closedForms: Record<string, (mu: number, s: number) => [number, number]> = {
  pathwise: (mu, s) => [4 * s ** 2, 4 * mu ** 2 + 8 * s ** 2],
  scoreFunction: (mu, s) => [
    mu ** 4 / s ** 2 + 14 * mu ** 2 + 15 * s ** 2,
    (2 * mu ** 4) / s ** 2 + 60 * mu ** 2 + 74 * s ** 2,
  ],
  expectedValue: (mu, s) => [8 * mu ** 2 + 10 * s ** 2, 40 * mu ** 2 + 56 * s ** 2],
  optimal: (mu, s) => [8 * mu ** 2 + 6 * s ** 2, 40 * mu ** 2 + 24 * s ** 2],
};

const places: [mu: number, s: number][] = [
  [1, 1],
  [1, 0.1],
  [-2, 0.5],
  [0, 2],
];

describe("closed-form variances for z²", () => {
  it.each(places)("agree with quadrature at μ = %s, σ = %s", (mu, s) => {
    const f = (e: number) => (mu + s * e) ** 2;
    const integrals = (byLoc: (e: number) => number, byScale: (e: number) => number) => [
      varianceOf(byLoc),
      varianceOf(byScale),
    ];
    const withBaselines = (a: number, b: number) =>
      integrals(
        (e) => ((f(e) - a) * e) / s,
        (e) => ((f(e) - b) * (e * e - 1)) / s,
      );
    const mean = mu ** 2 + s ** 2;
    const cases = {
      pathwise: integrals(
        (e) => 2 * (mu + s * e),
        (e) => 2 * (mu + s * e) * e,
      ),
      scoreFunction: withBaselines(0, 0),
      expectedValue: withBaselines(mean, mean),
      optimal: withBaselines(mu ** 2 + 3 * s ** 2, mu ** 2 + 5 * s ** 2),
    };
    for (const [name, integral] of Object.entries(cases))
      closedForms[name](mu, s).forEach((value, k) => {
        expect(integral[k] / value, name).toBeCloseTo(1, 9);
      });
  });

  // Two places: quadrature has the closed forms at all of them.
  it.each(places.slice(1, 3))(
    "are within 3 percent those of a million estimates at μ = %s, σ = %s",
    (mu, s) => {
      const q = new Normal(mu, s);
      const score = (baseline: Baseline) =>
        scoreFunction(q, each(square.f), { draws: 1_000_000, seed: 2, baseline });
      const estimates: Record<string, GaussianGradient> = {
        pathwise: pathwise(q, each(square.slope), { draws: 1_000_000, seed: 2 }),
        scoreFunction: score(0),
        expectedValue: score(mu ** 2 + s ** 2),
        optimal: score("optimal"),
      };
      for (const [name, { loc, scale }] of Object.entries(estimates)) {
        const [byLoc, byScale] = closedForms[name](mu, s);
        expect(Math.abs(moments(loc).variance.data[0] / byLoc - 1), `${name}, ∂μ`).toBeLessThan(0.03);
        expect(Math.abs(moments(scale).variance.data[0] / byScale - 1), `${name}, ∂σ`).toBeLessThan(0.03);
      }
    },
  );
});

describe("pathwise and scoreFunction", () => {
  const baselines: Baseline[] = [0, 1.5, "runningMean", "leaveOneOut", "optimal"];

  function expectUnbiased(q: Gaussian, f: (z: NDArray) => NDArray, slope: typeof f, truth: GaussianGradient) {
    const options = { draws: 20_000, seed: 5 };
    const all = [
      pathwise(q, slope, options),
      ...baselines.map((baseline) => scoreFunction(q, f, { ...options, baseline })),
    ];
    for (const { loc, scale } of all) {
      expect(worstBias(loc, truth.loc)).toBeLessThan(4);
      expect(worstBias(scale, truth.scale)).toBeLessThan(4);
    }
  }

  it.each(Object.entries({ square, quartic, wave, exponential }))(
    "are unbiased for %s at random μ and σ",
    (_, { f, slope, byLoc, byScale }: KnownFunction) => {
      const parameters = fc.tuple(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: 0.2, max: 1.5, noNaN: true }),
      );
      fc.assert(
        fc.property(parameters, ([mu, s]) => {
          expectUnbiased(new Normal(mu, s), each(f), each(slope), {
            loc: NDArray.from(byLoc(mu, s)),
            scale: NDArray.from(byScale(mu, s)),
          });
        }),
        { seed: 1, numRuns: 8 },
      );
    },
  );

  it("are unbiased for vectors with independent entries", () => {
    // f(z) = z₁² z₂ + z₃², E f = (μ₁² + σ₁²) μ₂ + μ₃² + σ₃²; a second q of the batch differs in its parameters.
    const loc = NDArray.from([
      [0.5, -1, 2],
      [-1.5, 0.3, 0],
    ]);
    const scale = NDArray.from([
      [0.7, 1.2, 0.4],
      [0.2, 0.9, 1.1],
    ]);
    const q = new Independent(new Normal(loc, scale), 1);
    const rows = (z: NDArray, of: (entry: Float64Array) => number[]) =>
      Float64Array.from(
        Array.from({ length: z.size / 3 }, (_, r) => of(z.data.subarray(3 * r, 3 * r + 3))).flat(),
      );
    expectUnbiased(
      q,
      (z) =>
        new NDArray(
          rows(z, ([a, b, c]) => [a * a * b + c * c]),
          z.shape.slice(0, 2),
        ),
      (z) =>
        new NDArray(
          rows(z, ([a, b, c]) => [2 * a * b, a * a, 2 * c]),
          z.shape,
        ),
      {
        loc: NDArray.from([
          [2 * 0.5 * -1, 0.5 ** 2 + 0.7 ** 2, 4],
          [2 * -1.5 * 0.3, 1.5 ** 2 + 0.2 ** 2, 0],
        ]),
        scale: NDArray.from([
          [2 * 0.7 * -1, 0, 2 * 0.4],
          [2 * 0.2 * 0.3, 0, 2 * 1.1],
        ]),
      },
    );
  });

  it("share their draws: for f(z) = z the score is that of the same ε", () => {
    const q = new Normal(0, 2);
    const options = { draws: 5, seed: 9 };
    const epsilon = pathwise(q, (z) => broadcast(() => 1, z), options).scale.data;
    const { loc, scale } = scoreFunction(q, (z) => z, options);
    epsilon.forEach((e, i) => {
      expect(loc.data[i]).toBeCloseTo(e * e, 12); // z · ε/σ
      expect(scale.data[i]).toBeCloseTo(e * (e * e - 1), 12);
    });
  });

  it("differ over a jump of f: pathwise misses it, the score function does not", () => {
    const q = new Normal(0.3, 0.5);
    const step = each((z) => (z > 0 ? 1 : 0));
    // d/dμ Φ(μ/σ) = φ(μ/σ)/σ, d/dσ Φ(μ/σ) = −μ φ(μ/σ)/σ²
    const density = Math.exp(-0.5 * 0.6 ** 2) / Math.sqrt(2 * Math.PI) / 0.5;
    const score = scoreFunction(q, step, { draws: 200_000, seed: 3 });
    expect(worstBias(score.loc, NDArray.from(density))).toBeLessThan(4);
    expect(worstBias(score.scale, NDArray.from(-0.6 * density))).toBeLessThan(4);
    const path = pathwise(
      q,
      each(() => 0),
      { draws: 10, seed: 3 },
    );
    expect(path.loc.mean()).toBe(0);
  });

  it("give an estimate in each entry's own parameters where loc or scale is shared", () => {
    const q = new Normal([0, 1, 2], 0.5);
    const { loc, scale } = scoreFunction(q, each(square.f), { draws: 4, seed: 1, baseline: "optimal" });
    expect([loc.shape, scale.shape]).toEqual([
      [4, 3],
      [4, 3],
    ]);
  });

  it("refuse bad arguments by name", () => {
    const q = new Normal(0, 1);
    const f = each(square.f);
    expect(() => scoreFunction(q, f, { draws: 1, seed: 1, baseline: "leaveOneOut" })).toThrow(
      "draws: expected an integer ≥ 2, got 1",
    );
    expect(() => pathwise(q, f, { draws: 0, seed: 1 })).toThrow("draws: expected an integer ≥ 1");
    expect(() => scoreFunction(q, f, { draws: 2, seed: 1, baseline: "mean" as never })).toThrow(
      "baseline: expected a finite number or one of runningMean, leaveOneOut, optimal, got mean",
    );
    expect(() => scoreFunction(q, f, { draws: 2, seed: 1, baseline: Number.NaN })).toThrow("baseline: ");
    expect(() => scoreFunction(q, (z) => z.mean(0), { draws: 2, seed: 1 })).toThrow(
      "f(z): expected shape [2], got []",
    );
    expect(() => pathwise(q, (z) => z.expandDims(1), { draws: 2, seed: 1 })).toThrow(
      "gradient(z): expected shape [2], got [2,1]",
    );
    expect(() => pathwise(q, f, { draws: 2, seed: 1, baseline: 0 } as never)).toThrow(
      'pathwise: unknown option "baseline"',
    );
  });
});

describe("baselines made of the draws themselves", () => {
  const [mu, s] = [1.2, 0.6];
  const copies = 200_000;
  const many = new Normal(new Float64Array(copies).fill(mu), s); // each entry an independent set of draws

  it.each(["runningMean", "leaveOneOut", "optimal"] as const)(
    "%s leaves each of few draws unbiased",
    (baseline) => {
      const { loc, scale } = scoreFunction(many, each(square.f), { draws: 3, seed: 4, baseline });
      for (const i of [0, 1, 2]) {
        expect(worstBias(NDArray.from(loc.row(i)), NDArray.from(2 * mu))).toBeLessThan(4);
        expect(worstBias(NDArray.from(scale.row(i)), NDArray.from(2 * s))).toBeLessThan(4);
      }
    },
  );

  it("leaveOneOut has the mean and the variance of its closed form for two draws", () => {
    const { loc } = scoreFunction(many, each(square.f), { draws: 2, seed: 4, baseline: "leaveOneOut" });
    const means = loc.mean(0);
    expect(worstBias(means, NDArray.from(2 * mu))).toBeLessThan(4);
    // ½ Σ (f_i − f_other) s_i = ½ (f₁ − f₂)(s₁ − s₂), squared and integrated over both ε
    const axis = trapezoid(-9, 9, 400);
    const { nodes, weights } = productRule([axis, axis]);
    const square2 = weights.reduce((sum, weight, k) => {
      const [a, b] = nodes.row(k);
      const product = 0.5 * ((mu + s * a) ** 2 - (mu + s * b) ** 2) * ((a - b) / s);
      return sum + (weight * Math.exp(-0.5 * (a * a + b * b)) * product ** 2) / (2 * Math.PI);
    }, 0);
    expect(Math.abs(moments(means).variance.data[0] / (square2 - (2 * mu) ** 2) - 1)).toBeLessThan(0.03);
  });

  it("runningMean and leaveOneOut come to the variance of the baseline E f with many draws", () => {
    const q = new Normal(mu, s);
    const f = (e: number) => (mu + s * e) ** 2;
    const mean = expectation(f);
    const limit = varianceOf((e) => ((f(e) - mean) * e) / s);
    for (const baseline of ["runningMean", "leaveOneOut"] as const) {
      const { loc } = scoreFunction(q, each(square.f), { draws: 500_000, seed: 8, baseline });
      expect(Math.abs(moments(loc).variance.data[0] / limit - 1)).toBeLessThan(0.02);
    }
  });
});

describe("moments", () => {
  it("are those of textbooks", () => {
    const { mean, variance, standardError } = moments(
      NDArray.from([
        [1, 0],
        [2, 0],
        [6, 3],
      ]),
    );
    expect([...mean.data]).toEqual([3, 1]);
    expect([...variance.data]).toEqual([7, 3]);
    expect(standardError.data[1]).toBeCloseTo(1, 14);
  });

  it("need two estimates", () => {
    expect(() => moments(NDArray.from([1]))).toThrow("estimates: expected shape [draws ≥ 2, ...], got [1]");
  });
});

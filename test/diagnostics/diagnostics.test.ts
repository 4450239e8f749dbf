import { describe, expect, it } from "vitest";
import {
  aggregatePosterior,
  elbo,
  energyDistance,
  latentUse,
  logAggregate,
  lowDensityShare,
  NDArray,
  Normal,
  scaleCalibration,
  twoGaussians,
  VariationalAutoencoder,
} from "../../lib";
import { trapezoid } from "../../lib/numerics/quadrature";

describe("energyDistance", () => {
  const normal = (loc: number, scale: number, seed: number, size = 3000) =>
    new Normal(loc, scale).sample(size, { seed }).reshape([size, 1]);

  it("is the mean of pairwise distances, by hand", () => {
    // 2 · mean(5, 4, 3, 2) − 1 − 2
    const value = energyDistance(NDArray.from([[0], [1]]), NDArray.from([[5], [3]]));
    expect(value).toBeCloseTo(2 * ((5 + 3 + 4 + 2) / 4) - 1 - 2, 14);
  });

  it("has the closed form of two Gaussians in one dimension", () => {
    // E|N(m, s²)| = s √(2/π) exp(−m²/2s²) + m erf(m/(s√2)); here m = 3, erf(3/2) = 0.96610514647531…
    const between = Math.SQRT2 * Math.sqrt(2 / Math.PI) * Math.exp(-9 / 4) + 3 * 0.9661051464753108;
    const within = 2 / Math.sqrt(Math.PI);
    const symmetric = (loc: number, seed: number) => {
      const draws = normal(0, 1, seed).data;
      return NDArray.from([...draws, ...draws.map((x) => -x)].map((x) => [loc + x])); // its mean is exactly loc
    };
    expect(energyDistance(symmetric(0, 1), symmetric(3, 2))).toBeCloseTo(2 * between - 2 * within, 1);
  });

  it("is near zero for two samples of one distribution, and may be negative", () => {
    const values = Array.from({ length: 20 }, (_, i) =>
      energyDistance(normal(0, 1, 2 * i, 1000), normal(0, 1, 2 * i + 1, 1000)),
    );
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(0.015);
    expect(Math.min(...values)).toBeLessThan(0);
  });

  it("refuses samples of different width or one row", () => {
    expect(() =>
      energyDistance(
        NDArray.from([
          [1, 2],
          [3, 4],
        ]),
        NDArray.from([[1], [2]]),
      ),
    ).toThrow("y: expected shape [rows ≥ 2, 2]");
    expect(() => energyDistance(NDArray.from([[1]]), NDArray.from([[1], [2]]))).toThrow("x: expected shape");
  });
});

describe("lowDensityShare", () => {
  const data = twoGaussians({ size: 10_000, seed: 1 });

  it("is the quantile for fresh draws, within four standard errors", () => {
    const share = lowDensityShare(data.density.sample(10_000, { seed: 2 }), data, { quantile: 0.05 });
    expect(Math.abs(share - 0.05)).toBeLessThan(4 * Math.sqrt((2 * 0.05 * 0.95) / 10_000));
  });

  it("is 1 far away and 0 at the modes", () => {
    expect(
      lowDensityShare(
        NDArray.from([
          [9, 9],
          [0, 0],
        ]),
        data,
      ),
    ).toBe(1);
    expect(
      lowDensityShare(
        NDArray.from([
          [2, 2],
          [-2, -2],
        ]),
        data,
      ),
    ).toBe(0);
  });

  it("refuses a quantile outside (0, 1)", () => {
    expect(() => lowDensityShare(data.points, data, { quantile: 1 })).toThrow(
      "quantile: expected a number in (0, 1)",
    );
  });
});

/** An encoder q(z|x) = N(loc(x), scale²) that is linear in x, one row of weights per input, and a decoder μ = z · decode, σ. */
function linear(weight: number[][], scale: number[], decode: number[][], outputScale = 1) {
  const model = new VariationalAutoencoder({
    inputSize: weight.length,
    hiddenSizes: [],
    latentSize: scale.length,
    scale: outputScale,
    seed: 0,
  });
  model.encoder.layers[0].weight.set(weight.flatMap((row) => [...row, ...row.map(() => 0)]));
  model.encoder.layers[0].bias.set([...scale.map(() => 0), ...scale.map((s) => 2 * Math.log(s))]);
  model.decoder.layers[0].weight.set(decode.flat());
  model.decoder.layers[0].bias.fill(0);
  return model;
}

describe("latentUse", () => {
  it("is what a linear encoder's closed forms say, dimension by dimension", () => {
    // μ = (x₁, 0), σ = (½, 1): the second dimension is the prior
    const model = linear(
      [
        [1, 0],
        [0, 0],
      ],
      [0.5, 1],
      [
        [1, 0],
        [0, 1],
      ],
    );
    const x = NDArray.from([
      [1, 5],
      [-1, 7],
      [3, 0],
    ]);
    const { kl, activity, activeUnits } = latentUse(model, x);
    expect(kl.data[0]).toBeCloseTo(Math.log(2) + 0.125 + 11 / 3 / 2 - 0.5, 6);
    expect(kl.data[1]).toBeCloseTo(0, 12);
    expect(activity.data[0]).toBeCloseTo(((1 - 1) ** 2 + (-1 - 1) ** 2 + (3 - 1) ** 2) / 3, 12);
    expect(activity.data[1]).toBe(0);
    expect(activeUnits).toBe(1);
  });
});

describe("aggregatePosterior", () => {
  const model = linear([[1], [0.5]], [0.6], [[1, 1]]);
  const { points } = twoGaussians({ size: 1500, seed: 4 });
  const { mean, variance, klToPrior, mutualInformation } = aggregatePosterior(model, points, { seed: 1 });

  it("agrees with the mixture's own density by quadrature", () => {
    const locs = [...points.column(0)].map((x, i) => x + 0.5 * points.row(i)[1]);
    const { nodes, weights } = trapezoid(-12, 12, 1201);
    const q = nodes.map(
      (z) =>
        locs.reduce((sum, loc) => sum + Math.exp(-((z - loc) ** 2) / 0.72), 0) /
        (locs.length * 0.6 * Math.sqrt(2 * Math.PI)),
    );
    const integral = (f: (z: number, k: number) => number) =>
      nodes.reduce((sum, z, k) => sum + weights[k] * q[k] * f(z, k), 0);
    const logPrior = (z: number) => -(z * z) / 2 - Math.log(2 * Math.PI) / 2;
    const exact = integral((z, k) => (q[k] > 0 ? Math.log(q[k]) - logPrior(z) : 0));
    const second = integral((z, k) => (q[k] > 0 ? (Math.log(q[k]) - logPrior(z)) ** 2 : 0));
    expect(mean.data[0]).toBeCloseTo(
      integral((z) => z),
      6,
    );
    expect(variance.data[0]).toBeCloseTo(
      integral((z) => (z - mean.data[0]) ** 2),
      5,
    );
    expect(Math.abs(klToPrior - exact)).toBeLessThan(4 * Math.sqrt((second - exact ** 2) / 1500));
  });

  it("splits the mean KL", () => {
    expect(klToPrior + mutualInformation).toBeCloseTo(elbo(model, points, { seed: 1 }).kl.mean(), 6); // float32
    expect(mutualInformation).toBeGreaterThan(0);
    expect(mutualInformation).toBeLessThan(Math.log(1500));
  });

  it("finds nothing in an encoder that ignores x", () => {
    const blind = aggregatePosterior(linear([[0], [0]], [1], [[1, 1]]), points, { seed: 1 });
    expect(blind.klToPrior).toBeCloseTo(0, 10);
    expect(blind.mutualInformation).toBeCloseTo(0, 10);
  });
});

/** Shares of a Normal's draws within 1, 2 and 3 deviations of its mean. */
const NORMAL_WITHIN = [0.6826894921, 0.954499736, 0.9973002039];

describe("scaleCalibration", () => {
  // q(z|x) is the true posterior of x = z + σ ε per coordinate, so x − z given x varies as under the model itself.
  const noise = 0.5;
  const gain = 1 / (1 + noise ** 2);
  const model = linear([[gain]], [Math.sqrt(1 - gain)], [[1]], noise);
  const x = new Normal(0, Math.sqrt(1 + noise ** 2)).sample(40_000, { seed: 3 }).reshape([40_000, 1]);

  it("finds the true model calibrated", () => {
    const { rootMeanSquare, within } = scaleCalibration(model, x, { seed: 1 });
    expect(Math.abs(rootMeanSquare.data[0] - 1)).toBeLessThan(4 / Math.sqrt(2 * 40_000));
    within.forEach((share, k) => {
      const expected = NORMAL_WITHIN[k];
      expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 40_000));
    });
  });

  it("tells a scale that is twice too large", () => {
    const wide = linear([[gain]], [Math.sqrt(1 - gain)], [[1]], 2 * noise);
    const { rootMeanSquare, within } = scaleCalibration(wide, x, { seed: 1 });
    expect(rootMeanSquare.data[0]).toBeCloseTo(0.5, 2);
    expect(within[0]).toBeCloseTo(NORMAL_WITHIN[1], 2);
  });

  it("refuses a Bernoulli likelihood", () => {
    const bernoulli = new VariationalAutoencoder({
      inputSize: 1,
      hiddenSizes: [],
      latentSize: 1,
      family: "bernoulli",
      seed: 0,
    });
    expect(() => scaleCalibration(bernoulli, x, { seed: 1 })).toThrow(
      'model.options.family: expected one of "gaussian", "published", got "bernoulli"',
    );
  });
});

describe("logAggregate", () => {
  it("is the logarithm of the mean density, which integrates to 1", () => {
    const vae = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [4], latentSize: 1, seed: 3 });
    const { points } = twoGaussians({ size: 40, seed: 1 });
    const { nodes, weights } = trapezoid(-12, 12, 4001);
    const log = logAggregate(vae, points, nodes);
    expect(log.data.reduce((sum, one, k) => sum + weights[k] * Math.exp(one), 0)).toBeCloseTo(1, 8);
    const { loc, scale } = vae.posterior(points);
    const at = loc.data.map((one, i) => Math.exp(new Normal(one, scale.data[i]).logProb(0.5).data[0]));
    expect(logAggregate(vae, points, [[0.5]]).data[0]).toBeCloseTo(Math.log(NDArray.from(at).mean()), 12);
    expect(() => logAggregate(vae, points, [[0, 0]])).toThrow("z: expected shape [1,1]");
  });
});

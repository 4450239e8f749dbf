/** Inputs are accepted in the form that a user has, and errors name them as the user's own call does. */
import { describe, expect, it } from "vitest";
import * as vb from "../lib";

const shape = { inputSize: 2, hiddenSizes: [4], latentSize: 1, seed: 1 };
const vae = new vb.VariationalAutoencoder(shape);
const rows = [
  [1, 2],
  [-1, 0.5],
];
const matrix = vb.NDArray.from(rows);

describe("numbers, arrays and rows are read as NDArrays", () => {
  it("by distributions", () => {
    expect(new vb.Normal(0, 1).logProb(1).data[0]).toBeCloseTo(-0.5 - Math.log(2 * Math.PI) / 2, 14);
    expect(new vb.Normal([0, 1], 1).logProb([0, 1]).shape).toEqual([2]);
    expect(new vb.Normal(1, 2).rsample(3).data[0]).toBe(7);
    expect(new vb.Bernoulli(0).logProb([0, 1]).data).toEqual(Float64Array.of(-Math.LN2, -Math.LN2));
    const standard = new vb.MultivariateNormal(
      [0, 0],
      [
        [1, 0],
        [0, 1],
      ],
    );
    const mixture = new vb.Mixture([1], [new vb.Independent(new vb.Normal([0, 0], 1), 1)]);
    for (const distribution of [standard, mixture])
      expect(distribution.logProb(rows)).toEqual(distribution.logProb(matrix));
  });

  it("by models, objectives, diagnostics and exact quantities", () => {
    const options = { latentSamples: 2, seed: 1 };
    const ae = new vb.Autoencoder(shape);
    expect(vae.posterior(rows)).toEqual(vae.posterior(matrix));
    expect(vae.posterior([1, 2]).batchShape).toEqual([1]);
    expect(vae.likelihood([[0.5]]).batchShape).toEqual([1, 2]);
    expect(vae.forward(rows, options)).toEqual(vae.forward(matrix, options));
    expect(ae.reconstruct(rows)).toEqual(ae.reconstruct(matrix));
    expect(ae.decode([[1], [2]]).shape).toEqual([2, 2]);
    expect(vb.elbo(vae, rows, options)).toEqual(vb.elbo(vae, matrix, options));
    expect(vb.iwae(vae, rows, options)).toEqual(vb.iwae(vae, matrix, options));
    expect(vb.logEvidence(vae, rows)).toEqual(vb.logEvidence(vae, matrix));
    expect(vb.latentUse(vae, rows)).toEqual(vb.latentUse(vae, matrix));
    expect(vb.energyDistance(rows, rows)).toEqual(vb.energyDistance(matrix, matrix));
    expect(vb.LinearGaussian.fit([...rows, [0, 3]], { latentSize: 1 }).inputSize).toBe(2);
  });

  it("by fit", async () => {
    const [one, other] = [new vb.Autoencoder(shape), new vb.Autoencoder(shape)];
    await vb.fit(one, rows, { epochs: 2, seed: 1 });
    await vb.fit(other, matrix, { epochs: 2, seed: 1 });
    expect(one.parameters).toEqual(other.parameters);
  });

  it("by estimators, from the result of the user's function", () => {
    const estimates = vb.pathwise(new vb.Normal(0, 1), (z) => z.data.map((value) => 2 * value), {
      draws: 3,
      seed: 1,
    });
    expect(estimates.loc.shape).toEqual([3]);
    expect(vb.moments([1, 2, 3]).mean.data[0]).toBe(2);
    expect(vb.broadcast((a, b) => a + b, 1, [1, 2]).data).toEqual(Float64Array.of(2, 3));
  });

  it("even if they are NDArrays of the class from before an edit of its file", () => {
    const earlier = { data: matrix.data, shape: matrix.shape } as vb.NDArray;
    expect(vae.posterior(earlier)).toEqual(vae.posterior(matrix));
  });
});

describe("an error names the input as the user's call does", () => {
  const wrong = (values: unknown) => values as vb.NDArrayLike;
  const message = (run: () => unknown, text: string) => expect(run).toThrow(text);

  it("for ragged rows, strings and missing values", () => {
    message(() => vae.posterior([[1, 2], [3]]), "x: expected rows of 2 numbers, got 1 in row 1");
    message(() => vae.posterior(wrong([[1, 2], 3])), "x: expected rows of 2 numbers, got 3 in row 1");
    message(
      () => vae.posterior(wrong("12")),
      'x: expected a number, an array of numbers, rows of numbers or an NDArray, got "12"',
    );
    message(() => vae.posterior(wrong([["1", 2]])), 'x: expected numbers, got "1" at row 0, column 0');
    message(() => vae.likelihood(wrong([0, null])), "z: expected numbers, got null at position 1");
    message(() => new vb.Normal(0, 1).logProb(wrong(undefined)), "x: expected a number, an array");
    message(() => vae.likelihood(wrong(null)), "z: expected a number, an array");
    message(() => vb.elbo(vae, wrong([[1, undefined]]), { seed: 1 }), "x: expected numbers, got undefined");
    message(() => vb.elbo(vae, wrong(vae), { seed: 1 }), "x: expected a number, an array of numbers");
  });

  it("for wrong shapes", () => {
    message(() => vae.posterior([[1, 2, 3]]), "x: expected shape [..., 2], got [1,3]");
    message(() => vae.likelihood([1, 2]), "z: expected shape [..., 1], got [2]");
    message(() => new vb.Autoencoder(shape).decode([1, 2]), "codes: expected shape [..., 1], got [2]");
    message(() => vb.elbo(vae, [1, 2], { seed: 1 }), "x: expected shape [rows ≥ 1, 2], got [2]");
  });

  it("for numbers that are not finite, with their place", async () => {
    const nan = [
      [0, 1],
      [0, Number.NaN],
    ];
    const text = "x: expected finite";
    const place = "numbers, got NaN in row 1, column 1";
    const options = { latentSamples: 1, seed: 1 };
    const ae = new vb.Autoencoder(shape);
    const plane = new vb.VariationalAutoencoder({ ...shape, latentSize: 2 });
    const linear = new vb.LinearGaussian({ weight: [[1, 2]], bias: [0, 0], scale: 1 });
    const belief = vb.exactPosterior(vae, [[0, 0]]);
    const takers: Record<string, () => unknown> = {
      posterior: () => vae.posterior(nan),
      forward: () => vae.forward(nan, options),
      encode: () => ae.encode(nan),
      reconstruct: () => ae.reconstruct(nan),
      elbo: () => vb.elbo(vae, nan, options),
      iwae: () => vb.iwae(vae, nan, options),
      logEvidence: () => vb.logEvidence(vae, nan),
      exactPosterior: () => vb.exactPosterior(vae, nan),
      exactElbo: () => vb.exactElbo(vae, nan),
      klToPosterior: () => vb.klToPosterior(vae, nan),
      bestGaussian: () => vb.bestGaussian(vae, nan),
      gaps: () => vb.gaps(vae, nan),
      logPredictive: () => vb.logPredictive(vae, nan, belief),
      posteriorWindows: () => vb.posteriorWindows(plane, nan),
      aggregatePosterior: () => vb.aggregatePosterior(vae, nan, { seed: 1 }),
      logAggregate: () => vb.logAggregate(vae, nan, [[0]]),
      latentUse: () => vb.latentUse(vae, nan),
      scaleCalibration: () => vb.scaleCalibration(vae, nan, options),
      logLikelihoodGradient: () => vb.logLikelihoodGradient(vae, nan, [[0], [0]]),
      energyDistance: () => vb.energyDistance(nan, rows),
      nearest: () => vb.nearest(nan, rows),
      "linear.logEvidence": () => linear.logEvidence(nan),
      "linear.posterior": () => linear.posterior(nan),
      standardize: () => vb.standardize(nan),
    };
    for (const [name, run] of Object.entries(takers)) {
      expect(run, name).toThrow(text);
      expect(run, name).toThrow(place);
    }
    message(() => vae.posterior([0, Number.NaN]), "x: expected finite numbers, got NaN at position 1");
    const cube = new vb.NDArray(Float64Array.of(0, 0, 0, Number.POSITIVE_INFINITY), [2, 1, 2]);
    message(() => vae.posterior(cube), "x: expected finite numbers, got Infinity at [1, 0, 1]");
    for (const model of [vae, linear])
      message(
        () => model.likelihood([[Number.NaN]]),
        "z: expected finite numbers, got NaN in row 0, column 0",
      );
    message(
      () => ae.decode([[0], [Number.NaN]]),
      "codes: expected finite numbers, got NaN in row 1, column 0",
    );
    message(
      () => vb.decodedMixture(ae, [[Number.NaN]], 1),
      "codes: expected finite numbers, got NaN in row 0",
    );
    message(() => vb.energyDistance(rows, nan), `y: expected finite ${place}`);
    message(() => vb.nearest(rows, nan), `references: expected finite ${place}`);
    const data = vb.twoGaussians({ size: 10, seed: 1 });
    message(() => vb.lowDensityShare(nan, data), `samples: expected finite ${place}`);
    message(
      () => vb.predictability({ codes: nan, quantities: {} }, { codes: rows, quantities: {} }),
      `fitted.codes: expected finite ${place}`,
    );
    const known = { codes: rows, quantities: { pose: [1, 2] } };
    message(
      () => vb.predictability(known, { codes: rows, quantities: { pose: [1, Number.NaN] } }),
      "judged: pose: expected finite numbers, got NaN at position 1",
    );
    await expect(vb.fit(ae, nan, { epochs: 1, seed: 1 })).rejects.toThrow(
      `data: expected finite float32 ${place}`,
    );
  });

  it("for numbers that float32 does not hold, in which models compute", () => {
    const wide = "x: expected finite float32 numbers, got 1e+39 in row 0, column 1";
    message(() => vb.elbo(vae, [[0, 1e39]], { seed: 1 }), wide);
    message(() => vb.iwae(vae, [[0, 1e39]], { latentSamples: 1, seed: 1 }), wide);
  });

  it("and not what is made of it", () => {
    message(
      () => new vb.LinearGaussian({ weight: [[1]], bias: [Number.NaN], scale: 1 }),
      "bias: expected finite numbers, got NaN at position 0",
    );
    const linear = new vb.LinearGaussian({ weight: [[1, 2]], bias: [0, 0], scale: 1 });
    message(
      () => linear.elbo(rows, new vb.Independent(new vb.Normal([[0, 0]], 1), 1)),
      "q: expected shape [1], got [2]",
    );
    const of = (...means: readonly number[][]) => vb.twoGaussians({ means: means as never, seed: 1 });
    message(() => of([0, 0], [0, Number.NaN]), "means: expected finite numbers, got NaN in row 1, column 1");
    message(() => of(), "means: expected shape [rows ≥ 1, columns]");
    message(() => of([0, 0], [0]), "means: expected rows of 2 numbers, got 1 in row 1");
    message(() => of([0, 0]), "weights, components: expected at least one component and one weight for each");
    const none = "coordinates: expected at least one, got none";
    message(() => vb.marginalModel(vae, []), none);
    message(() => vb.marginal(vb.twoGaussians({ seed: 1 }).density, []), none);
    const ae = new vb.Autoencoder(shape);
    message(() => vb.decodedMixture(ae, [1], 1), "codes: expected shape [rows ≥ 1, 1], got [1]");
  });

  it("for options that define a model", () => {
    for (const Model of [vb.Autoencoder, vb.VariationalAutoencoder]) {
      const make = (change: object) => () => new Model({ ...shape, ...change });
      message(make({ hiddenSizes: 10 }), "hiddenSizes: expected an array of integers ≥ 1, got 10");
      message(make({ hiddenSizes: [10, 0] }), "hiddenSizes[1]: expected an integer ≥ 1, got 0");
      message(make({ encoderSizes: [10, 0.5] }), "encoderSizes[1]: expected an integer ≥ 1, got 0.5");
      message(make({ latentSize: 0 }), "latentSize: expected an integer ≥ 1, got 0");
      message(make({ inputSize: 2.5 }), "inputSize: expected an integer ≥ 1, got 2.5");
      message(make({ inputSize: undefined }), "inputSize: expected an integer ≥ 1, got undefined");
      message(
        make({ activation: "gelu" }),
        'activation: expected one of "relu", "tanh", "softplus", "sigmoid"',
      );
    }
  });

  it("for data outside [0, 1] with a Bernoulli likelihood, with row and column", async () => {
    const bernoulli = new vb.VariationalAutoencoder({ ...shape, family: "bernoulli" });
    const bad = [
      [0, 1],
      [0.5, 1.5],
    ];
    const text = "expected numbers in [0, 1] for a Bernoulli likelihood, got 1.5 in row 1, column 1";
    message(() => vb.elbo(bernoulli, bad, { seed: 1 }), `x: ${text}`);
    message(() => vb.logEvidence(bernoulli, bad), `x: ${text}`);
    const before = bernoulli.parameters.slice();
    await expect(vb.fit(bernoulli, bad, { epochs: 1, seed: 1 })).rejects.toThrow(`data: ${text}`);
    expect(bernoulli.parameters).toEqual(before);
    message(() => new vb.Bernoulli([0, 0]).logProb([0, -0.1]), "x: expected numbers in [0, 1], got -0.1");
  });
});

describe("an unknown option", () => {
  const message = (options: object) => {
    try {
      vb.elbo(vae, rows, options as Parameters<typeof vb.elbo>[2]);
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("is told with those that there are, and the nearest", () => {
    const known = "; known are latentSamples, kl, klWeight, seed";
    expect(message({ samples: 1 })).toBe(
      `elbo: unknown option "samples" (did you mean latentSamples?)${known}`,
    );
    expect(message({ klweigth: 1 })).toBe(`elbo: unknown option "klweigth" (did you mean klWeight?)${known}`);
    expect(message({ color: 1, sed: 1 })).toBe(
      `elbo: unknown option "color", "sed" (did you mean seed?)${known}`,
    );
    expect(() => new vb.VariationalAutoencoder({ ...shape, hidden: [1] } as object as typeof shape)).toThrow(
      '"hidden" (did you mean hiddenSizes?); known are inputSize, hiddenSizes,',
    );
  });

  it("of fit is compared with all that fit has in a notebook", async () => {
    const [one, options] = [new vb.Autoencoder(shape), { epochs: 1, seed: 1 }];
    const fails = (more: object) => expect(vb.fit(one, rows, { ...options, ...more })).rejects;
    await fails({ epoch: 1 }).toThrow('"epoch" (did you mean epochs?)');
    await fails({ lable: "a" }).toThrow('"lable" (did you mean label?)');
    await fails({ learning_rate: 1 }).toThrow('"learning_rate" (did you mean learningRate?)');
  });
});

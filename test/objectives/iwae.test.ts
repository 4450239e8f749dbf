import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  broadcast,
  elbo,
  exactElbo,
  iwae,
  logEvidence,
  NDArray,
  Normal,
  twoGaussians,
  VariationalAutoencoder,
} from "../../lib";
import { expectClose } from "../support/close";
import { linearModels } from "../support/linear-models";
import { standardErrors } from "../support/standard-errors";

const data = twoGaussians({ size: 400, seed: 1 });
const model = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });

describe("iwae", () => {
  it("is the ELBO of the same draws when there is one for each point", () => {
    const one = iwae(model, data, { latentSamples: 1, seed: 3 });
    expectClose(one, [...elbo(model, data, { kl: "monteCarlo", seed: 3 }).elbo.data], 1e-12);
  });

  it("lies between ELBO and log p(x) in expectation, closer with more draws", () => {
    const evidence = logEvidence(model, data);
    // Many seeds for each point, so that the means are close to the expectations.
    const mean = (latentSamples: number) => {
      const repeats = Array.from({ length: 40 }, (_, seed) => iwae(model, data, { latentSamples, seed }));
      return broadcast((...values) => values.reduce((a, b) => a + b) / 40, ...repeats);
    };
    const [few, more] = [mean(2), mean(20)];
    expect(standardErrors(few, exactElbo(model, data).elbo)).toBeGreaterThan(4);
    expect(standardErrors(more, few)).toBeGreaterThan(4);
    expect(standardErrors(evidence, more)).toBeGreaterThan(-4);
    expect(Math.abs(evidence.mean() - more.mean())).toBeLessThan(evidence.mean() - few.mean());
  });

  it("is unbiased for p(x): the mean of exp(iwae) is p(x), within four standard errors", () => {
    const few = data.points.head(20);
    const expected = logEvidence(model, few);
    const repeats = 4000;
    const repeated = new NDArray(
      Float64Array.from({ length: repeats * 40 }, (_, at) => few.data[at % 40]),
      [repeats * 20, 2],
    );
    const ratios = broadcast(
      (bound, log) => Math.exp(bound - log),
      iwae(model, repeated, { latentSamples: 3, seed: 5 }).reshape([repeats, 20]),
      expected,
    );
    expect(Math.abs(standardErrors(ratios, NDArray.from(1)))).toBeLessThan(4);
  });

  it("is exact for every number of draws when q is the posterior", () => {
    const parameter = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(parameter, { minLength: 3, maxLength: 3 }),
        fc.array(parameter, { minLength: 3, maxLength: 3 }),
        fc.double({ min: 0.3, max: 2, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        (weight, bias, scale, latentSamples) => {
          const { autoencoder, closed } = linearModels([weight], bias, scale);
          const x = new Normal([0, 0, 0], 2).sample(5, { seed: 1 });
          const { loc, covariance } = closed.posterior(x);
          // The encoder is linear too: from its values at the origin and at the unit vectors.
          const corners = NDArray.from([
            [0, 0, 0],
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
          ]);
          const [origin, ...slopes] = closed.posterior(corners).loc.data;
          const [layer] = autoencoder.encoder.layers;
          layer.weight.set(slopes.flatMap((value) => [value - origin, 0]));
          layer.bias.set([origin, Math.log(covariance.data[0])]);
          expectClose(autoencoder.posterior(x).loc, rows(loc), 1e-5);
          const bound = iwae(autoencoder, x, { latentSamples, seed: 1 });
          expectClose(bound, [...closed.logEvidence(x).data], 2e-5); // the encoder's weights are float32
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it("gives the same numbers whatever the blocks, and holds many draws", () => {
    const all = iwae(model, data, { latentSamples: 700, seed: 2 });
    const first = iwae(model, data.points.head(3), { latentSamples: 700, seed: 2 });
    expect([...all.data.subarray(0, 3)]).toEqual([...first.data]);
  });

  it("refuses bad options by name", () => {
    expect(() => iwae(model, data, { latentSamples: 0, seed: 1 })).toThrow(
      "latentSamples: expected an integer",
    );
    expect(() => iwae(model, data, { latentSamples: 1, seed: 1, k: 2 } as never)).toThrow(
      'unknown option "k"',
    );
  });
});

const rows = (values: NDArray) => Array.from({ length: values.shape[0] }, (_, i) => [...values.row(i)]);

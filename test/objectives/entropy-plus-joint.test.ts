import { describe, expect, it } from "vitest";
import {
  broadcast,
  elbo,
  entropyPlusJoint,
  exactElbo,
  gaussHermite,
  Independent,
  klDivergence,
  Mixture,
  MultivariateNormal,
  NDArray,
  Normal,
  twoGaussians,
  VariationalAutoencoder,
} from "../../lib";
import { standardErrors } from "../support/standard-errors";

const data = twoGaussians({ size: 400, seed: 1 });
const model = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });
const { reconstruction, elbo: bound } = exactElbo(model, data);
const posterior = model.posterior(data.points);

describe("entropyPlusJoint", () => {
  it("is entropy + joint, the entropy in closed form", () => {
    const terms = entropyPlusJoint(model, data, { latentSamples: 2, seed: 3 });
    expect(terms.elbo.shape).toEqual([400]);
    for (const i of [0, 57, 399]) {
      expect(terms.elbo.data[i]).toBeCloseTo(terms.entropy.data[i] + terms.joint.data[i], 13);
      expect(terms.entropy.data[i]).toBeCloseTo(posterior.entropy().data[i], 6); // computed in float32
    }
  });

  it("agrees in expectation with the ELBO of the closed divergence", () => {
    const terms = entropyPlusJoint(model, data, { latentSamples: 300, seed: 4 });
    expect(Math.abs(standardErrors(terms.elbo, bound))).toBeLessThan(4);
    const other = elbo(model, data, { latentSamples: 300, seed: 4 });
    expect(terms.elbo.data).not.toEqual(other.elbo.data);
    expect(Math.abs(standardErrors(terms.elbo, other.elbo))).toBeLessThan(4);
  });

  it("takes a Gaussian prior whose divergence is closed", () => {
    const prior = new MultivariateNormal([1.5], [[0.3]]);
    const kl = klDivergence(new Independent(posterior, 1), prior);
    const terms = entropyPlusJoint(model, data, { prior, latentSamples: 300, seed: 5 });
    expect(
      Math.abs(
        standardErrors(
          terms.elbo,
          broadcast((r, k) => r - k, reconstruction, kl),
        ),
      ),
    ).toBeLessThan(4);
  });

  it("takes a mixture prior, whose divergence is a quadrature", () => {
    const prior = new Mixture(
      [0.3, 0.7],
      [-1.5, 1].map((mean) => new Independent(new Normal([mean], 0.4), 1)),
    );
    const { nodes, weights } = gaussHermite(80);
    const negativeKl = Float64Array.from({ length: 400 }, (_, i) => {
      const q = new Normal([posterior.loc.data[i]], [posterior.scale.data[i]]);
      const z = q.rsample(new NDArray(nodes, [80, 1]));
      const [logP, logQ] = [prior.logProb(z).data, q.logProb(z).data];
      return weights.reduce((sum, w, k) => sum + w * (logP[k] - logQ[k]), 0);
    });
    const expected = broadcast((r, k) => r + k, reconstruction, NDArray.from(negativeKl));
    const terms = entropyPlusJoint(model, data, { prior, latentSamples: 300, seed: 6 });
    expect(Math.abs(standardErrors(terms.elbo, expected))).toBeLessThan(4);
  });

  it("refuses bad arguments by name", () => {
    expect(() => entropyPlusJoint(model, data, { prior: new Normal([0, 0], 1), seed: 1 })).toThrow(
      "prior: expected batch shape [] and event shape [1], got [2] and []",
    );
    expect(() => entropyPlusJoint(model, data, { seed: 1, k: 3 } as never)).toThrow('unknown option "k"');
  });
});

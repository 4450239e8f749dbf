import { describe, expect, it } from "vitest";
import { elbo, logEvidence, NDArray, twoGaussians, VariationalAutoencoder } from "../../lib";
import { standardErrors } from "../support/standard-errors";

const data = twoGaussians({ size: 400, seed: 1 });
const model = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });

describe("elbo", () => {
  it("is reconstruction − kl for each point", () => {
    const terms = elbo(model, data, { latentSamples: 2, seed: 3 });
    expect(terms.elbo.shape).toEqual([400]);
    for (const i of [0, 57, 399])
      expect(terms.elbo.data[i]).toBeCloseTo(terms.reconstruction.data[i] - terms.kl.data[i], 14);
  });

  it("weights the divergence by klWeight, and reports it without", () => {
    const plain = elbo(model, data, { seed: 3 });
    const weighted = elbo(model, data, { klWeight: 4, seed: 3 });
    expect(weighted.kl.data).toEqual(plain.kl.data);
    expect(weighted.elbo.data[7]).toBeCloseTo(plain.reconstruction.data[7] - 4 * plain.kl.data[7], 13);
    expect(() => elbo(model, data, { klWeight: -1, seed: 1 })).toThrow(
      "klWeight: expected a finite number ≥ 0",
    );
  });

  it("agrees between analytic and Monte Carlo KL within four standard errors", () => {
    const analytic = elbo(model, data, { latentSamples: 200, seed: 4 });
    const sampled = elbo(model, data, { latentSamples: 200, seed: 4, kl: "monteCarlo" });
    expect(Math.abs(standardErrors(sampled.kl, analytic.kl))).toBeLessThan(4);
    expect(sampled.kl.data).not.toEqual(analytic.kl.data);
  });

  it("lies below the exact evidence", () => {
    for (const seed of [1, 2, 3]) {
      const one = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed });
      const bound = elbo(one, data, { latentSamples: 500, seed });
      expect(bound.elbo.mean()).toBeLessThan(logEvidence(one, data).mean());
    }
  });

  it("refuses bad options by name", () => {
    expect(() => elbo(model, data, { kl: "exact" as never, seed: 1 })).toThrow(
      'kl: expected one of "analytic", "monteCarlo", got "exact"',
    );
    expect(() => elbo(model, data, { samples: 3, seed: 1 } as never)).toThrow(
      'elbo: unknown option "samples"',
    );
    expect(() => elbo(model, NDArray.from([[1, 2, 3]]), { seed: 1 })).toThrow(
      "x: expected shape [rows ≥ 1, 2]",
    );
  });
});

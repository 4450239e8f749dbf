import { describe, expect, it } from "vitest";
import { Independent, importanceEstimates, LinearGaussian, Normal } from "../../lib";

const model = new LinearGaussian({ weight: [[1.5, -0.5]], bias: [0, 0], scale: 0.5 });
const x = [[1, 0.5]];
const [truth] = model.logEvidence(x).data;
const [posteriorLoc] = model.posterior(x).loc.data;
const scale = Math.sqrt(model.posterior(x).covariance.data[0]);
const logJoint = (z: Parameters<typeof model.prior.logProb>[0]) => model.logJoint(x, z);
const proposal = (by: number) => new Independent(new Normal([posteriorLoc + by], scale * (1 + by)), 1);

describe("importanceEstimates", () => {
  it("are log p(x), each of them, with draws from the posterior", () => {
    const estimates = importanceEstimates(logJoint, proposal(0), { draws: 3, repeats: 5, seed: 1 });
    for (const estimate of estimates.data) expect(estimate).toBeCloseTo(truth, 10);
  });

  it("average to the ELBO with one draw, and rise towards log p(x)", () => {
    const q = proposal(0.3);
    const means = [1, 10, 100].map((draws) =>
      importanceEstimates(logJoint, q, { draws, repeats: 2000, seed: 1 }).mean(),
    );
    const same = new Independent(new Normal([[posteriorLoc + 0.3]], scale * 1.3), 1);
    expect(means[0]).toBeCloseTo(model.elbo(x, same).elbo.data[0], 1);
    expect(means[0]).toBeLessThan(means[1]);
    expect(means[1]).toBeLessThan(means[2]);
    expect(means[2]).toBeCloseTo(truth, 1);
  });

  it("refuse another number of values, and unknown options", () => {
    const options = { draws: 4, seed: 1 };
    expect(() => importanceEstimates(() => model.prior.logProb([[0]]), model.prior, options)).not.toThrow();
    expect(() => importanceEstimates((z) => z, model.prior, options)).toThrow("logJoint(z): expected 4");
    // @ts-expect-error
    expect(() => importanceEstimates(logJoint, model.prior, { draws: 4, seed: 1, k: 2 })).toThrow("k");
  });
});

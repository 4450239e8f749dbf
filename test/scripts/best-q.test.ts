import { describe, expect, it } from "vitest";
import * as vb from "../../lib";
import { fitWithBestQ, gradientOf } from "../../scripts/study/price/best-q";
import { SHAPE, schedule } from "../../scripts/study/price/models";

describe("the training with a q for each point", () => {
  it("has the gradient of log p(x|z) that differences have", () => {
    const model = new vb.VariationalAutoencoder({ ...SHAPE, seed: 3 });
    const { parameters } = model.decoder;
    const [x, z, step] = [[0.7, -1.2], 0.4, 1e-2];
    const gradient = new Float64Array(parameters.length);
    gradientOf(model.decoder, gradient)(Float64Array.from(x), z);
    const logProb = () => model.likelihood([z]).logProb(x).sum(0).data[0];
    gradient.forEach((value, i) => {
      const before = parameters[i];
      const [above, below] = [step, -step].map((change) => {
        parameters[i] = before + change;
        return logProb();
      });
      parameters[i] = before;
      expect(value).toBeCloseTo((above - below) / (2 * step), 3);
    });
  });

  it("ends with the best Gaussian of each point, and a higher bound than it began with", () => {
    const { points } = vb.twoGaussians({ size: 200, seed: 1 });
    const model = new vb.VariationalAutoencoder({ ...SHAPE, seed: 1 });
    const some = points.head(30);
    const boundOf = (q: vb.Normal) => vb.exactElbo(model, some, q).elbo.mean();
    const before = boundOf(vb.bestGaussian(model, some));
    const settings = { ...schedule(200, 300), steps: 300, latentSamples: 3, innerSteps: 2, seed: 1 };
    const { loc, scale } = fitWithBestQ(model, points, settings);
    const highest = boundOf(vb.bestGaussian(model, some));
    expect(highest).toBeGreaterThan(before + 0.5);
    expect(boundOf(new vb.Normal(loc.head(30), scale.head(30)))).toBeGreaterThan(highest - 1e-3);
  });
});

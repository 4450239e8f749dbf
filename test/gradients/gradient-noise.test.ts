import { describe, expect, it } from "vitest";
import { gradientNoise, Independent, klDivergence, NDArray, Normal, VariationalAutoencoder } from "../../lib";
import { trapezoid } from "../../lib/numerics/quadrature";

const x = [
  [0.3, -1],
  [1.2, 0.4],
  [-0.5, 2],
];
const shape = { inputSize: 2, hiddenSizes: [3], latentSize: 1, activation: "tanh", seed: 5 } as const;
const { nodes, weights } = trapezoid(-6, 6, 61);
const masses = new Normal(0, 1).logProb(nodes).data.map((log, k) => weights[k] * Math.exp(log));

/** log p(x|z) − KL(q‖p) of one point for z = μ + σε at each node ε. */
function bounds(vae: VariationalAutoencoder, point: readonly number[]) {
  const q = vae.posterior([point]);
  const z = q.rsample(new NDArray(nodes, [nodes.length, 1, 1]));
  const logLikelihood = new Independent(vae.likelihood(z), 1).logProb([point]).data;
  const kl = klDivergence(new Independent(q, 1), new Independent(vae.prior, 1)).data[0];
  return logLikelihood.map((value) => value - kl);
}

const mean = (values: ArrayLike<number>, by: (value: number) => number = (value) => value) =>
  masses.reduce((sum, mass, k) => sum + mass * by(values[k]), 0);

describe("gradientNoise", () => {
  it.each([{}, { scale: 0.5 }])("is that of finite differences of the bound, %o", (more) => {
    const vae = new VariationalAutoencoder({ ...shape, ...more });
    const { between, within } = gradientNoise(vae, x);
    vae.parameters.forEach((value, p) => {
      const [low, high] = [-1, 1].map((sign) => {
        vae.parameters[p] = value + sign * 2 ** -9;
        return { at: vae.parameters[p], bounds: x.map((point) => bounds(vae, point)) };
      });
      vae.parameters[p] = value;
      const gradients = x.map((_, i) =>
        high.bounds[i].map((bound, k) => (bound - low.bounds[i][k]) / (high.at - low.at)),
      );
      const means = gradients.map((each) => mean(each));
      const middle = (means[0] + means[1] + means[2]) / 3;
      const spread = means.reduce((sum, one) => sum + (one - middle) ** 2 / 3, 0);
      const variance = gradients.reduce(
        (sum, each, i) => sum + mean(each, (gradient) => (gradient - means[i]) ** 2) / 3,
        0,
      );
      expect(Math.abs(between.data[p] / spread - 1)).toBeLessThan(2e-3);
      expect(Math.abs(within.data[p] / variance - 1)).toBeLessThan(2e-3);
    });
  });

  it("refuses a latent of two dimensions", () => {
    const vae = new VariationalAutoencoder({ ...shape, latentSize: 2 });
    expect(() => gradientNoise(vae, x)).toThrow("model.latentSize: expected 1");
  });
});

import { describe, expect, it } from "vitest";
import {
  broadcast,
  exactPosterior,
  type HamiltonianDraws,
  hamiltonian,
  type LogDensity,
  NDArray,
  unnormalizedPosterior,
  VariationalAutoencoder,
} from "../../lib";
import { Random } from "../../lib/random";
import { linearModels } from "../support/linear-models";
import { relativeError } from "../support/relative-error";
import { worstBias } from "../support/standard-errors";

/** Chains for each point, whose independence gives the standard errors. */
const CHAINS = 40;

/** So many chains for each point from its posterior, which start at draws from the prior. */
function posteriorDraws(model: VariationalAutoencoder, x: NDArray): HamiltonianDraws {
  const rows = Array.from({ length: CHAINS }, () => Array.from({ length: x.shape[0] }, (_, i) => x.row(i)));
  const logJoint = unnormalizedPosterior(model, NDArray.from(rows.flat()));
  const start = model.prior.sample(CHAINS * x.shape[0], { seed: 2 });
  return hamiltonian(logJoint, start, { draws: 20, warmup: 60, seed: 3 });
}

/** The largest distance of the chains' means and variances from true ones, in standard errors. */
function worstMoment({ draws }: HamiltonianDraws, mean: NDArray, variance: NDArray): number {
  const z = draws.reshape([draws.shape[0], CHAINS, ...mean.shape]);
  const squares = broadcast((value, m) => (value - m) ** 2, z, mean);
  return Math.max(worstBias(z.mean(0), mean), worstBias(squares.mean(0), variance));
}

const isTuned = ({ acceptance }: HamiltonianDraws) => Math.abs(acceptance.mean() - 0.9) < 0.04;

describe("hamiltonian", () => {
  it("draws from the posteriors of a linear model, correlated and of very different widths", () => {
    const weight = [
      [3, 1, 0],
      [0.3, 0.2, 0.1],
    ];
    const { autoencoder, closed } = linearModels(weight, [0, 1, 0], 0.1);
    const x = closed.evidence.sample(2, { seed: 1 });
    const found = posteriorDraws(autoencoder, x);
    expect(found.draws.shape).toEqual([20, 2 * CHAINS, 2]);
    const { mean, variance } = closed.posterior(x);
    expect(worstMoment(found, mean, variance)).toBeLessThan(4);
    expect(isTuned(found)).toBe(true);
    const last = NDArray.from(found.draws.data.slice(-4)).reshape([2, 2]);
    expect(relativeError(found.logProb.data.slice(-2), closed.logJoint(x, last).data)).toBeLessThan(1e-9);
  });

  it.each([1, 2])("draws from a decoder's posteriors, with %i latents", (latentSize) => {
    const options = { inputSize: 3, hiddenSizes: [6], latentSize, activation: "tanh", seed: 4 } as const;
    const model = new VariationalAutoencoder({ ...options, scale: 0.3 });
    const x = model.sample(2, { seed: 5 });
    const { mean, variance } = exactPosterior(model, x);
    const found = posteriorDraws(model, x);
    expect(worstMoment(found, mean, variance)).toBeLessThan(4);
    expect(isTuned(found)).toBe(true);
  });

  it("leaves a density as it is in one transition, also with steps so long that many are rejected", () => {
    const normal: LogDensity = (z) => ({
      logProb: broadcast((value) => -(value ** 2) / 2, z).sum(1),
      gradient: broadcast((value) => -value, z),
    });
    const chains = 20_000;
    const start = new Random(1).normals(new Float64Array(chains));
    const options = { draws: 1, warmup: 0, leapfrogSteps: 3, stepSize: 1.5, seed: 2 };
    const { draws, acceptance } = hamiltonian(normal, new NDArray(start, [chains, 1]), options);
    expect(acceptance.mean()).toBeLessThan(0.85);
    for (const [power, moment] of [
      [1, 0],
      [2, 1],
      [4, 3],
    ] as const) {
      const powers = broadcast((z) => z ** power, draws.reshape([chains, 1]));
      expect(worstBias(powers, NDArray.from([moment]))).toBeLessThan(4);
    }
  });

  it("rejects trajectories that leave all numbers", () => {
    const steep: LogDensity = (z) => ({
      logProb: broadcast((value) => -(value ** 4), z).sum(1),
      gradient: broadcast((value) => -4 * value ** 3, z),
    });
    const { draws, acceptance } = hamiltonian(steep, [[3]], { draws: 50, warmup: 0, stepSize: 1e3, seed: 1 });
    expect(acceptance.data[0]).toBe(0);
    expect([...draws.data]).toEqual(new Array(50).fill(3));
  });

  it("refuses bad options", () => {
    const density: LogDensity = (z) => ({ logProb: z.sum(1), gradient: z });
    const run = (options: object) => () => hamiltonian(density, [[0]], { draws: 1, seed: 1, ...options });
    expect(run({ draws: 0 })).toThrow("draws");
    expect(run({ warmup: -1 })).toThrow("warmup");
    expect(run({ leapfrogSteps: 1.5 })).toThrow("leapfrogSteps");
    expect(run({ stepSize: 0 })).toThrow("stepSize");
    expect(run({ steps: 3 })).toThrow("unknown option");
    const scalar: LogDensity = (z) => ({ logProb: z.sum(1).sum(0), gradient: z });
    expect(() => hamiltonian(scalar, [[0]], { draws: 1, seed: 1 })).toThrow("logDensity(z).logProb");
    expect(() => hamiltonian(density, [0], { draws: 1, seed: 1 })).toThrow("start: expected shape");
  });
});

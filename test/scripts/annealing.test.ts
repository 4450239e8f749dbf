import { expect, it } from "vitest";
import { effectiveSampleSize, logSumExp, NDArray } from "../../lib";
import { annealedLogWeights } from "../../scripts/study/annealing";
import { linearModels } from "../support/linear-models";

it("estimates the closed form's evidence, within its own standard error", () => {
  const weight = [
    [1.5, -0.5, 0.3],
    [0.2, 0.8, -1],
  ];
  const { autoencoder, closed } = linearModels(weight, [0.25, 1, 0], 0.4);
  const x = NDArray.from([
    [0, 0, 0],
    [3, 1, -2],
  ]);
  const chains = 500;
  const logWeights = annealedLogWeights(autoencoder, x, { chains, temperatures: 100, seed: 1 });
  closed.logEvidence(x).data.forEach((exact, i) => {
    const own = logWeights.row(i);
    const error = Math.sqrt((chains / effectiveSampleSize(own) - 1) / (chains - 1));
    expect(error).toBeLessThan(0.2);
    expect(Math.abs(logSumExp(own) - Math.log(chains) - exact)).toBeLessThan(3 * error);
  });
});

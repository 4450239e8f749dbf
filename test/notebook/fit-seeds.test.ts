import { expect, it } from "vitest";
import { fit as fitOne, fitSeeds, twoGaussians, VariationalAutoencoder } from "../../lib";

const data = twoGaussians({ size: 40, seed: 1 });
const model = { inputSize: 2, hiddenSizes: [3], latentSize: 1 };
const options = { epochs: 2, batchSize: 10, threads: 1 };

it("trains from consecutive seeds as fit does from each", async () => {
  const runs = await fitSeeds(model, data, { ...options, seed: 4, seeds: 2 });
  const alone = [4, 5].map(async (seed) => {
    const { losses } = await fitOne(new VariationalAutoencoder({ ...model, seed }), data, {
      ...options,
      seed,
    });
    return losses;
  });
  expect(runs.map(({ losses }) => losses)).toEqual(await Promise.all(alone));
  expect(runs[0].losses).not.toEqual(runs[1].losses);
});

it("refuses fewer than two seeds by name", async () => {
  await expect(fitSeeds(model, data, { ...options, seed: 1, seeds: 1 })).rejects.toThrow(
    "seeds: expected an integer ≥ 2, got 1",
  );
});

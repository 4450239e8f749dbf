import { expect, it } from "vitest";
import { standardNormal, VariationalAutoencoder } from "../../lib";
import { evaluate } from "../../lib/evaluation/evaluate";
import { plainBounds } from "../support/plain-bounds";

it("gives the same numbers whatever the block that a row is in", () => {
  const shape = { inputSize: 1000, hiddenSizes: [1], latentSize: 2, scale: 1, seed: 3 };
  const model = new VariationalAutoencoder(shape);
  const x = standardNormal({ size: 4300, dimensions: 1000, seed: 5 }).points; // more than one block
  const all = evaluate(model, x, { latentSamples: 1, seed: 1 }).logLikelihood.data;
  const { reconstruction } = plainBounds(model, x, { latentSamples: 1, seed: 1 });
  const largest = Math.max(...reconstruction.data.map(Math.abs));
  for (const i of [0, 4223, 4224, 4299])
    expect(Math.abs(all[i] - reconstruction.data[i]) / largest).toBeLessThan(2e-6);
});

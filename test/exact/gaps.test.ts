import { describe, expect, it } from "vitest";
import {
  broadcast,
  exactPosterior,
  gaps,
  klToPosterior,
  logPosterior,
  NDArray,
  trapezoid,
  VariationalAutoencoder,
} from "../../lib";
import { expectClose } from "../support/close";

const model = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [6], latentSize: 1, seed: 4 });
const points = NDArray.from([
  [0, 0],
  [1, -2],
  [0.5, 0.25],
]);

describe("gaps", () => {
  it("split the divergence from the posterior into two parts that are not negative", () => {
    const { approximation, amortization, logEvidence, elbo } = gaps(model, points);
    const sum = broadcast((a, b) => a + b, approximation, amortization);
    expectClose(sum, [...klToPosterior(model, points).data], 1e-5);
    expectClose(sum, [...broadcast((l, e) => l - e, logEvidence, elbo).data], 1e-12);
    for (const part of [approximation, amortization])
      for (const value of part.data) expect(value).toBeGreaterThan(-1e-6);
  });
});

describe("logPosterior", () => {
  it("is the exact posterior at any place, in one dimension and in two", () => {
    const axis = trapezoid(-6, 6, 301);
    const { nodes, logProb } = exactPosterior(model, points);
    expectClose(logPosterior(model, points.row(1), nodes), [...logProb.row(1)], 1e-10);
    expectClose(logPosterior(model, points.row(1), nodes.column(0)), [...logProb.row(1)], 1e-10);
    const plane = new VariationalAutoencoder({ inputSize: 2, hiddenSizes: [6], latentSize: 2, seed: 4 });
    const grid = exactPosterior(plane, points, { axis });
    expectClose(logPosterior(plane, points.row(2), grid.nodes), [...grid.logProb.row(2)], 1e-3);
    expect(() => logPosterior(plane, points.row(0), [0])).toThrow("z: expected shape [1,2]");
    expect(() => logPosterior(model, points, [0])).toThrow("x: expected shape [2]");
  });
});

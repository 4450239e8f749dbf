import { expect, it } from "vitest";
import { Adam } from "../../lib/training/adam";

it("Adagrad's t-th step against a constant gradient has the length learningRate/√t", () => {
  const adagrad = new Adam(2, undefined, "adagrad");
  const parameters = new Float32Array(2);
  let expected = 0;
  for (let t = 1; t <= 20; t++) {
    adagrad.update(parameters, Float32Array.of(3, -0.02), 0.1);
    expected += 0.1 / Math.sqrt(t);
    expect(parameters[0]).toBeCloseTo(-expected, 5);
    expect(parameters[1]).toBeCloseTo(expected, 5);
  }
});

it("Adam's first step has the length learningRate, whatever the gradient", () => {
  const parameters = new Float32Array(2);
  new Adam(2).update(parameters, Float32Array.of(3, -0.02), 0.1);
  expect(parameters[0]).toBeCloseTo(-0.1, 6);
  expect(parameters[1]).toBeCloseTo(0.1, 6);
});

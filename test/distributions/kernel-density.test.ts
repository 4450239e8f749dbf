import { expect, it } from "vitest";
import { bestScale, kernelDensity, NDArray, standardNormal } from "../../lib";

it("kernelDensity is the mean of Gaussians around the points", () => {
  const points = [
    [0, 0],
    [1, -2],
    [3, 1],
  ];
  const [x, scale] = [[0.3, -0.2], 0.7];
  const densities = points.map(([a, b]) => {
    const square = ((x[0] - a) ** 2 + (x[1] - b) ** 2) / scale ** 2;
    return Math.exp(-square / 2) / (2 * Math.PI * scale ** 2);
  });
  const expected = Math.log(densities.reduce((a, b) => a + b) / 3);
  expect(kernelDensity(points, scale).logProb([x]).data[0]).toBeCloseTo(expected, 10);
  expect(() => kernelDensity(points, 0)).toThrow("scale: expected a finite number > 0, got 0");
});

it("bestScale around a single point is the root of the mean square", () => {
  const heldOut = NDArray.from([
    [1, 2],
    [3, 0],
    [-1, 4],
  ]);
  const square = (1 + 4 + 9 + 0 + 1 + 16) / 6;
  expect(bestScale([[0, 0]], heldOut) / Math.sqrt(square)).toBeCloseTo(1, 2);
});

it("bestScale beats other scales on the held-out points", () => {
  const { points } = standardNormal({ size: 100, seed: 1 });
  const heldOut = standardNormal({ size: 100, seed: 2 }).points;
  const best = bestScale(points, heldOut);
  const score = (scale: number) => kernelDensity(points, scale).logProb(heldOut).mean();
  for (const factor of [0.1, 0.9, 1.1, 10]) expect(score(best)).toBeGreaterThan(score(factor * best));
});

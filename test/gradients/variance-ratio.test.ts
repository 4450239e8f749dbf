import { expect, it } from "vitest";
import { broadcast, type NDArray, Normal, varianceRatio } from "../../lib";

const square = (z: NDArray) => broadcast((value) => value ** 2, z);
const slope = (z: NDArray) => broadcast((value) => 2 * value, z);

it("is that of the closed forms for z², at each entry of q", () => {
  const [locs, scale] = [[0, 1], 0.5];
  const ratio = varianceRatio(new Normal(locs, scale), square, slope, { draws: 200_000, seed: 1 });
  expect(ratio.shape).toEqual([2]);
  locs.forEach((mu, i) => {
    const exact = (mu ** 4 / scale ** 2 + 14 * mu ** 2 + 15 * scale ** 2) / (4 * scale ** 2);
    expect(Math.abs(ratio.data[i] / exact - 1)).toBeLessThan(0.05);
  });
});

it("takes a baseline", () => {
  const options = { draws: 200_000, seed: 1, baseline: 0.25 }; // E f
  const ratio = varianceRatio(new Normal(0, 0.5), square, slope, options);
  expect(Math.abs(ratio.data[0] / 2.5 - 1)).toBeLessThan(0.05);
});

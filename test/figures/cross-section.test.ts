import { describe, expect, it } from "vitest";
import { figures, Independent, NDArray, Normal } from "../../lib";
import { unpacked } from "./read";

describe("crossSection", () => {
  const density = new Independent(new Normal([1, -1], 0.5), 1);
  const ends = { from: [-3, 1], to: [5, -5] } as const; // of length 10, with the middle (1, -2)

  it("draws log-densities over the distance from the middle", () => {
    const { data } = figures.crossSection({ one: density }, ends);
    const [x, y] = (["x", "y"] as const).map((axis) => unpacked((data[0] as never)[axis]));
    expect([x[0], x[100], x.at(-1)]).toEqual([-5, 0, 5]);
    // One fifth of the way from (1, -2) to (5, -5).
    const at = x.findIndex((distance) => Math.abs(distance - 1) < 1e-6);
    expect(y[at]).toBeCloseTo(Math.log(2 / Math.PI) - 2 * (0.8 ** 2 + 1.6 ** 2), 5);
  });

  it("names a density that does not answer for each point", () => {
    const short = () => NDArray.from([0]);
    expect(() => figures.crossSection({ short }, ends)).toThrow(/^short: expected \d+ log-densities, got 1$/);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { broadcast, exactGradient, Independent, NDArray, Normal } from "../../lib";
import { expectClose } from "../support/close";
import { exponential, type KnownFunction, quartic, square, wave } from "./functions";

describe("exactGradient", () => {
  it.each(Object.entries({ square, quartic, wave, exponential }))(
    "is the closed form for %s at random μ and σ",
    (_, { f, byLoc, byScale }: KnownFunction) => {
      const parameters = fc.tuple(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: 0.05, max: 2, noNaN: true }),
      );
      fc.assert(
        fc.property(parameters, ([mu, s]) => {
          const { loc, scale } = exactGradient(new Normal(mu, s), (z) => broadcast(f, z));
          expectClose(loc, byLoc(mu, s), 1e-10);
          expectClose(scale, byScale(mu, s), 1e-10);
        }),
        { seed: 1, numRuns: 50 },
      );
    },
  );

  it("is within the stated errors for a kink and a jump", () => {
    const q = new Normal(0.3, 0.5);
    const density = Math.exp(-0.5 * 0.6 ** 2) / Math.sqrt(2 * Math.PI) / 0.5;
    const jump = exactGradient(q, (z) => broadcast((value) => (value > 0 ? 1 : 0), z));
    expectClose(jump.loc, density, 2e-3);
    expectClose(jump.scale, -0.6 * density, 2e-3);
    // d/dμ E max(z, 0) = Φ(μ/σ), Φ(.6) = .7257468822499265; d/dσ = φ(μ/σ)
    const kink = exactGradient(q, (z) => broadcast((value) => Math.max(value, 0), z));
    expectClose(kink.loc, 0.7257468822499265, 1e-5);
    expectClose(kink.scale, density * 0.5, 1e-5);
  });

  it("treats a batch of vectors of one entry like as many numbers", () => {
    const loc = NDArray.from([[0.5], [-1]]);
    const q = new Independent(new Normal(loc, 0.5), 1);
    const gradient = exactGradient(q, (z) => broadcast((value) => value ** 2, z).sum(2));
    expectClose(gradient.loc, [[1], [-2]], 1e-12);
    expectClose(gradient.scale, [[1], [1]], 1e-12);
  });

  it("refuses vectors", () => {
    const q = new Independent(new Normal([0, 1], 1), 1);
    expect(() => exactGradient(q, (z) => z.sum(1))).toThrow(
      "q: expected events of one entry, got event shape [2]",
    );
  });
});

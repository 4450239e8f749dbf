import { describe, expect, it } from "vitest";
import { Random } from "../lib/random";

const draw = (random: Random, count = 100_000) => Float64Array.from({ length: count }, () => random.normal());

/** Mean of f over the draws, with the number of standard errors it lies from its expectation. */
function standardErrors(
  draws: Float64Array,
  f: (x: number) => number,
  expected: number,
  variance: number,
): number {
  const mean = draws.reduce((sum, x) => sum + f(x), 0) / draws.length;
  return Math.abs(mean - expected) / Math.sqrt(variance / draws.length);
}

describe("Random", () => {
  it("draws N(0, 1): four moments and the tail, within four standard errors", () => {
    const draws = draw(new Random(1, "moments"));
    expect(standardErrors(draws, (x) => x, 0, 1)).toBeLessThan(4);
    expect(standardErrors(draws, (x) => x ** 2, 1, 2)).toBeLessThan(4);
    expect(standardErrors(draws, (x) => x ** 3, 0, 15)).toBeLessThan(4);
    expect(standardErrors(draws, (x) => x ** 4, 3, 96)).toBeLessThan(4);
    const tail = 0.0026997960632601866; // P(|x| > 3)
    expect(standardErrors(draws, (x) => Number(Math.abs(x) > 3), tail, tail * (1 - tail))).toBeLessThan(4);
  });

  it("gives unrelated streams for neighbouring seeds and for purposes", () => {
    for (const [a, b] of [
      [new Random(1), new Random(2)],
      [new Random(1, "noise"), new Random(1, "shuffle")],
      [new Random(1, "noise", 1), new Random(1, "noise", 2)],
    ]) {
      const x = draw(a, 10_000);
      const y = draw(b, 10_000);
      const correlation = x.reduce((sum, value, i) => sum + value * y[i], 0) / x.length;
      expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(x.length));
    }
  });

  it("repeats itself for the same seed and purpose", () => {
    expect(draw(new Random(7, "a"), 10)).toEqual(draw(new Random(7, "a"), 10));
  });

  it("permutes evenly: each number in each place equally often", () => {
    const counts = new Float64Array(9);
    const rounds = 9000;
    for (let i = 0; i < rounds; i++) {
      const order = new Random(i, "permutation").permutation(3);
      expect([...order].sort()).toEqual([0, 1, 2]);
      order.forEach((value, place) => {
        counts[3 * place + value]++;
      });
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - rounds / 3) ** 2 / (rounds / 3), 0);
    expect(chiSquare).toBeLessThan(18.5); // 4 degrees of freedom: 0.1 %
  });

  it("refuses a seed that is not an integer", () => {
    for (const seed of [-1, 0.5, Number.NaN])
      expect(() => new Random(seed)).toThrow("seed: expected an integer");
  });
});

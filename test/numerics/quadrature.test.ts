import { describe, expect, it } from "vitest";
import { gaussHermite, productRule, trapezoid } from "../../lib";

describe("trapezoid", () => {
  it("integrates a Gaussian to rounding", () => {
    const { nodes, weights } = trapezoid(-9, 9, 60);
    const integral = nodes.reduce((sum, z, k) => sum + weights[k] * z ** 4 * Math.exp((-z * z) / 2), 0);
    expect(integral / Math.sqrt(2 * Math.PI)).toBeCloseTo(3, 12);
  });

  it("is exact for straight lines, and the product rule for their products", () => {
    const line = trapezoid(1, 3, 5);
    expect(line.nodes.reduce((sum, z, k) => sum + line.weights[k] * (2 * z + 1), 0)).toBeCloseTo(10, 13);
    const { nodes, weights } = productRule([line, trapezoid(0, 2, 3)]);
    expect(nodes.shape).toEqual([15, 2]);
    const integral = weights.reduce((sum, w, k) => sum + w * nodes.data[2 * k] * nodes.data[2 * k + 1], 0);
    expect(integral).toBeCloseTo(4 * 2, 12);
  });

  it("refuses an empty range", () => {
    expect(() => trapezoid(1, 1, 5)).toThrow("lower < upper, got 1 and 1");
    expect(() => trapezoid(0, 1, 1)).toThrow("points: expected an integer ≥ 2");
  });
});

describe("gaussHermite", () => {
  // Abramowitz & Stegun 1964, table 25.10: positive nodes x and weights w for the weight function exp(−x²), so that
  // the node here is √2 x and the weight w/√π.
  const table: Record<number, [x: number, w: number][]> = {
    3: [
      [0, 1.18163590060369],
      [1.224744871391589, 2.954089751509e-1],
    ],
    5: [
      [0, 9.453087204829e-1],
      [0.958572464613819, 3.936193231522e-1],
      [2.020182870456086, 1.995324205905e-2],
    ],
    10: [
      [0.342901327223705, 6.108626337353e-1],
      [1.036610829789514, 2.401386110823e-1],
      [1.756683649299882, 3.387439445548e-2],
      [2.53273167423279, 1.343645746781e-3],
      [3.436159118837738, 7.640432855233e-6],
    ],
  };

  it.each(Object.entries(table))("agrees with the published table for %s points", (points, rows) => {
    const { nodes, weights } = gaussHermite(+points);
    expect(nodes.length).toBe(+points);
    rows.forEach(([x, w], i) => {
      const k = Math.floor(+points / 2) + i;
      expect(Math.abs(nodes[k] - Math.SQRT2 * x)).toBeLessThan(2e-14);
      // The table has 13 digits.
      expect(Math.abs((weights[k] * Math.sqrt(Math.PI)) / w - 1)).toBeLessThan(1e-12);
      expect(nodes[+points - 1 - k] + nodes[k]).toBe(0);
    });
  });

  it.each([1, 4, 9, 20])(
    "is exact for moments up to degree 2n − 1, and no further, with %s points",
    (points) => {
      const { nodes, weights } = gaussHermite(points);
      const moment = (degree: number) => nodes.reduce((sum, z, k) => sum + weights[k] * z ** degree, 0);
      let doubleFactorial = 1;
      for (let degree = 0; degree < 2 * points; degree += 2) {
        expect(moment(degree) / doubleFactorial).toBeCloseTo(1, 12);
        doubleFactorial *= degree + 1;
        expect(moment(degree + 1) / doubleFactorial).toBeCloseTo(0, 12);
      }
      // The error at degree 2n is the square of the monic Hermite polynomial's norm, n!.
      const factorial = Array.from({ length: points }, (_, k) => k + 1).reduce((a, b) => a * b, 1);
      const missed = 1 - moment(2 * points) / doubleFactorial;
      expect((missed * doubleFactorial) / factorial).toBeCloseTo(1, 6);
    },
  );

  it("gives E cos(2z) = exp(−2) with many points", () => {
    const { nodes, weights } = gaussHermite(100);
    expect(nodes.reduce((sum, z, k) => sum + weights[k] * Math.cos(2 * z), 0)).toBeCloseTo(Math.exp(-2), 14);
  });

  it("refuses a count that is none", () => {
    expect(() => gaussHermite(0)).toThrow("points: expected an integer ≥ 1, got 0");
  });
});

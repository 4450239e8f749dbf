import { describe, expect, it } from "vitest";
import { broadcast, figures, NDArray, Normal } from "../../lib";
import { COLORS } from "../../lib/figures/palette";
import { unpacked } from "./read";

interface Trace {
  readonly name: string;
  readonly x: never;
  readonly y: never;
  readonly line: { readonly color: string };
}
const tracesOf = ({ data }: { data: readonly object[] }) => data as Trace[];
const numbers = (values: never) => Array.from(unpacked(values));

describe("curves and densities", () => {
  it("draw functions over the range, and exponentials of log-densities", () => {
    const [square] = tracesOf(
      figures.curves({ square: (x) => broadcast((one) => one * one, x) }, { range: [-1, 3] }),
    );
    const [x, y] = [numbers(square.x), numbers(square.y)];
    expect([x[0], x.at(-1)]).toEqual([-1, 3]);
    x.forEach((one, i) => void expect(y[i]).toBeCloseTo(one * one, 5));
    const prior = new Normal(0, 1);
    const both = { "prior p(z)": prior, f: (z: Float64Array) => prior.logProb(z) };
    const [p, f] = tracesOf(figures.densities(both, { range: [-8, 8] }));
    expect(f.y).toEqual(p.y);
    expect(p.line.color).toBe(COLORS.prior);
    const mass = numbers(p.y).reduce((sum, one) => sum + (one * 16) / 400, 0);
    expect(mass).toBeCloseTo(1, 5);
  });
});

describe("explanations", () => {
  it("shows x in the plane and densities of z beside it", () => {
    const figure = figures.explanations(
      [1, 2],
      { data: figures.dots([[0, 0]]) },
      { "q(z|x)": new Normal(0, 1), "best Gaussian q": new Normal(0, 1) },
      { range: [-3, 3], dashed: ["best Gaussian q"] },
    );
    expect(figure.data).toMatchObject([
      { name: "data", xaxis: "x" },
      { name: "x", xaxis: "x", x: [1], y: [2], marker: { color: COLORS.data } },
      { name: "q(z|x)", xaxis: "x2", line: { color: COLORS.bound } },
      { name: "best Gaussian q", xaxis: "x2", line: { color: COLORS.bound, dash: "dash" } },
    ]);
  });
});

describe("account", () => {
  const number = (value: number) => NDArray.from([value]);
  const figure = figures.account({
    reconstruction: number(-2),
    kl: number(1),
    gap: number(0.5),
    logEvidence: -2.5,
  });

  it("ends at log p(x)", () => {
    const bars = figure.data.slice(0, 4) as { base: number; y: number[] }[];
    const ends = bars.map(({ base, y }) => [base, base + y[0]]);
    expect(ends).toEqual([
      [0, -2],
      [-2, -3],
      [0, -3],
      [-3, -2.5],
    ]);
    expect(figure.data.at(-1)).toMatchObject({
      name: "log p(x)",
      x: [-0.5, 3.5],
      line: { color: COLORS.exact },
    });
  });
});

describe("landscape", () => {
  it("marks q on the surface, and draws it beside the posterior", () => {
    // The ELBO of N(μ, σ²) for the posterior N(0, 1) of an evidence of 1.
    const elbo = (q: Normal) => broadcast((m, s) => 0.5 + Math.log(s) - (m * m + s * s) / 2, q.loc, q.scale);
    const surface = figures.overGaussians(elbo, { loc: [-2, 2], scale: [0.1, 4] });
    const q = new Normal(0.5, 0.25);
    const { data } = figures.landscape(surface, q, new Normal(0, 1));
    expect(data).toMatchObject([
      { type: "contour", xaxis: "x" },
      { mode: "markers", x: [0.5], y: [0.25], xaxis: "x", marker: { color: COLORS.bound } },
      { name: "posterior p(z|x)", xaxis: "x2" },
      { name: "your q", xaxis: "x2" },
    ]);
    const { x, y, z } = data[0] as Record<"x" | "y" | "z", never>;
    const heights = numbers(z);
    const highest = heights.indexOf(Math.max(...heights));
    const columns = numbers(x);
    expect(columns[highest % columns.length]).toBeCloseTo(0, 5);
    expect(numbers(y)[Math.floor(highest / columns.length)]).toBeCloseTo(1, 1);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  gaussHermite,
  Independent,
  klDivergence,
  MultivariateNormal,
  NDArray,
  Normal,
  productRule,
} from "../../lib";

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const vector = (size: number, min: number, max: number) =>
  fc.array(number(min, max), { minLength: size, maxLength: size });
const matrix = (size: number) => fc.array(vector(size, -1.5, 1.5), { minLength: size, maxLength: size });

/** F Fᵀ + 0.1 I. */
const covariance = (factor: number[][]) =>
  factor.map((a, i) => factor.map((b, j) => a.reduce((sum, v, k) => sum + v * b[k], i === j ? 0.1 : 0)));

const pairs = fc.constantFrom(1, 2, 3).chain((size) =>
  fc.record({
    size: fc.constant(size),
    q: fc.record({ loc: vector(size, -2, 2), factor: matrix(size), scale: vector(size, 0.1, 3) }),
    p: fc.record({ loc: vector(size, -2, 2), factor: matrix(size), scale: vector(size, 0.1, 3) }),
  }),
);
const full = ({ loc, factor }: { loc: number[]; factor: number[][] }) =>
  new MultivariateNormal(loc, covariance(factor));
const independent = ({ loc, scale }: { loc: number[]; scale: number[] }) =>
  new Independent(new Normal(loc, scale), 1);
const diagonal = (scale: number[]) => scale.map((s, i) => scale.map((_, j) => (i === j ? s * s : 0)));

/** E_q[f(z)] by a product of Gauss–Hermite rules, exact for quadratics. */
function byQuadrature(q: MultivariateNormal, f: (z: NDArray) => NDArray): number {
  const [size] = q.eventShape;
  const { nodes, weights } = productRule(new Array(size).fill(gaussHermite(4)));
  const z = Float64Array.from({ length: nodes.size }, (_, at) => {
    const i = at % size;
    const L = q.scaleTril.row(i);
    return q.loc.data[i] + L.reduce((sum, entry, j) => sum + entry * nodes.data[at - i + j], 0);
  });
  const values = f(new NDArray(z, nodes.shape)).data;
  return weights.reduce((sum, w, k) => sum + w * values[k], 0);
}

const close = (a: number, b: number) => expect(Math.abs(a - b) / Math.max(1, Math.abs(a))).toBeLessThan(1e-9);

describe("klDivergence of Gaussian vectors", () => {
  it("is E_q[log q − log p], which a quadrature gives exactly", () => {
    fc.assert(
      fc.property(pairs, ({ q, p }) => {
        const [fullQ, fullP] = [full(q), full(p)];
        const expected = byQuadrature(fullQ, (z) => {
          const [logQ, logP] = [fullQ.logProb(z).data, fullP.logProb(z).data];
          return NDArray.from(logQ.map((value, k) => value - logP[k]));
        });
        close(klDivergence(fullQ, fullP).data[0], expected);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it("is never negative, and zero for equal arguments", () => {
    fc.assert(
      fc.property(pairs, ({ q, p }) => {
        expect(klDivergence(full(q), full(p)).data[0]).toBeGreaterThan(-1e-10);
        expect(klDivergence(independent(q), full(p)).data[0]).toBeGreaterThan(-1e-10);
        expect(Math.abs(klDivergence(full(q), full(q)).data[0])).toBeLessThan(1e-10);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("is that of Independent(Normal) for diagonal covariances", () => {
    fc.assert(
      fc.property(pairs, ({ q, p }) => {
        const expected = klDivergence(independent(q), independent(p)).data[0];
        const diagonalP = new MultivariateNormal(p.loc, diagonal(p.scale));
        close(klDivergence(new MultivariateNormal(q.loc, diagonal(q.scale)), diagonalP).data[0], expected);
        close(klDivergence(independent(q), diagonalP).data[0], expected);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

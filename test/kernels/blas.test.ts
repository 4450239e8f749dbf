import { afterEach, describe, expect, it } from "vitest";
import { describeBlas, loadBlas } from "../../lib/kernels/blas";
import { Random } from "../../lib/random";

const blas = loadBlas();
const booleans = [false, true];

/** Entry (i, j) of a row-major matrix, or of its transpose. */
function entry(values: ArrayLike<number>, stride: number, transposed: boolean, i: number, j: number): number {
  return transposed ? values[j * stride + i] : values[i * stride + j];
}

const precisions = [
  { name: "sgemm" as const, View: Float32Array, tolerance: 1e-4 },
  { name: "dgemm" as const, View: Float64Array, tolerance: 1e-12 },
];

describe.each(precisions)("$name on shared memory against plain loops", ({ name, View, tolerance }) => {
  const cases = booleans.flatMap((ta) =>
    booleans.flatMap((tb) => [
      { ta, tb, alpha: 1, beta: 0 },
      { ta, tb, alpha: 0.5, beta: -2 },
    ]),
  );

  for (const { ta, tb, alpha, beta } of cases)
    it(`A transposed: ${ta}, B: ${tb}, α ${alpha}, β ${beta}`, (context) => {
      if (!blas) return context.skip(describeBlas());
      const { buffer } = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
      const random = new Random(1, name);
      let top = 0;
      const matrix = (size: number) => {
        const view = new View(buffer, top, size);
        for (let i = 0; i < size; i++) view[i] = random.normal();
        top += view.byteLength;
        return view;
      };
      const [m, n, k] = [37, 29, 53];
      // Rows lie farther apart than they are long.
      const [lda, ldb, ldc] = [(ta ? m : k) + 1, (tb ? k : n) + 3, n + 5];
      const a = matrix((ta ? k : m) * lda);
      const b = matrix((tb ? n : k) * ldb);
      const c = matrix(m * ldc);
      const expected = Float64Array.from(c);
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let p = 0; p < k; p++) sum += entry(a, lda, ta, i, p) * entry(b, ldb, tb, p, j);
          expected[i * ldc + j] = alpha * sum + beta * c[i * ldc + j];
          // With β = 0, what C held must not matter.
          if (beta === 0) c[i * ldc + j] = Number.NaN;
        }
      const multiply = blas[name] as (...values: unknown[]) => void;
      multiply(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
      const errors = Array.from(c, (value, i) => Math.abs(value - expected[i]));
      expect(errors.every((error) => error < tolerance)).toBe(true);
    });
});

describe("the switch AEVB_NO_BLAS", () => {
  const before = process.env.AEVB_NO_BLAS;
  afterEach(() => {
    if (before === undefined) delete process.env.AEVB_NO_BLAS;
    else process.env.AEVB_NO_BLAS = before;
  });

  it("hides the library, and the description says so", () => {
    process.env.AEVB_NO_BLAS = "1";
    expect(loadBlas()).toBeUndefined();
    expect(describeBlas()).toContain("AEVB_NO_BLAS is set");
  });

  it("when unset, leaves the library that was found or the reason why none was", () => {
    delete process.env.AEVB_NO_BLAS;
    const found = loadBlas();
    expect(describeBlas()).toContain(found ? found.name : "none");
    expect(describeBlas()).not.toContain("AEVB_NO_BLAS");
  });
});

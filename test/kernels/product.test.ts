import { afterEach, describe, expect, it, vi } from "vitest";
import { addProduct, addProductWithTransposed } from "../../lib/kernels/product";
import { Random } from "../../lib/random";

afterEach(() => {
  vi.unstubAllEnvs();
});

describe.each(["", "1"])("products with AEVB_NO_BLAS=%s", (noBlas) => {
  it.each([
    [1, 1, 1],
    [3, 5, 2],
    [70, 65, 33],
  ])("are the sums that define them: %s × %s, inner %s", (rows, columns, inner) => {
    vi.stubEnv("AEVB_NO_BLAS", noBlas);
    const random = new Random(1, "product");
    const a = random.normals(new Float64Array(rows * inner));
    const b = random.normals(new Float64Array(inner * columns));
    const before = random.normals(new Float64Array(rows * columns));
    const transposed = b.map((_, at) => b[(at % inner) * columns + Math.floor(at / inner)]);
    const [plain, other] = [before.slice(), before.slice()];
    addProduct(a, b, plain, rows, columns, inner);
    addProductWithTransposed(a, transposed, other, rows, columns, inner);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        let sum = before[i * columns + j];
        for (let k = 0; k < inner; k++) sum += a[i * inner + k] * b[k * columns + j];
        expect(plain[i * columns + j]).toBeCloseTo(sum, 11);
        expect(other[i * columns + j]).toBeCloseTo(sum, 11);
      }
  });
});

import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { checkFinite } from "../check";
import { pointsOf } from "../data/dataset";
import { broadcast, type NDArray, type NDArrayLike } from "../ndarray";

/** Codes, and for each of them the values of named quantities. */
export interface Described<Name extends string> {
  /** [rows, size]. */
  readonly codes: NDArrayLike;
  /** `{ name: one value for each code }`. */
  readonly quantities: Readonly<Record<Name, ArrayLike<number>>>;
}

/** Added to the diagonal, for codes of which one does not vary or says what another says. */
const RIDGE = 1e-9;

/**
 * How much of each quantity can be read from codes by a polynomial of degree two in their coordinates: R² = 1 − Σ (value −
 * prediction)² / Σ (value − mean)² on the codes of `judged`, with the least squares' prediction from those of `fitted`. 1 for all
 * of it, about 0 or a little less for nothing, NaN for a quantity that does not vary. Throws a RangeError for other numbers of
 * values than codes, for codes of different widths and for numbers that are not finite.
 */
export function predictability<Name extends string>(
  fitted: Described<Name>,
  judged: Described<Name>,
): Record<Name, number> {
  const known = pointsOf("fitted.codes", fitted.codes);
  const fresh = pointsOf("judged.codes", judged.codes, known.shape[1]);
  const loc = known.mean(0).data;
  const variance = broadcast((value, center) => (value - center) ** 2, known, loc).mean(0);
  const scale = variance.data.map((value) => Math.sqrt(value) || 1);
  const [from, to] = [known, fresh].map((codes) => features(codes, loc, scale));
  const moments = from.transpose().mmul(from);
  const solver = new CholeskyDecomposition(moments.add(Matrix.eye(from.columns).mul(RIDGE * from.rows)));
  const entries = Object.keys(fitted.quantities).map((name) => {
    const [before, after] = [
      valuesOf(`fitted: ${name}`, fitted.quantities[name as Name], known),
      valuesOf(`judged: ${name}`, judged.quantities[name as Name], fresh),
    ];
    const mean = after.reduce((a, b) => a + b) / after.length;
    // Equal values may differ from their mean by rounding.
    if (after.every((value) => value === after[0])) return [name, Number.NaN];
    const weights = solver.solve(from.transpose().mmul(Matrix.columnVector(before)));
    const predicted = to.mmul(weights).to1DArray();
    const squares = (of: (i: number) => number) =>
      after.reduce((sum, value, i) => sum + (value - of(i)) ** 2, 0);
    return [name, 1 - squares((i) => predicted[i]) / squares(() => mean)];
  });
  return Object.fromEntries(entries);
}

/** 1, the standardised coordinates and their products, for each code. */
function features(codes: NDArray, loc: Float64Array, scale: Float64Array): Matrix {
  const rows = Array.from({ length: codes.shape[0] }, (_, i) => {
    const one = [1, ...codes.row(i).map((value, d) => (value - loc[d]) / scale[d])];
    return one.flatMap((a, d) => one.slice(d).map((b) => a * b));
  });
  return new Matrix(rows);
}

function valuesOf(name: string, values: ArrayLike<number>, codes: NDArray): number[] {
  const [rows] = codes.shape;
  if (values?.length !== rows)
    throw new RangeError(`${name}: expected ${rows} values, one for each code, got ${values?.length}`);
  checkFinite(name, values, [rows]);
  return Array.from(values);
}

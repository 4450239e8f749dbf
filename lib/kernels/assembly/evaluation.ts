import { storeTerms } from "./likelihoods";
import { madd } from "./vector";

// Sums that stay apart for each draw and point: a row of terms for each draw, float64, `vectors` vectors of four points.

/** terms[s] = −½ Σ_k panel[k][s]²: log N(0, I) of each draw without its constant. */
export function negativeHalfSquares(
  panel: usize,
  terms: usize,
  latentSize: i32,
  samples: i32,
  vectors: i32,
): void {
  const row: usize = (<usize>(samples * vectors)) << 4;
  for (let v: usize = 0; v < row; v += 16) {
    let sum = f32x4.splat(0);
    for (let k: usize = 0, at = panel + v; k < <usize>latentSize; k++, at += row) {
      const value = v128.load(at);
      sum = madd(value, value, sum);
    }
    storeTerms(terms + 2 * v, f32x4.mul(f32x4.splat(-0.5), sum), true);
  }
}

/** totals += Σ_s terms[s], a row of float64. */
export function addDraws(terms: usize, totals: usize, samples: i32, vectors: i32): void {
  const row: usize = (<usize>vectors) << 5;
  for (let v: usize = 0; v < row; v += 16) {
    let sum = v128.load(totals + v);
    for (let s = 0, at = terms + v; s < samples; s++, at += row) sum = f64x2.add(sum, v128.load(at));
    v128.store(totals + v, sum);
  }
}

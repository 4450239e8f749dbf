import { exp, log } from "./exponential";
import { clampLogVariance, madd } from "./vector";

// Forward passes without gradients, whose sums stay apart for each draw and point: a row of terms for each draw, float64,
// `vectors` vectors of four points.

// The comparisons, numbered as in lib/evaluation/comparison.ts.
const BERNOULLI = 0;
const FIXED = 1;
const GAUSSIAN = 2;
const GAUSSIAN_ABSOLUTE = 3;
const PUBLISHED = 4;
const PUBLISHED_ABSOLUTE = 5;

/** Turns rows of heads into deviations σ: exp(head/2) of a log-variance, or |head| if `absolute`. */
export function deviations(heads: usize, vectors: i32, absolute: bool): void {
  for (const end = heads + ((<usize>vectors) << 4); heads < end; heads += 16) {
    const head = v128.load(heads);
    const deviation = absolute ? f32x4.abs(head) : exp(f32x4.mul(clampLogVariance(head), f32x4.splat(0.5)));
    v128.store(heads, deviation);
  }
}

/** z = μ + σ ε for each draw, from the rows of μ and then of σ. */
export function drawLatents(
  posterior: usize,
  noise: usize,
  z: usize,
  latentSize: i32,
  samples: i32,
  vectors: i32,
): void {
  const row: usize = (<usize>vectors) << 4;
  const scales = <usize>latentSize * row;
  for (let k = 0; k < latentSize; k++, posterior += row)
    for (let s = 0; s < samples; s++)
      for (let v: usize = 0; v < row; v += 16, noise += 16, z += 16)
        v128.store(z, madd(v128.load(posterior + scales + v), v128.load(noise), v128.load(posterior + v)));
}

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
    Terms.store(terms + 2 * v, f32x4.mul(f32x4.splat(-0.5), sum), true);
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

// biome-ignore lint/complexity/noStaticOnlyClass: without @inline a call would stay in each loop, and only methods may be decorated
class Terms {
  /** Stores four numbers as float64, or adds them to what is there. */
  @inline static store(at: usize, sum: v128, first: bool): void {
    let low = f64x2.promote_low_f32x4(sum);
    let high = f64x2.promote_low_f32x4(v128.shuffle<i32>(sum, sum, 2, 3, 0, 1));
    if (!first) {
      low = f64x2.add(low, v128.load(at));
      high = f64x2.add(high, v128.load(at, 16));
    }
    v128.store(at, low);
    v128.store(at, high, 16);
  }

  /**
   * What `logLikelihoods` computes. Sixteen dimensions at a time are added up in float32, those sums in float64.
   */
  @inline static compare(
    comparison: i32,
    x: usize,
    output: usize,
    terms: usize,
    dimensions: i32,
    samples: i32,
    vectors: i32,
    precision: f32,
  ): void {
    const row: usize = (<usize>vectors) << 4;
    const draws: usize = <usize>samples * row;
    const logVariances = <usize>dimensions * draws;
    const one = f32x4.splat(1.0);
    const half = f32x4.splat(0.5);
    for (let d = 0; d < dimensions; d += 16) {
      const rows = min(16, dimensions - d);
      for (let s = 0; s < samples; s++) {
        for (let v: usize = 0; v < row; v += 16) {
          let p = x + <usize>d * row + v;
          let q = output + <usize>d * draws + <usize>s * row + v;
          let sum = f32x4.splat(0);
          let product = one;
          for (let i = 0; i < rows; i++, p += row, q += draws) {
            const value = v128.load(p);
            const head = v128.load(q);
            if (comparison === BERNOULLI) {
              // x l − log(1 + e^l) = x l − max(l, 0) − log(1 + e^−|l|), and one logarithm for sixteen
              sum = f32x4.sub(madd(value, head, sum), f32x4.pmax(f32x4.splat(0), head));
              product = madd(product, exp(f32x4.neg(f32x4.abs(head))), product);
            } else {
              const error = f32x4.sub(value, head);
              const square = f32x4.mul(error, error);
              if (comparison === FIXED) {
                sum = madd(square, f32x4.splat(-0.5 * precision), sum);
              } else if (comparison === GAUSSIAN) {
                const logVariance = clampLogVariance(v128.load(q + logVariances));
                const scaled = madd(square, exp(f32x4.neg(logVariance)), logVariance);
                sum = f32x4.sub(sum, f32x4.mul(half, scaled));
              } else if (comparison === PUBLISHED) {
                const logVariance = clampLogVariance(v128.load(q + logVariances));
                const scaled = madd(half, exp(f32x4.neg(logVariance)), f32x4.add(square, logVariance));
                sum = f32x4.sub(sum, f32x4.mul(half, scaled));
              } else {
                const scale = f32x4.abs(v128.load(q + logVariances));
                const variance = f32x4.mul(scale, scale);
                const scaled =
                  comparison === GAUSSIAN_ABSOLUTE
                    ? f32x4.div(square, variance)
                    : f32x4.add(square, f32x4.div(half, variance));
                sum = f32x4.sub(sum, madd(half, scaled, log(scale)));
              }
            }
          }
          if (comparison === BERNOULLI) sum = f32x4.sub(sum, log(product));
          Terms.store(terms + ((<usize>s * row + v) << 1), sum, d === 0);
        }
      }
    }
  }
}

/**
 * terms[s] = log p(x|z_s) without its constant, for each draw and point: log Bernoulli(x; sigmoid(output)),
 * log N(x; output, 1/precision), or, with rows of means and then of log-variances or |σ|, log N and what the post's code
 * takes for it. x is `dimensions` rows of `vectors` vectors, the decoder's output rows of samples · vectors.
 */
export function logLikelihoods(
  comparison: i32,
  x: usize,
  output: usize,
  terms: usize,
  dimensions: i32,
  samples: i32,
  vectors: i32,
  precision: f32,
): void {
  switch (comparison) {
    case BERNOULLI:
      Terms.compare(BERNOULLI, x, output, terms, dimensions, samples, vectors, precision);
      break;
    case FIXED:
      Terms.compare(FIXED, x, output, terms, dimensions, samples, vectors, precision);
      break;
    case GAUSSIAN:
      Terms.compare(GAUSSIAN, x, output, terms, dimensions, samples, vectors, precision);
      break;
    case GAUSSIAN_ABSOLUTE:
      Terms.compare(GAUSSIAN_ABSOLUTE, x, output, terms, dimensions, samples, vectors, precision);
      break;
    case PUBLISHED:
      Terms.compare(PUBLISHED, x, output, terms, dimensions, samples, vectors, precision);
      break;
    case PUBLISHED_ABSOLUTE:
      Terms.compare(PUBLISHED_ABSOLUTE, x, output, terms, dimensions, samples, vectors, precision);
      break;
  }
}

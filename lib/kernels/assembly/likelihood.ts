import { exp, log } from "./exponential";
import { clampLogVariance, clampMask, madd, sum } from "./vector";

// Each function compares the data x, `dimensions` rows of `vectors` vectors, with what was decoded from each of
// `samples` draws, rows of samples · vectors; writes `weight` times the gradient of its sum with respect to the
// decoder's output, for the points that `mask` leaves, 0 elsewhere; and returns the sum over those points.

/** Σ (x − output)² / 2: the squared error, and up to constants −log N(x; output, σ²) for a fixed σ. */
export function squaredError(
  x: usize,
  output: usize,
  gradient: usize,
  mask: usize,
  dimensions: i32,
  samples: i32,
  vectors: i32,
  weight: f32,
): f32 {
  const row: usize = (<usize>vectors) << 4;
  const w = f32x4.splat(weight);
  let total = f32x4.splat(0);
  for (let d = 0; d < dimensions; d++, x += row) {
    for (let s = 0; s < samples; s++) {
      for (let v: usize = 0; v < row; v += 16, output += 16, gradient += 16) {
        const error = v128.and(v128.load(mask + v), f32x4.sub(v128.load(output), v128.load(x + v)));
        total = madd(error, error, total);
        v128.store(gradient, f32x4.mul(w, error));
      }
    }
  }
  return 0.5 * sum(total);
}

/** Σ −log N(x; mean, exp(logVariance)) − ½ log 2π, the decoder's rows being the means, then the log-variances. */
export function gaussian(
  x: usize,
  heads: usize,
  gradient: usize,
  mask: usize,
  dimensions: i32,
  samples: i32,
  vectors: i32,
  weight: f32,
): f32 {
  const row: usize = (<usize>vectors) << 4;
  const logVariances = <usize>(dimensions * samples) * row;
  const half = f32x4.splat(0.5 * weight);
  const w = f32x4.splat(weight);
  const one = f32x4.splat(1.0);
  let total = f32x4.splat(0);
  for (let d = 0; d < dimensions; d++, x += row) {
    for (let s = 0; s < samples; s++) {
      for (let v: usize = 0; v < row; v += 16, heads += 16, gradient += 16) {
        const valid = v128.load(mask + v);
        const raw = v128.load(heads + logVariances);
        const logVariance = clampLogVariance(raw);
        const error = v128.and(valid, f32x4.sub(v128.load(heads), v128.load(x + v)));
        const weighted = f32x4.mul(error, exp(f32x4.neg(logVariance)));
        const square = f32x4.mul(error, weighted);
        total = f32x4.add(total, v128.and(valid, f32x4.add(square, logVariance)));
        v128.store(gradient, f32x4.mul(w, weighted));
        const slope = f32x4.mul(half, f32x4.sub(one, square));
        v128.store(gradient + logVariances, v128.and(v128.and(valid, clampMask(raw)), slope));
      }
    }
  }
  return 0.5 * sum(total);
}

/** Factors 1 + e^−|logit| ≤ 2 of a product whose logarithm is taken: few enough for the product to keep its precision. */
const FACTORS = 16;

/**
 * Σ −log Bernoulli(x; sigmoid(logit)) = softplus(logit) − x · logit, where softplus(l) = max(l, 0) + log(1 + e^−|l|). One
 * exponential serves softplus and sigmoid, and one logarithm many of them.
 */
export function bernoulli(
  x: usize,
  logits: usize,
  gradient: usize,
  mask: usize,
  dimensions: i32,
  samples: i32,
  vectors: i32,
  weight: f32,
): f32 {
  const row: usize = (<usize>vectors) << 4;
  const w = f32x4.splat(weight);
  const one = f32x4.splat(1.0);
  const zero = f32x4.splat(0);
  let total = zero;
  let product = one;
  let factors = 0;
  for (let d = 0; d < dimensions; d++, x += row) {
    for (let s = 0; s < samples; s++) {
      for (let v: usize = 0; v < row; v += 16, logits += 16, gradient += 16) {
        const valid = v128.load(mask + v);
        const logit = v128.load(logits);
        const target = v128.load(x + v);
        const u = exp(f32x4.neg(f32x4.abs(logit)));
        const linear = f32x4.sub(f32x4.pmax(zero, logit), f32x4.mul(target, logit));
        total = f32x4.add(total, v128.and(valid, linear));
        product = madd(product, v128.and(valid, u), product);
        if (++factors === FACTORS) {
          total = f32x4.add(total, log(product));
          product = one;
          factors = 0;
        }
        const far = f32x4.div(one, f32x4.add(one, u));
        const sigmoid = v128.bitselect(far, f32x4.mul(u, far), f32x4.gt(logit, zero));
        v128.store(gradient, v128.and(valid, f32x4.mul(w, f32x4.sub(sigmoid, target))));
      }
    }
  }
  return sum(f32x4.add(total, log(product)));
}

/** Σ ½ (logVariance + ½ exp(−logVariance) + (x − mean)²): what the post's code takes for −log N, with heads as in `gaussian`. */
export function published(
  x: usize,
  heads: usize,
  gradient: usize,
  mask: usize,
  dimensions: i32,
  samples: i32,
  vectors: i32,
  weight: f32,
): f32 {
  const row: usize = (<usize>vectors) << 4;
  const logVariances = <usize>(dimensions * samples) * row;
  const half = f32x4.splat(0.5);
  const halfWeight = f32x4.splat(0.5 * weight);
  const w = f32x4.splat(weight);
  const one = f32x4.splat(1.0);
  let total = f32x4.splat(0);
  for (let d = 0; d < dimensions; d++, x += row) {
    for (let s = 0; s < samples; s++) {
      for (let v: usize = 0; v < row; v += 16, heads += 16, gradient += 16) {
        const valid = v128.load(mask + v);
        const raw = v128.load(heads + logVariances);
        const logVariance = clampLogVariance(raw);
        const error = v128.and(valid, f32x4.sub(v128.load(heads), v128.load(x + v)));
        const halfPrecision = f32x4.mul(half, exp(f32x4.neg(logVariance)));
        const scaleTerms = v128.and(valid, f32x4.add(logVariance, halfPrecision));
        total = f32x4.add(total, madd(error, error, scaleTerms));
        v128.store(gradient, f32x4.mul(w, error));
        const slope = f32x4.mul(halfWeight, f32x4.sub(one, halfPrecision));
        v128.store(gradient + logVariances, v128.and(v128.and(valid, clampMask(raw)), slope));
      }
    }
  }
  return 0.5 * sum(total);
}

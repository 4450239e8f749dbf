import {
  BERNOULLI,
  FIXED_GAUSSIAN,
  GAUSSIAN,
  PREPARED_GAUSSIAN,
  PUBLISHED,
  STUDENT_T,
} from "../likelihood-codes";
import { Bernoulli } from "./bernoulli";
import { FixedGaussian, Gaussian, PreparedGaussian } from "./gaussian";
import { Published } from "./published";
import { StudentT } from "./student-t";
import { sum } from "./vector";

// Each likelihood compares four numbers at a time with the decoder's output at `output`, which has another head every
// `stride` bytes. The data x are `dimensions` rows of `vectors` vectors, what was decoded from each of `samples` draws
// rows of samples · vectors. What `first` and `second` mean is the likelihood's own affair.

/**
 * −log p(x|z) without its constant, added up over the points that `mask` leaves. Writes `weight` times the gradient of that
 * sum with respect to the decoder's output, 0 for other points.
 */
export function surprise(
  likelihood: i32,
  x: usize,
  output: usize,
  gradient: usize,
  mask: usize,
  dimensions: i32,
  samples: i32,
  vectors: i32,
  weight: f32,
  first: f32,
  second: f32,
): f32 {
  const a = f32x4.splat(first);
  const b = f32x4.splat(second);
  const w = f32x4.splat(weight);
  switch (likelihood) {
    case FIXED_GAUSSIAN:
      return surpriseOf<FixedGaussian>(x, output, gradient, mask, dimensions, samples, vectors, w, a, b);
    case GAUSSIAN:
      return surpriseOf<Gaussian>(x, output, gradient, mask, dimensions, samples, vectors, w, a, b);
    case BERNOULLI:
      return surpriseOf<Bernoulli>(x, output, gradient, mask, dimensions, samples, vectors, w, a, b);
    case STUDENT_T:
      return surpriseOf<StudentT>(x, output, gradient, mask, dimensions, samples, vectors, w, a, b);
    case PUBLISHED:
      return surpriseOf<Published>(x, output, gradient, mask, dimensions, samples, vectors, w, a, b);
  }
  return unreachable();
}

/**
 * terms[s] = −log p(x|z_s) without its constant for each draw and point, and its gradient with respect to the decoder's output;
 * both 0 for points that `mask` leaves out.
 */
export function surprises(
  likelihood: i32,
  x: usize,
  output: usize,
  gradient: usize,
  terms: usize,
  mask: usize,
  dimensions: i32,
  samples: i32,
  vectors: i32,
  first: f32,
  second: f32,
): void {
  const a = f32x4.splat(first);
  const b = f32x4.splat(second);
  switch (likelihood) {
    case FIXED_GAUSSIAN:
      surprisesOf<FixedGaussian>(x, output, gradient, terms, mask, dimensions, samples, vectors, a, b);
      break;
    case GAUSSIAN:
      surprisesOf<Gaussian>(x, output, gradient, terms, mask, dimensions, samples, vectors, a, b);
      break;
    case PREPARED_GAUSSIAN:
      surprisesOf<PreparedGaussian>(x, output, gradient, terms, mask, dimensions, samples, vectors, a, b);
      break;
    case BERNOULLI:
      surprisesOf<Bernoulli>(x, output, gradient, terms, mask, dimensions, samples, vectors, a, b);
      break;
    case STUDENT_T:
      surprisesOf<StudentT>(x, output, gradient, terms, mask, dimensions, samples, vectors, a, b);
      break;
    case PUBLISHED:
      surprisesOf<Published>(x, output, gradient, terms, mask, dimensions, samples, vectors, a, b);
      break;
  }
}

/** x ~ p(x|z), `dimensions` rows, from two panels of N(0, 1) like it, one after the other at `noise`. */
export function sample(
  likelihood: i32,
  output: usize,
  noise: usize,
  x: usize,
  dimensions: i32,
  vectors: i32,
  first: f32,
  second: f32,
): void {
  const a = f32x4.splat(first);
  const b = f32x4.splat(second);
  const size: usize = (<usize>(dimensions * vectors)) << 4;
  switch (likelihood) {
    case FIXED_GAUSSIAN:
      sampleOf<FixedGaussian>(output, noise, x, size, a, b);
      break;
    case GAUSSIAN:
    case PUBLISHED:
      sampleOf<Gaussian>(output, noise, x, size, a, b);
      break;
    case BERNOULLI:
      sampleOf<Bernoulli>(output, noise, x, size, a, b);
      break;
    case STUDENT_T:
      sampleOf<StudentT>(output, noise, x, size, a, b);
      break;
  }
}

/** terms[s] = log p(x|z_s) without its constant, for each draw and point, as float64. */
export function logProbs(
  likelihood: i32,
  x: usize,
  output: usize,
  terms: usize,
  dimensions: i32,
  samples: i32,
  vectors: i32,
  first: f32,
  second: f32,
): void {
  const a = f32x4.splat(first);
  const b = f32x4.splat(second);
  switch (likelihood) {
    case FIXED_GAUSSIAN:
      logProbsOf<FixedGaussian>(x, output, terms, dimensions, samples, vectors, a, b);
      break;
    case GAUSSIAN:
    case PUBLISHED:
      logProbsOf<Gaussian>(x, output, terms, dimensions, samples, vectors, a, b);
      break;
    case BERNOULLI:
      logProbsOf<Bernoulli>(x, output, terms, dimensions, samples, vectors, a, b);
      break;
    case STUDENT_T:
      logProbsOf<StudentT>(x, output, terms, dimensions, samples, vectors, a, b);
      break;
  }
}

function sampleOf<Likelihood>(
  output: usize,
  noise: usize,
  x: usize,
  size: usize,
  first: v128,
  second: v128,
): void {
  const likelihood = changetype<Likelihood>(0);
  for (const end = x + size; x < end; x += 16, output += 16, noise += 16)
    v128.store(x, likelihood.sample(output, size, v128.load(noise), v128.load(noise + size), first, second));
}

/** Stores four numbers as float64, or adds them to what is there. */
export function storeTerms(at: usize, values: v128, first: bool): void {
  let low = f64x2.promote_low_f32x4(values);
  let high = f64x2.promote_low_f32x4(v128.shuffle<i32>(values, values, 2, 3, 0, 1));
  if (!first) {
    low = f64x2.add(low, v128.load(at));
    high = f64x2.add(high, v128.load(at, 16));
  }
  v128.store(at, low);
  v128.store(at, high, 16);
}

function surpriseOf<Likelihood>(
  x: usize,
  output: usize,
  gradient: usize,
  mask: usize,
  dimensions: i32,
  samples: i32,
  vectors: i32,
  weight: v128,
  first: v128,
  second: v128,
): f32 {
  const likelihood = changetype<Likelihood>(0);
  const row: usize = (<usize>vectors) << 4;
  const stride: usize = <usize>(dimensions * samples) * row;
  let total = f32x4.splat(0);
  for (let d = 0; d < dimensions; d++, x += row)
    for (let s = 0; s < samples; s++)
      for (let v: usize = 0; v < row; v += 16, output += 16, gradient += 16) {
        const value = v128.load(x + v);
        const valid = v128.load(mask + v);
        total = f32x4.add(
          total,
          likelihood.surprise(value, output, gradient, stride, valid, weight, first, second),
        );
      }
  return sum(total);
}

/** Sixteen dimensions at a time are added up, then those sums, which keeps rounding small. */
function surprisesOf<Likelihood>(
  x: usize,
  output: usize,
  gradient: usize,
  terms: usize,
  mask: usize,
  dimensions: i32,
  samples: i32,
  vectors: i32,
  first: v128,
  second: v128,
): void {
  const likelihood = changetype<Likelihood>(0);
  const one = f32x4.splat(1.0);
  const row: usize = (<usize>vectors) << 4;
  const draws: usize = <usize>samples * row;
  const stride: usize = <usize>dimensions * draws;
  memory.fill(terms, 0, draws);
  for (let d = 0; d < dimensions; d += 16) {
    const rows = min(16, dimensions - d);
    for (let s = 0; s < samples; s++)
      for (let v: usize = 0; v < row; v += 16) {
        const valid = v128.load(mask + v);
        const at = terms + <usize>s * row + v;
        let p = x + <usize>d * row + v;
        let q = <usize>d * draws + <usize>s * row + v;
        let sum = f32x4.splat(0);
        for (let i = 0; i < rows; i++, p += row, q += draws) {
          const value = v128.load(p);
          sum = f32x4.add(
            sum,
            likelihood.surprise(value, output + q, gradient + q, stride, valid, one, first, second),
          );
        }
        v128.store(at, f32x4.add(v128.load(at), sum));
      }
  }
}

/** Sixteen dimensions at a time are added up in float32, those sums in float64. */
function logProbsOf<Likelihood>(
  x: usize,
  output: usize,
  terms: usize,
  dimensions: i32,
  samples: i32,
  vectors: i32,
  first: v128,
  second: v128,
): void {
  const likelihood = changetype<Likelihood>(0);
  const row: usize = (<usize>vectors) << 4;
  const draws: usize = <usize>samples * row;
  const stride: usize = <usize>dimensions * draws;
  for (let d = 0; d < dimensions; d += 16) {
    const rows = min(16, dimensions - d);
    for (let s = 0; s < samples; s++)
      for (let v: usize = 0; v < row; v += 16) {
        let p = x + <usize>d * row + v;
        let q = output + <usize>d * draws + <usize>s * row + v;
        let sum = f32x4.splat(0);
        for (let i = 0; i < rows; i++, p += row, q += draws)
          sum = f32x4.add(sum, likelihood.logProb(v128.load(p), q, stride, first, second));
        storeTerms(terms + ((<usize>s * row + v) << 1), sum, d === 0);
      }
  }
}

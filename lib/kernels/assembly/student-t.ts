import { Softplus } from "./activation";
import { exp, log } from "./exponential";
import { clampLogVariance, clampMask, horner, madd } from "./vector";

// `precision` is 1/σ², or 0 where log σ² is a head; `freedom` is ν, or 0 where log(e^(ν − 2) − 1) is the last head.

/** log of Student's t density at x, without ½ log 2π and what the fixed parameters contribute. */
export class StudentT {
  @inline logProb(x: v128, heads: usize, stride: usize, precision: v128, freedom: v128): v128 {
    const half = f32x4.splat(0.5);
    const learnsScale = f32x4.extract_lane(precision, 0) === 0;
    const learnsFreedom = f32x4.extract_lane(freedom, 0) === 0;
    const error = f32x4.sub(x, v128.load(heads));
    let constant = f32x4.splat(0);
    if (learnsScale) {
      const logVariance = clampLogVariance(v128.load(heads + stride));
      precision = exp(f32x4.neg(logVariance));
      constant = f32x4.mul(half, logVariance);
    }
    if (learnsFreedom) {
      const head = v128.load(heads + (learnsScale ? 2 * stride : stride));
      freedom = f32x4.add(Softplus.of(head), f32x4.splat(2.0));
      constant = f32x4.sub(constant, logGammaRatio(f32x4.div(f32x4.splat(1.0), freedom)));
    }
    const y = f32x4.div(f32x4.mul(f32x4.mul(error, error), precision), freedom);
    const power = f32x4.mul(f32x4.mul(half, f32x4.add(freedom, f32x4.splat(1.0))), log1p(y));
    return f32x4.neg(f32x4.add(power, constant));
  }

  @inline surprise(
    x: v128,
    heads: usize,
    gradient: usize,
    stride: usize,
    valid: v128,
    weight: v128,
    precision: v128,
    freedom: v128,
  ): v128 {
    const one = f32x4.splat(1.0);
    const halfWeight = v128.and(valid, f32x4.mul(f32x4.splat(0.5), weight));
    const learnsScale = f32x4.extract_lane(precision, 0) === 0;
    const learnsFreedom = f32x4.extract_lane(freedom, 0) === 0;
    const freedoms = learnsScale ? 2 * stride : stride;
    const surprise = f32x4.neg(this.logProb(x, heads, stride, precision, freedom));
    if (learnsScale) precision = exp(f32x4.neg(clampLogVariance(v128.load(heads + stride))));
    if (learnsFreedom) freedom = f32x4.add(Softplus.of(v128.load(heads + freedoms)), f32x4.splat(2.0));
    const inverse = f32x4.div(one, freedom);
    const error = v128.and(valid, f32x4.sub(v128.load(heads), x));
    const scaled = f32x4.mul(error, precision);
    const square = f32x4.mul(error, scaled);
    const y = f32x4.mul(square, inverse);
    // (ν + 1)/(ν + t²), what an error counts for beside a Gaussian's
    const share = f32x4.div(f32x4.add(one, inverse), f32x4.add(one, y));
    v128.store(gradient, f32x4.mul(weight, f32x4.mul(share, scaled)));
    if (learnsScale) {
      const slope = f32x4.mul(halfWeight, f32x4.sub(one, f32x4.mul(share, square)));
      v128.store(gradient + stride, v128.and(clampMask(v128.load(heads + stride)), slope));
    }
    if (learnsFreedom) {
      const ratio = f32x4.mul(f32x4.splat(2.0), logGammaRatioSlope(inverse));
      const byFreedom = f32x4.add(
        f32x4.sub(log1p(y), f32x4.mul(share, y)),
        f32x4.mul(f32x4.mul(inverse, inverse), ratio),
      );
      const u = exp(f32x4.neg(v128.load(heads + freedoms)));
      const sigmoid = f32x4.div(one, f32x4.add(one, u));
      v128.store(gradient + freedoms, f32x4.mul(halfWeight, f32x4.mul(sigmoid, byFreedom)));
    }
    return v128.and(valid, surprise);
  }

  /** t = a √((e^y − 1)/y) with y = (a² + b²)/ν (Bailey 1994). */
  @inline sample(heads: usize, stride: usize, a: v128, b: v128, precision: v128, freedom: v128): v128 {
    let variance = f32x4.div(f32x4.splat(1.0), precision);
    const learnsScale = f32x4.extract_lane(precision, 0) === 0;
    if (learnsScale) variance = exp(clampLogVariance(v128.load(heads + stride)));
    if (f32x4.extract_lane(freedom, 0) === 0) {
      const head = v128.load(heads + (learnsScale ? 2 * stride : stride));
      freedom = f32x4.add(Softplus.of(head), f32x4.splat(2.0));
    }
    const y = f32x4.div(madd(a, a, f32x4.mul(b, b)), freedom);
    return madd(f32x4.sqrt(f32x4.mul(variance, expm1Ratio(y))), a, v128.load(heads));
  }
}

/** log(1 + y) for y ≥ 0, right to rounding also for small y (Kahan). */
function log1p(y: v128): v128 {
  const one = f32x4.splat(1.0);
  const sum = f32x4.add(one, y);
  const rounded = f32x4.sub(sum, one);
  const ratio = f32x4.div(f32x4.mul(log(sum), y), rounded);
  return v128.bitselect(y, ratio, f32x4.eq(rounded, f32x4.splat(0)));
}

/** (e^y − 1)/y for y ≥ 0, with a Taylor series where the difference would lose digits. */
function expm1Ratio(y: v128): v128 {
  const one = f32x4.splat(1.0);
  let p = f32x4.splat(2.75573192e-7);
  p = horner(p, y, 2.75573192e-6);
  p = horner(p, y, 2.48015873e-5);
  p = horner(p, y, 1.98412698e-4);
  p = horner(p, y, 1.38888889e-3);
  p = horner(p, y, 8.33333333e-3);
  p = horner(p, y, 4.16666667e-2);
  p = horner(p, y, 1.66666667e-1);
  p = horner(p, y, 0.5);
  p = horner(p, y, 1.0);
  return v128.bitselect(p, f32x4.div(f32x4.sub(exp(y), one), y), f32x4.lt(y, one));
}

/**
 * log Γ((ν + 1)/2) − log Γ(ν/2) − ½ log(ν/2) for u = 1/ν ≤ ½, and its slope in u. The polynomials interpolate it, over u, at
 * Chebyshev nodes, with errors of 3e-9 and 2e-8.
 */
function logGammaRatio(u: v128): v128 {
  let p = f32x4.splat(0.0611263213);
  p = horner(p, u, -0.114971864);
  p = horner(p, u, 0.0512081515);
  p = horner(p, u, 0.0473886833);
  p = horner(p, u, -0.0593686597);
  p = horner(p, u, 0.00095338443);
  p = horner(p, u, 0.0416194874);
  p = horner(p, u, 8.89459342e-7);
  p = horner(p, u, -0.250000003);
  return f32x4.mul(u, p);
}

function logGammaRatioSlope(u: v128): v128 {
  let p = f32x4.splat(0.256270987);
  p = horner(p, u, -0.362737495);
  p = horner(p, u, -0.0692050096);
  p = horner(p, u, 0.454718096);
  p = horner(p, u, -0.334303348);
  p = horner(p, u, 0.00826551241);
  p = horner(p, u, 0.124600063);
  p = horner(p, u, 7.451881e-6);
  p = horner(p, u, -0.250000023);
  return p;
}

import { exp } from "./exponential";
import { clampLogVariance, clampMask } from "./vector";

/** What the post's code takes for −log N: ½ (logVariance + ½ exp(−logVariance) + (x − mean)²). */
export class Published {
  @inline surprise(
    x: v128,
    heads: usize,
    gradient: usize,
    stride: usize,
    valid: v128,
    weight: v128,
    _first: v128,
    _second: v128,
  ): v128 {
    const half = f32x4.splat(0.5);
    const raw = v128.load(heads + stride);
    const logVariance = clampLogVariance(raw);
    const error = v128.and(valid, f32x4.sub(v128.load(heads), x));
    const halfPrecision = f32x4.mul(half, exp(f32x4.neg(logVariance)));
    v128.store(gradient, f32x4.mul(weight, error));
    const slope = f32x4.mul(f32x4.mul(half, weight), f32x4.sub(f32x4.splat(1.0), halfPrecision));
    v128.store(gradient + stride, v128.and(v128.and(valid, clampMask(raw)), slope));
    const scaleTerms = f32x4.add(logVariance, halfPrecision);
    return f32x4.mul(half, v128.and(valid, f32x4.add(f32x4.mul(error, error), scaleTerms)));
  }
}

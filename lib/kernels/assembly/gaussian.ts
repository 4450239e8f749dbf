import { exp } from "./exponential";
import { clampLogVariance, clampMask, madd } from "./vector";

/** log N(x; output, 1/precision), up to a constant. */
export class FixedGaussian {
  @inline logProb(x: v128, output: usize, _stride: usize, precision: v128, _second: v128): v128 {
    const error = f32x4.sub(x, v128.load(output));
    return f32x4.mul(f32x4.mul(f32x4.splat(-0.5), precision), f32x4.mul(error, error));
  }

  @inline surprise(
    x: v128,
    output: usize,
    gradient: usize,
    _stride: usize,
    valid: v128,
    weight: v128,
    precision: v128,
    _second: v128,
  ): v128 {
    const error = v128.and(valid, f32x4.sub(v128.load(output), x));
    const slope = f32x4.mul(precision, error);
    v128.store(gradient, f32x4.mul(weight, slope));
    return f32x4.mul(f32x4.mul(f32x4.splat(0.5), error), slope);
  }

  @inline sample(output: usize, _stride: usize, noise: v128, _b: v128, precision: v128, _second: v128): v128 {
    return f32x4.add(v128.load(output), f32x4.div(noise, f32x4.sqrt(precision)));
  }
}

/** log N(x; mean, exp(logVariance)) + ½ log 2π, the heads being the mean and the log-variance. */
export class Gaussian {
  @inline logProb(x: v128, heads: usize, stride: usize, _first: v128, _second: v128): v128 {
    const logVariance = clampLogVariance(v128.load(heads + stride));
    const error = f32x4.sub(x, v128.load(heads));
    const scaled = madd(f32x4.mul(error, error), exp(f32x4.neg(logVariance)), logVariance);
    return f32x4.mul(f32x4.splat(-0.5), scaled);
  }

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
    const raw = v128.load(heads + stride);
    const logVariance = clampLogVariance(raw);
    const precision = exp(f32x4.neg(logVariance));
    return Gaussian.surpriseOf(x, heads, gradient, stride, valid, weight, raw, logVariance, precision);
  }

  @inline static surpriseOf(
    x: v128,
    heads: usize,
    gradient: usize,
    stride: usize,
    valid: v128,
    weight: v128,
    raw: v128,
    logVariance: v128,
    precision: v128,
  ): v128 {
    const half = f32x4.splat(0.5);
    const error = v128.and(valid, f32x4.sub(v128.load(heads), x));
    const weighted = f32x4.mul(error, precision);
    const square = f32x4.mul(error, weighted);
    v128.store(gradient, f32x4.mul(weight, weighted));
    const slope = f32x4.mul(f32x4.mul(half, weight), f32x4.sub(f32x4.splat(1.0), square));
    v128.store(gradient + stride, v128.and(v128.and(valid, clampMask(raw)), slope));
    return v128.and(valid, f32x4.mul(half, f32x4.add(square, logVariance)));
  }

  @inline sample(heads: usize, stride: usize, noise: v128, _b: v128, _first: v128, _second: v128): v128 {
    const halved = f32x4.mul(f32x4.splat(0.5), clampLogVariance(v128.load(heads + stride)));
    return madd(exp(halved), noise, v128.load(heads));
  }
}

/** A Gaussian at nodes that many points are compared with: after its heads come the precisions. */
export class PreparedGaussian {
  /** Copies both heads, `stride` bytes each, and adds the precisions. */
  static prepare(heads: usize, prepared: usize, stride: usize): void {
    memory.copy(prepared, heads, 2 * stride);
    for (let at = prepared + stride; at < prepared + 2 * stride; at += 16)
      v128.store(at + stride, exp(f32x4.neg(clampLogVariance(v128.load(at)))));
  }

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
    const raw = v128.load(heads + stride);
    const precision = v128.load(heads + 2 * stride);
    return Gaussian.surpriseOf(
      x,
      heads,
      gradient,
      stride,
      valid,
      weight,
      raw,
      clampLogVariance(raw),
      precision,
    );
  }
}

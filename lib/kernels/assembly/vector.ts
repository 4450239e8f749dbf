import { LOG_VARIANCE_LIMIT } from "../../numerics/log-variance-limit";

/** a · b + c, in one instruction where the processor has one. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** One step of Horner's scheme for a polynomial in x, from its highest power on: p · x + c. */
export function horner(p: v128, x: v128, c: f32): v128 {
  return madd(p, x, f32x4.splat(c));
}

/** The number at an address, in all four lanes. */
export function splat(pointer: usize): v128 {
  return v128.load32_splat(pointer);
}

/** The sums of the lanes of four vectors, as one vector. */
export function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

export function sum(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) +
    f32x4.extract_lane(a, 1) +
    (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}

/** Limits a log-variance to ±LOG_VARIANCE_LIMIT. */
export function clampLogVariance(x: v128): v128 {
  const limit = f32x4.splat(<f32>LOG_VARIANCE_LIMIT);
  return f32x4.pmin(limit, f32x4.pmax(f32x4.neg(limit), x));
}

/** All bits where the clamp leaves a log-variance unchanged, and so passes its gradient on. */
export function clampMask(x: v128): v128 {
  return f32x4.le(f32x4.abs(x), f32x4.splat(<f32>LOG_VARIANCE_LIMIT));
}

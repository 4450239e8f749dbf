import { horner, madd } from "./vector";

/** 1.5 · 2²³: a number of at most 22 bits that is added to it is rounded to an integer n, and the last bits of the sum are n's. */
const SHIFTER: f32 = 12582912.0;

/** e^x, to about 1 ulp between −87 and 88; arguments outside are clamped (Cephes, expf). 2ⁿ multiplies by way of the exponent. */
export function exp(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87.3)), f32x4.splat(88.0));
  const shifter = f32x4.splat(SHIFTER);
  const shifted = madd(x, f32x4.splat(<f32>Math.LOG2E), shifter);
  const n = f32x4.sub(shifted, shifter);
  let r = madd(n, f32x4.splat(-0.693359375), x);
  r = madd(n, f32x4.splat(2.1219444e-4), r);
  let p = f32x4.splat(1.98756915e-4);
  p = horner(p, r, 1.3981999507e-3);
  p = horner(p, r, 8.3334519073e-3);
  p = horner(p, r, 4.1665795894e-2);
  p = horner(p, r, 1.6666665459e-1);
  p = horner(p, r, 5.0000001201e-1);
  const power = madd(p, f32x4.mul(r, r), f32x4.add(r, f32x4.splat(1.0)));
  return i32x4.add(power, i32x4.shl(shifted, 23));
}

/**
 * e^x of an x ≤ 0, a term's logarithm less the largest's. Terms below e⁻⁵⁰ change no sum, and count as much: products with smaller
 * ones would not be normal numbers, and slow.
 */
export function share(x: v128): v128 {
  return exp(f32x4.pmax(x, f32x4.splat(-50.0)));
}

/** log x for normal x > 0 (Cephes, logf). */
export function log(x: v128): v128 {
  let e = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(127));
  let m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f800000));
  const big = f32x4.gt(m, f32x4.splat(<f32>Math.SQRT2));
  m = v128.bitselect(f32x4.mul(m, f32x4.splat(0.5)), m, big);
  e = i32x4.sub(e, big);
  const exponent = f32x4.convert_i32x4_s(e);
  const f = f32x4.sub(m, f32x4.splat(1.0));
  const z = f32x4.mul(f, f);
  let p = f32x4.splat(7.0376836292e-2);
  p = horner(p, f, -1.151461031e-1);
  p = horner(p, f, 1.167699874e-1);
  p = horner(p, f, -1.2420140846e-1);
  p = horner(p, f, 1.4249322787e-1);
  p = horner(p, f, -1.6668057665e-1);
  p = horner(p, f, 2.0000714765e-1);
  p = horner(p, f, -2.4999993993e-1);
  p = horner(p, f, 3.3333331174e-1);
  let y = f32x4.mul(f32x4.mul(p, f), z);
  y = madd(exponent, f32x4.splat(-2.1219444e-4), y);
  y = madd(z, f32x4.splat(-0.5), y);
  return madd(exponent, f32x4.splat(0.693359375), f32x4.add(f, y));
}

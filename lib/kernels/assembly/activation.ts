import { exp } from "./exponential";
import { horner, madd } from "./vector";

/**
 * tanh x to about 5 ulp: x · p(x²)/q(x²), where x is limited to ±9 and the quotient to ±1. The coefficients minimise the
 * largest relative error of the quotient over [0, 9], which is 2e-8.
 */
export function tanh(x: v128): v128 {
  const limited = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-9.0)), f32x4.splat(9.0));
  const z = f32x4.mul(limited, limited);
  let p = f32x4.splat(1.33545786e-8);
  p = horner(p, z, 2.06090236e-5);
  p = horner(p, z, 3.49558469e-3);
  p = horner(p, z, 1.33810228e-1);
  p = horner(p, z, 9.99999979e-1);
  let q = f32x4.splat(7.77652458e-7);
  q = horner(q, z, 3.28562911e-4);
  q = horner(q, z, 2.5876969e-2);
  q = horner(q, z, 4.67143384e-1);
  q = horner(q, z, 1.0);
  const quotient = f32x4.div(f32x4.mul(limited, p), q);
  return f32x4.pmin(f32x4.pmax(quotient, f32x4.splat(-1.0)), f32x4.splat(1.0));
}

// biome-ignore lint/complexity/noStaticOnlyClass: without @inline a call would stay in each loop, and only methods may be decorated
export class Softplus {
  /** log(1 + e^x). */
  @inline static of(x: v128): v128 {
    return Softplus.from(x, exp(f32x4.neg(f32x4.abs(x))));
  }

  /**
   * max(x, 0) + log(1 + u) with u = e^−|x|. The polynomial interpolates log(1 + u)/u at the Chebyshev nodes of [0, 1], with
   * a relative error of 1e-8.
   */
  @inline static from(x: v128, u: v128): v128 {
    let p = f32x4.splat(1.98669662e-3);
    p = horner(p, u, -1.31878266e-2);
    p = horner(p, u, 4.10065725e-2);
    p = horner(p, u, -8.1880413e-2);
    p = horner(p, u, 1.2377996e-1);
    p = horner(p, u, -1.60876229e-1);
    p = horner(p, u, 1.98858202e-1);
    p = horner(p, u, -2.49864966e-1);
    p = horner(p, u, 3.33324969e-1);
    p = horner(p, u, -4.99999791e-1);
    p = horner(p, u, 1.0);
    return madd(u, p, f32x4.pmax(f32x4.splat(0), x));
  }
}

/** 1/(1 + e^−x). */
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1.0);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

/** Replaces each entry of a panel by its positive part. */
export function applyRelu(panel: usize, vectors: i32): void {
  for (const end = panel + ((<usize>vectors) << 4); panel < end; panel += 16)
    v128.store(panel, f32x4.pmax(f32x4.splat(0), v128.load(panel)));
}

/** Replaces each entry of a panel by its tanh. */
export function applyTanh(panel: usize, vectors: i32): void {
  for (const end = panel + ((<usize>vectors) << 4); panel < end; panel += 16)
    v128.store(panel, tanh(v128.load(panel)));
}

/** Replaces each entry of a panel by its softplus. */
export function applySoftplus(panel: usize, vectors: i32): void {
  for (const end = panel + ((<usize>vectors) << 4); panel < end; panel += 16)
    v128.store(panel, Softplus.of(v128.load(panel)));
}

/** Replaces each entry of a panel by its sigmoid. */
export function applySigmoid(panel: usize, vectors: i32): void {
  for (const end = panel + ((<usize>vectors) << 4); panel < end; panel += 16)
    v128.store(panel, sigmoid(v128.load(panel)));
}

/** Turns the gradient of ReLU's output into that of its input: zero where the output is not positive. */
export function reluGradient(output: usize, gradient: usize, vectors: i32): void {
  for (const end = gradient + ((<usize>vectors) << 4); gradient < end; gradient += 16, output += 16)
    v128.store(gradient, v128.and(v128.load(gradient), f32x4.gt(v128.load(output), f32x4.splat(0))));
}

/** Turns the gradient of tanh's output into that of its input: times 1 − output². */
export function tanhGradient(output: usize, gradient: usize, vectors: i32): void {
  for (const end = gradient + ((<usize>vectors) << 4); gradient < end; gradient += 16, output += 16) {
    const y = v128.load(output);
    v128.store(gradient, f32x4.mul(v128.load(gradient), f32x4.sub(f32x4.splat(1.0), f32x4.mul(y, y))));
  }
}

/** Turns the gradient of softplus's output into that of its input: times 1 − e^−output. */
export function softplusGradient(output: usize, gradient: usize, vectors: i32): void {
  for (const end = gradient + ((<usize>vectors) << 4); gradient < end; gradient += 16, output += 16) {
    const slope = f32x4.sub(f32x4.splat(1.0), exp(f32x4.neg(v128.load(output))));
    v128.store(gradient, f32x4.mul(v128.load(gradient), slope));
  }
}

/** Turns the gradient of sigmoid's output into that of its input: times output · (1 − output). */
export function sigmoidGradient(output: usize, gradient: usize, vectors: i32): void {
  for (const end = gradient + ((<usize>vectors) << 4); gradient < end; gradient += 16, output += 16) {
    const y = v128.load(output);
    const slope = f32x4.mul(y, f32x4.sub(f32x4.splat(1.0), y));
    v128.store(gradient, f32x4.mul(v128.load(gradient), slope));
  }
}

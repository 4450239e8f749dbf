import { madd } from "./vector";

// Polynomials by Horner's scheme, named by the number of their coefficients; the highest power's comes first.

/** One step of Horner's scheme: p · x + c. */
function step(p: v128, x: v128, c: f32): v128 {
  return madd(p, x, f32x4.splat(c));
}

export function horner3(x: v128, c0: f32, c1: f32, c2: f32): v128 {
  return step(step(f32x4.splat(c0), x, c1), x, c2);
}

export function horner5(x: v128, c0: f32, c1: f32, c2: f32, c3: f32, c4: f32): v128 {
  return step(step(horner3(x, c0, c1, c2), x, c3), x, c4);
}

export function horner6(x: v128, c0: f32, c1: f32, c2: f32, c3: f32, c4: f32, c5: f32): v128 {
  return step(horner5(x, c0, c1, c2, c3, c4), x, c5);
}

export function horner9(
  x: v128,
  c0: f32,
  c1: f32,
  c2: f32,
  c3: f32,
  c4: f32,
  c5: f32,
  c6: f32,
  c7: f32,
  c8: f32,
): v128 {
  return step(step(step(horner6(x, c0, c1, c2, c3, c4, c5), x, c6), x, c7), x, c8);
}

export function horner11(
  x: v128,
  c0: f32,
  c1: f32,
  c2: f32,
  c3: f32,
  c4: f32,
  c5: f32,
  c6: f32,
  c7: f32,
  c8: f32,
  c9: f32,
  c10: f32,
): v128 {
  return step(step(horner9(x, c0, c1, c2, c3, c4, c5, c6, c7, c8), x, c9), x, c10);
}

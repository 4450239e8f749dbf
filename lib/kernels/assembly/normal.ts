import { log } from "./exponential";
import { horner, madd } from "./vector";

/** Murmur3's finalizer on four lanes: every bit of the input changes half the bits of the output. */
function mix(x: v128): v128 {
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x85ebca6b));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

/** 23 random bits as a float in [1, 2). */
function unit(bits: v128): v128 {
  return v128.or(i32x4.shr_u(bits, 9), i32x4.splat(0x3f800000));
}

/** Rotates each lane left by k bits. */
function rotl(x: v128, k: i32): v128 {
  return v128.or(i32x4.shl(x, k), i32x4.shr_u(x, 32 - k));
}

// biome-ignore lint/complexity/noStaticOnlyClass: without @inline a call would stay in each loop, and only methods may be decorated
class BoxMuller {
  /** Stores at `a` and `b` the two vectors of N(0, 1) that two vectors of random bits make; if a = b, the first is kept. */
  @inline static store(first: v128, second: v128, a: usize, b: usize): void {
    const radius = f32x4.sqrt(f32x4.mul(log(f32x4.sub(f32x4.splat(2.0), unit(first))), f32x4.splat(-2.0)));
    // The angle 2πu, u in [−½, ½), as a quadrant q and a remainder x in [−π/4, π/4], where polynomials give its sine
    // and cosine (Cephes, sinf and cosf).
    const u = f32x4.sub(unit(second), f32x4.splat(1.5));
    const q = f32x4.nearest(f32x4.mul(u, f32x4.splat(4.0)));
    const x = f32x4.mul(madd(q, f32x4.splat(-0.25), u), f32x4.splat(6.283185307));
    const x2 = f32x4.mul(x, x);
    let s = f32x4.splat(-1.9515295891e-4);
    s = horner(s, x2, 8.3321608736e-3);
    s = horner(s, x2, -1.6666654611e-1);
    s = madd(f32x4.mul(s, x2), x, x);
    let c = f32x4.splat(2.443315711809948e-5);
    c = horner(c, x2, -1.388731625493765e-3);
    c = horner(c, x2, 4.166664568298827e-2);
    c = madd(f32x4.mul(c, x2), x2, madd(x2, f32x4.splat(-0.5), f32x4.splat(1.0)));
    const quadrant = i32x4.trunc_sat_f32x4_s(q);
    const odd = i32x4.eq(v128.and(quadrant, i32x4.splat(1)), i32x4.splat(1));
    const sine = v128.bitselect(c, s, odd);
    const cosine = v128.bitselect(s, c, odd);
    const sineSign = i32x4.shl(v128.and(quadrant, i32x4.splat(2)), 30);
    const cosineSign = i32x4.shl(v128.and(i32x4.add(quadrant, i32x4.splat(1)), i32x4.splat(2)), 30);
    v128.store(b, f32x4.mul(radius, v128.xor(cosine, cosineSign)));
    v128.store(a, f32x4.mul(radius, v128.xor(sine, sineSign)));
  }
}

/**
 * Fills `vectors` (even) vectors with N(0, 1) by Box and Muller's transform of xoshiro128+ (Blackman & Vigna), four
 * generators side by side, whose states are hashes of (key, step, tile, lane): what a tile gets does not depend on the
 * thread that computes it.
 */
export function normals(output: usize, vectors: i32, key0: i32, key1: i32, step: i32, tile: i32): void {
  const base = mix(i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(tile << 2)));
  const stepped = mix(v128.xor(base, i32x4.splat(step * 0x9e3779b9 + key0)));
  let s0 = mix(i32x4.add(stepped, i32x4.splat(key1)));
  let s1 = mix(i32x4.add(s0, i32x4.splat(0x9e3779b9)));
  let s2 = mix(v128.xor(s1, stepped));
  let s3 = mix(i32x4.add(s2, i32x4.splat(0x7f4a7c15)));
  let first = s0;
  for (let k = 0; k < vectors; k++) {
    const bits = i32x4.add(s0, s3);
    const t = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotl(s3, 11);
    if (k & 1) BoxMuller.store(first, bits, output + ((k - 1) << 4), output + (k << 4));
    else first = bits;
  }
}

/**
 * Fills the panel of the noise ε with N(0, 1): a row for each latent number and draw, draws `first` (even) to
 * first + samples of the points from 4 · group on, four to a vector. What a point gets at a draw is a hash of (key, point,
 * draw, latent number) alone, whatever else is drawn: Box and Muller's transform takes the draws in pairs.
 */
export function drawNoise(
  noise: usize,
  latentSize: i32,
  samples: i32,
  vectors: i32,
  key0: i32,
  key1: i32,
  first: i32,
  group: i32,
): void {
  const row: usize = (<usize>vectors) << 4;
  for (let v = 0; v < vectors; v++) {
    const point = i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat((group + v) << 2));
    const h0 = mix(v128.xor(mix(point), i32x4.splat(key0)));
    const h1 = mix(i32x4.add(h0, i32x4.splat(key1)));
    const h2 = mix(i32x4.add(h1, i32x4.splat(0x9e3779b9)));
    for (let k = 0; k < latentSize; k++) {
      let at = noise + <usize>(k * samples) * row + ((<usize>v) << 4);
      for (let s = 0; s < samples; s += 2, at += 2 * row) {
        const counter = ((first + s) >> 1) * latentSize + k;
        const t = mix(i32x4.add(h0, i32x4.splat(counter * 0x9e3779b9)));
        const next = s + 1 < samples ? at + row : at;
        BoxMuller.store(mix(v128.xor(t, h1)), mix(i32x4.add(t, h2)), at, next);
      }
    }
  }
}

import { log, share } from "./exponential";
import { clampLogVariance, clampMask, madd, sum } from "./vector";

// The importance-weighted bound, whose gradient counts each draw by its share of Σ_s w_s, w_s = p(x|z_s) p(z_s)/q(z_s|x).

/**
 * Turns −log p(x|z_s) of each draw into `weight` times its share of Σ_s w_s, and into 0 for points that `mask` leaves out.
 * Returns Σ log Σ_s w_s over the other points, without the likelihood's constant.
 */
export function importanceWeights(
  terms: usize,
  heads: usize,
  noise: usize,
  z: usize,
  mask: usize,
  latentSize: i32,
  samples: i32,
  vectors: i32,
  weight: f32,
): f32 {
  const row: usize = (<usize>vectors) << 4;
  const draws: usize = <usize>samples * row;
  const half = f32x4.splat(0.5);
  let total = f32x4.splat(0);
  for (let v: usize = 0; v < row; v += 16) {
    let logVariances = f32x4.splat(0);
    for (let k = 0, at = heads + <usize>latentSize * row + v; k < latentSize; k++, at += row)
      logVariances = f32x4.add(logVariances, clampLogVariance(v128.load(at)));
    let most = f32x4.splat(-Infinity);
    for (let d = v; d < draws; d += row) {
      // 2 log p(z)/q(z|x), where the constants cancel
      let ratio = logVariances;
      for (let k = 0, at = d; k < latentSize; k++, at += draws) {
        const epsilon = v128.load(noise + at);
        const value = v128.load(z + at);
        ratio = madd(epsilon, epsilon, f32x4.sub(ratio, f32x4.mul(value, value)));
      }
      const logWeight = f32x4.sub(f32x4.mul(half, ratio), v128.load(terms + d));
      v128.store(terms + d, logWeight);
      most = f32x4.pmax(most, logWeight);
    }
    let weights = f32x4.splat(0);
    for (let d = v; d < draws; d += row) {
      const one = share(f32x4.sub(v128.load(terms + d), most));
      v128.store(terms + d, one);
      weights = f32x4.add(weights, one);
    }
    const valid = v128.load(mask + v);
    const each = v128.and(valid, f32x4.div(f32x4.splat(weight), weights));
    for (let d = v; d < draws; d += row) v128.store(terms + d, f32x4.mul(each, v128.load(terms + d)));
    total = f32x4.add(total, v128.and(valid, f32x4.add(most, log(weights))));
  }
  return sum(total);
}

/** Multiplies each row of a panel, with all draws in it, by the weights of the draws. */
export function weighDraws(panel: usize, weights: usize, rows: i32, vectors: i32): void {
  const row: usize = (<usize>vectors) << 4;
  for (let i = 0; i < rows; i++, panel += row)
    for (let v: usize = 0; v < row; v += 16)
      v128.store(panel + v, f32x4.mul(v128.load(panel + v), v128.load(weights + v)));
}

/**
 * The gradient of the heads from the weights of the draws, which add up to `weight` for each point that `mask` leaves, and from
 * that of z = μ + σ ε through −log p(x|z): the rest of −log w is ½ z² − ½ ε² − log σ in each latent number.
 */
export function importanceGradient(
  heads: usize,
  noise: usize,
  deviation: usize,
  z: usize,
  weights: usize,
  zGradient: usize,
  headsGradient: usize,
  mask: usize,
  latentSize: i32,
  samples: i32,
  vectors: i32,
  weight: f32,
): void {
  const row: usize = (<usize>vectors) << 4;
  const draws: usize = <usize>samples * row;
  const logVariances = <usize>latentSize * row;
  for (let k = 0; k < latentSize; k++) {
    for (let v: usize = 0; v < row; v += 16) {
      const valid = v128.load(mask + v);
      let meanGradient = f32x4.splat(0);
      let noiseGradient = f32x4.splat(0);
      for (let d = v; d < draws; d += row) {
        const g = madd(v128.load(weights + d), v128.load(z + d), v128.load(zGradient + d));
        meanGradient = f32x4.add(meanGradient, g);
        noiseGradient = madd(g, v128.load(noise + d), noiseGradient);
      }
      const logVarianceGradient = f32x4.mul(
        f32x4.splat(0.5),
        madd(noiseGradient, v128.load(deviation + v), f32x4.splat(-weight)),
      );
      const passes = v128.and(valid, clampMask(v128.load(heads + logVariances + v)));
      v128.store(headsGradient + v, v128.and(valid, meanGradient));
      v128.store(headsGradient + logVariances + v, v128.and(passes, logVarianceGradient));
    }
    heads += row;
    headsGradient += row;
    deviation += row;
    noise += draws;
    z += draws;
    zGradient += draws;
  }
}

import { exp } from "./exponential";
import { clampLogVariance, clampMask, madd, sum } from "./vector";

/**
 * z = μ + σ ε for each of `samples` draws, with heads = (μ rows, log σ² rows) of `vectors` vectors and noise and z rows
 * of samples · vectors. Writes σ to `deviation` for the gradient.
 */
export function reparameterize(
  heads: usize,
  noise: usize,
  z: usize,
  deviation: usize,
  latentSize: i32,
  samples: i32,
  vectors: i32,
): void {
  const row: usize = (<usize>vectors) << 4;
  const logVariances = <usize>latentSize * row;
  for (let k = 0; k < latentSize; k++) {
    for (let v: usize = 0; v < row; v += 16) {
      const mean = v128.load(heads + v);
      const s = exp(f32x4.mul(clampLogVariance(v128.load(heads + logVariances + v)), f32x4.splat(0.5)));
      v128.store(deviation + v, s);
      for (let d: usize = v; d < <usize>samples * row; d += row)
        v128.store(z + d, madd(s, v128.load(noise + d), mean));
    }
    heads += row;
    deviation += row;
    noise += <usize>samples * row;
    z += <usize>samples * row;
  }
}

/**
 * The gradient of the heads, from that of z through z = μ + σ ε and from `weight` · KL(N(μ, σ²)‖N(0, 1)), for the
 * points that `mask` leaves. Returns their Σ KL.
 */
export function latentGradient(
  heads: usize,
  noise: usize,
  deviation: usize,
  zGradient: usize,
  headsGradient: usize,
  mask: usize,
  latentSize: i32,
  samples: i32,
  vectors: i32,
  weight: f32,
): f32 {
  const row: usize = (<usize>vectors) << 4;
  const logVariances = <usize>latentSize * row;
  const half = f32x4.splat(0.5);
  const one = f32x4.splat(1.0);
  const w = f32x4.splat(weight);
  let total = f32x4.splat(0);
  for (let k = 0; k < latentSize; k++) {
    for (let v: usize = 0; v < row; v += 16) {
      const mean = v128.load(heads + v);
      const raw = v128.load(heads + logVariances + v);
      const s = v128.load(deviation + v);
      const variance = f32x4.mul(s, s);
      const valid = v128.load(mask + v);
      const divergence = f32x4.sub(f32x4.sub(madd(mean, mean, variance), clampLogVariance(raw)), one);
      total = f32x4.add(total, v128.and(valid, f32x4.mul(half, divergence)));
      let meanGradient = f32x4.mul(w, mean);
      let noiseGradient = f32x4.splat(0);
      for (let d: usize = v; d < <usize>samples * row; d += row) {
        const g = v128.load(zGradient + d);
        meanGradient = f32x4.add(meanGradient, g);
        noiseGradient = madd(g, v128.load(noise + d), noiseGradient);
      }
      const logVarianceGradient = f32x4.mul(
        half,
        madd(noiseGradient, s, f32x4.mul(w, f32x4.sub(variance, one))),
      );
      v128.store(headsGradient + v, v128.and(valid, meanGradient));
      v128.store(
        headsGradient + logVariances + v,
        v128.and(v128.and(valid, clampMask(raw)), logVarianceGradient),
      );
    }
    heads += row;
    headsGradient += row;
    deviation += row;
    noise += <usize>samples * row;
    zGradient += <usize>samples * row;
  }
  return sum(total);
}

import { madd } from "./vector";

/**
 * One step of Adam for the parameters from `start` to `end` (counts, multiples of 4). From `vectors` on lie, `stride`
 * bytes apart, the parameters, a copy of the previous ones, both moments, and a gradient for each of the shards. These
 * are added up, always in the same order, and reset to 0. `rate` and `correction` are learningRate/(1 − β₁ᵗ) and
 * 1/√(1 − β₂ᵗ); with β₂ = 1 squares are summed, as Adagrad does.
 */
export function adam(
  vectors: usize,
  stride: usize,
  shards: i32,
  start: i32,
  end: i32,
  rate: f32,
  correction: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
): void {
  const parameters = vectors;
  const previous = parameters + stride;
  const firstMoment = previous + stride;
  const secondMoment = firstMoment + stride;
  const gradients = secondMoment + stride;
  const zero = f32x4.splat(0);
  const gain: f32 = beta2 < 1 ? 1 - beta2 : 1;
  for (let at: usize = (<usize>start) << 2, last: usize = (<usize>end) << 2; at < last; at += 16) {
    let g = zero;
    for (let shard = 0, p = gradients + at; shard < shards; shard++, p += stride) {
      g = f32x4.add(g, v128.load(p));
      v128.store(p, zero);
    }
    const m = madd(f32x4.splat(beta1), v128.load(firstMoment + at), f32x4.mul(f32x4.splat(1 - beta1), g));
    const v = madd(
      f32x4.splat(beta2),
      v128.load(secondMoment + at),
      f32x4.mul(f32x4.splat(gain), f32x4.mul(g, g)),
    );
    v128.store(firstMoment + at, m);
    v128.store(secondMoment + at, v);
    const old = v128.load(parameters + at);
    v128.store(previous + at, old);
    const deviation = madd(f32x4.sqrt(v), f32x4.splat(correction), f32x4.splat(epsilon));
    v128.store(parameters + at, f32x4.sub(old, f32x4.div(f32x4.mul(f32x4.splat(rate), m), deviation)));
  }
}

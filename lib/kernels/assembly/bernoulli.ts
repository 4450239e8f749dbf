import { Softplus } from "./activation";
import { exp } from "./exponential";
import { madd } from "./vector";

/** log Bernoulli(x; sigmoid(logit)) = x · logit − log(1 + e^logit). */
export class Bernoulli {
  @inline logProb(x: v128, logits: usize, _stride: usize, _first: v128, _second: v128): v128 {
    const logit = v128.load(logits);
    return f32x4.sub(f32x4.mul(x, logit), Softplus.of(logit));
  }

  @inline surprise(
    x: v128,
    logits: usize,
    gradient: usize,
    _stride: usize,
    valid: v128,
    weight: v128,
    _first: v128,
    _second: v128,
  ): v128 {
    const one = f32x4.splat(1.0);
    const logit = v128.load(logits);
    const u = exp(f32x4.neg(f32x4.abs(logit)));
    const far = f32x4.div(one, f32x4.add(one, u));
    const sigmoid = v128.bitselect(far, f32x4.mul(u, far), f32x4.gt(logit, f32x4.splat(0)));
    v128.store(gradient, v128.and(valid, f32x4.mul(weight, f32x4.sub(sigmoid, x))));
    return v128.and(valid, madd(f32x4.neg(x), logit, Softplus.from(logit, u)));
  }

  /** e^−(a² + b²)/2 is uniform over (0, 1), and below sigmoid(logit) where (a² + b²)/2 > log(1 + e^−logit). */
  @inline sample(logits: usize, _stride: usize, a: v128, b: v128, _first: v128, _second: v128): v128 {
    const halfSquare = f32x4.mul(f32x4.splat(0.5), madd(a, a, f32x4.mul(b, b)));
    const surprise = Softplus.of(f32x4.neg(v128.load(logits)));
    return v128.and(f32x4.gt(halfSquare, surprise), f32x4.splat(1.0));
  }
}

import { GAUSSIAN, PREPARED_GAUSSIAN } from "../likelihood-codes";
import { log, share } from "./exponential";
import { PreparedGaussian } from "./gaussian";
import { surprises } from "./likelihoods";
import { madd, splat, sum } from "./vector";

/**
 * Σ log Σ_k exp(logMasses[k]) p(x|z_k) over the `count` points that `indices` names, without the likelihood's constant, for
 * the decoder's output at 4 · vectors nodes z_k: `outputs` rows of `vectors` vectors. Adds −`weight` times the gradient of that
 * sum with respect to the decoder's output to `gradient`. `own` has room for dimensions + vectors · (2 · outputs +
 * dimensions + 1) vectors. `mask` begins with a vector of ones.
 */
export function evidence(
  likelihood: i32,
  points: usize,
  indices: usize,
  count: i32,
  output: usize,
  logMasses: usize,
  gradient: usize,
  own: usize,
  mask: usize,
  dimensions: i32,
  outputs: i32,
  vectors: i32,
  weight: f32,
  first: f32,
  second: f32,
): f64 {
  const row: usize = (<usize>vectors) << 4;
  const terms = own + ((<usize>dimensions) << 4);
  const slopes = terms + row;
  if (likelihood === GAUSSIAN) {
    const prepared = slopes + <usize>outputs * row;
    PreparedGaussian.prepare(output, prepared, <usize>dimensions * row);
    likelihood = PREPARED_GAUSSIAN;
    output = prepared;
  }
  let total: f64 = 0;
  for (const end = indices + ((<usize>count) << 2); indices < end; indices += 4) {
    let x = points + ((<usize>(load<u32>(indices) * dimensions)) << 2);
    for (let at = own; at < terms; at += 16, x += 4) v128.store(at, splat(x));
    // One point four times, and the vectors of nodes in place of draws.
    surprises(likelihood, own, output, slopes, terms, mask, dimensions, vectors, 1, first, second);
    let mosts = f32x4.splat(-Infinity);
    for (let v: usize = 0; v < row; v += 16) {
      const logJoint = f32x4.sub(v128.load(logMasses + v), v128.load(terms + v));
      v128.store(terms + v, logJoint);
      mosts = f32x4.pmax(mosts, logJoint);
    }
    const most = max(
      max(f32x4.extract_lane(mosts, 0), f32x4.extract_lane(mosts, 1)),
      max(f32x4.extract_lane(mosts, 2), f32x4.extract_lane(mosts, 3)),
    );
    let joints = f32x4.splat(0);
    for (let v: usize = 0; v < row; v += 16) {
      const joint = share(f32x4.sub(v128.load(terms + v), f32x4.splat(most)));
      v128.store(terms + v, joint);
      joints = f32x4.add(joints, joint);
    }
    const joint = sum(joints);
    const each = f32x4.splat(weight / joint);
    for (let v: usize = 0; v < row; v += 16) v128.store(terms + v, f32x4.mul(each, v128.load(terms + v)));
    for (let i = 0, at = gradient, slope = slopes; i < outputs; i++, at += row, slope += row)
      for (let v: usize = 0; v < row; v += 16)
        v128.store(at + v, madd(v128.load(terms + v), v128.load(slope + v), v128.load(at + v)));
    total += <f64>most + <f64>f32x4.extract_lane(log(f32x4.splat(joint)), 0);
  }
  return total;
}

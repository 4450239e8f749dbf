import { madd, splat, sum, sums } from "./vector";

/**
 * A dense layer on panels of `vectors` vectors a row (at least 4):
 * output[j][v] = bias[j] + Σ_i input[i][v] · weight[i][j], with ReLU if `rectify`.
 */
export function dense(
  input: usize,
  output: usize,
  weight: usize,
  bias: usize,
  inputs: i32,
  outputs: i32,
  vectors: i32,
  rectify: bool,
): void {
  multiply(input, output, weight, bias, 0, inputs, outputs, outputs, 1, vectors, rectify);
}

/**
 * The gradient of a dense layer's input: inputGradient[i][v] = Σ_j outputGradient[j][v] · weight[i][j]. A `gate` panel
 * (0 for none) zeroes it where the gate is not positive, which is the gradient of a ReLU whose output the gate is.
 */
export function denseInputGradient(
  outputGradient: usize,
  inputGradient: usize,
  weight: usize,
  gate: usize,
  inputs: i32,
  outputs: i32,
  vectors: i32,
): void {
  multiply(outputGradient, inputGradient, weight, 0, gate, outputs, inputs, 1, outputs, vectors, false);
}

/**
 * output[j][v] = bias[j] + Σ_i input[i][v] · weight[i · inputStride + j · outputStride], without the bias if it is 0;
 * then ReLU if `rectify`, or else zero where the `gate` panel is not positive, if there is one. Rows are cut into blocks of
 * four vectors, the last of which overlaps the one before where a row is not a multiple of them.
 */
function multiply(
  input: usize,
  output: usize,
  weight: usize,
  bias: usize,
  gate: usize,
  inputs: i32,
  outputs: i32,
  inputStride: i32,
  outputStride: i32,
  vectors: i32,
  rectify: bool,
): void {
  const row: usize = (<usize>vectors) << 4;
  const wi: usize = (<usize>inputStride) << 2;
  const wj: usize = (<usize>outputStride) << 2;
  const zero = f32x4.splat(0);
  let j = 0;
  for (; j + 1 < outputs; j += 2) {
    const b0 = bias ? splat(bias + (j << 2)) : zero;
    const b1 = bias ? splat(bias + (j << 2) + 4) : zero;
    for (let v: usize = 0; v < row; v += 64) {
      if (v + 64 > row) v = row - 64;
      let a0 = b0,
        a1 = b0,
        a2 = b0,
        a3 = b0,
        c0 = b1,
        c1 = b1,
        c2 = b1,
        c3 = b1;
      let x = input + v;
      let w = weight + <usize>j * wj;
      for (let i = 0; i < inputs; i++) {
        const x0 = v128.load(x),
          x1 = v128.load(x, 16),
          x2 = v128.load(x, 32),
          x3 = v128.load(x, 48);
        const w0 = splat(w),
          w1 = splat(w + wj);
        a0 = madd(w0, x0, a0);
        a1 = madd(w0, x1, a1);
        a2 = madd(w0, x2, a2);
        a3 = madd(w0, x3, a3);
        c0 = madd(w1, x0, c0);
        c1 = madd(w1, x1, c1);
        c2 = madd(w1, x2, c2);
        c3 = madd(w1, x3, c3);
        x += row;
        w += wi;
      }
      const at = output + <usize>j * row + v;
      if (rectify) {
        a0 = f32x4.pmax(zero, a0);
        a1 = f32x4.pmax(zero, a1);
        a2 = f32x4.pmax(zero, a2);
        a3 = f32x4.pmax(zero, a3);
        c0 = f32x4.pmax(zero, c0);
        c1 = f32x4.pmax(zero, c1);
        c2 = f32x4.pmax(zero, c2);
        c3 = f32x4.pmax(zero, c3);
      } else if (gate) {
        const g = gate + <usize>j * row + v;
        const h = g + row;
        a0 = v128.and(a0, f32x4.gt(v128.load(g), zero));
        a1 = v128.and(a1, f32x4.gt(v128.load(g, 16), zero));
        a2 = v128.and(a2, f32x4.gt(v128.load(g, 32), zero));
        a3 = v128.and(a3, f32x4.gt(v128.load(g, 48), zero));
        c0 = v128.and(c0, f32x4.gt(v128.load(h), zero));
        c1 = v128.and(c1, f32x4.gt(v128.load(h, 16), zero));
        c2 = v128.and(c2, f32x4.gt(v128.load(h, 32), zero));
        c3 = v128.and(c3, f32x4.gt(v128.load(h, 48), zero));
      }
      v128.store(at, a0);
      v128.store(at, a1, 16);
      v128.store(at, a2, 32);
      v128.store(at, a3, 48);
      v128.store(at + row, c0);
      v128.store(at + row, c1, 16);
      v128.store(at + row, c2, 32);
      v128.store(at + row, c3, 48);
    }
  }
  if (j < outputs) {
    const b = bias ? splat(bias + (j << 2)) : zero;
    for (let v: usize = 0; v < row; v += 64) {
      if (v + 64 > row) v = row - 64;
      let a0 = b,
        a1 = b,
        a2 = b,
        a3 = b;
      let x = input + v;
      let w = weight + <usize>j * wj;
      for (let i = 0; i < inputs; i++) {
        const w0 = splat(w);
        a0 = madd(w0, v128.load(x), a0);
        a1 = madd(w0, v128.load(x, 16), a1);
        a2 = madd(w0, v128.load(x, 32), a2);
        a3 = madd(w0, v128.load(x, 48), a3);
        x += row;
        w += wi;
      }
      const at = output + <usize>j * row + v;
      if (rectify) {
        a0 = f32x4.pmax(zero, a0);
        a1 = f32x4.pmax(zero, a1);
        a2 = f32x4.pmax(zero, a2);
        a3 = f32x4.pmax(zero, a3);
      } else if (gate) {
        const g = gate + <usize>j * row + v;
        a0 = v128.and(a0, f32x4.gt(v128.load(g), zero));
        a1 = v128.and(a1, f32x4.gt(v128.load(g, 16), zero));
        a2 = v128.and(a2, f32x4.gt(v128.load(g, 32), zero));
        a3 = v128.and(a3, f32x4.gt(v128.load(g, 48), zero));
      }
      v128.store(at, a0);
      v128.store(at, a1, 16);
      v128.store(at, a2, 32);
      v128.store(at, a3, 48);
    }
  }
}

/**
 * The gradient of a dense layer's parameters, added to what is there: weightGradient[i][j] gains
 * Σ_v input[i][v] · outputGradient[j][v], and biasGradient[j] gains Σ_v outputGradient[j][v].
 */
export function denseGradient(
  input: usize,
  outputGradient: usize,
  weightGradient: usize,
  biasGradient: usize,
  inputs: i32,
  outputs: i32,
  vectors: i32,
): void {
  const row: usize = (<usize>vectors) << 4;
  const zero = f32x4.splat(0);
  let j = 0;
  for (; j + 3 < outputs; j += 4) {
    const d = outputGradient + <usize>j * row;
    {
      let b0 = zero,
        b1 = zero,
        b2 = zero,
        b3 = zero;
      for (let v: usize = 0; v < row; v += 16) {
        b0 = f32x4.add(b0, v128.load(d + v));
        b1 = f32x4.add(b1, v128.load(d + row + v));
        b2 = f32x4.add(b2, v128.load(d + 2 * row + v));
        b3 = f32x4.add(b3, v128.load(d + 3 * row + v));
      }
      const g = biasGradient + (j << 2);
      v128.store(g, f32x4.add(v128.load(g), sums(b0, b1, b2, b3)));
    }
    let i = 0;
    for (; i + 1 < inputs; i += 2) {
      let a0 = zero,
        a1 = zero,
        a2 = zero,
        a3 = zero,
        c0 = zero,
        c1 = zero,
        c2 = zero,
        c3 = zero;
      let x = input + <usize>i * row;
      let p = d;
      for (const end = p + row; p < end; p += 16, x += 16) {
        const x0 = v128.load(x),
          x1 = v128.load(x + row);
        const d0 = v128.load(p),
          d1 = v128.load(p + row),
          d2 = v128.load(p + 2 * row),
          d3 = v128.load(p + 3 * row);
        a0 = madd(x0, d0, a0);
        a1 = madd(x0, d1, a1);
        a2 = madd(x0, d2, a2);
        a3 = madd(x0, d3, a3);
        c0 = madd(x1, d0, c0);
        c1 = madd(x1, d1, c1);
        c2 = madd(x1, d2, c2);
        c3 = madd(x1, d3, c3);
      }
      const g = weightGradient + ((i * outputs + j) << 2);
      const h = g + (outputs << 2);
      v128.store(g, f32x4.add(v128.load(g), sums(a0, a1, a2, a3)));
      v128.store(h, f32x4.add(v128.load(h), sums(c0, c1, c2, c3)));
    }
    if (i < inputs) {
      let a0 = zero,
        a1 = zero,
        a2 = zero,
        a3 = zero;
      let x = input + <usize>i * row;
      for (let p = d; p < d + row; p += 16, x += 16) {
        const x0 = v128.load(x);
        a0 = madd(x0, v128.load(p), a0);
        a1 = madd(x0, v128.load(p + row), a1);
        a2 = madd(x0, v128.load(p + 2 * row), a2);
        a3 = madd(x0, v128.load(p + 3 * row), a3);
      }
      const g = weightGradient + ((i * outputs + j) << 2);
      v128.store(g, f32x4.add(v128.load(g), sums(a0, a1, a2, a3)));
    }
  }
  for (; j < outputs; j++) {
    const d = outputGradient + <usize>j * row;
    let b = zero;
    for (let v: usize = 0; v < row; v += 16) b = f32x4.add(b, v128.load(d + v));
    const g = biasGradient + (j << 2);
    store<f32>(g, load<f32>(g) + sum(b));
    let i = 0;
    for (; i + 3 < inputs; i += 4) {
      let a0 = zero,
        a1 = zero,
        a2 = zero,
        a3 = zero;
      let x = input + <usize>i * row;
      for (let p = d; p < d + row; p += 16, x += 16) {
        const d0 = v128.load(p);
        a0 = madd(v128.load(x), d0, a0);
        a1 = madd(v128.load(x + row), d0, a1);
        a2 = madd(v128.load(x + 2 * row), d0, a2);
        a3 = madd(v128.load(x + 3 * row), d0, a3);
      }
      const s = sums(a0, a1, a2, a3);
      const step: usize = (<usize>outputs) << 2;
      let g = weightGradient + ((i * outputs + j) << 2);
      store<f32>(g, load<f32>(g) + f32x4.extract_lane(s, 0));
      g += step;
      store<f32>(g, load<f32>(g) + f32x4.extract_lane(s, 1));
      g += step;
      store<f32>(g, load<f32>(g) + f32x4.extract_lane(s, 2));
      g += step;
      store<f32>(g, load<f32>(g) + f32x4.extract_lane(s, 3));
    }
    for (; i < inputs; i++) {
      let a = zero;
      let x = input + <usize>i * row;
      for (let p = d; p < d + row; p += 16, x += 16) a = madd(v128.load(x), v128.load(p), a);
      const g = weightGradient + ((i * outputs + j) << 2);
      store<f32>(g, load<f32>(g) + sum(a));
    }
  }
}

import { describe, expect, it } from "vitest";
import {
  BERNOULLI,
  FIXED_GAUSSIAN,
  GAUSSIAN,
  PUBLISHED,
  STUDENT_T,
} from "../../lib/kernels/likelihood-codes";
import { logGammaRatio } from "../../lib/numerics/gamma-ratio";
import { Random } from "../../lib/random";
import { bitsOf } from "../support/bits";
import { kernelMemory } from "./memory";

const { kernels, place, masked } = await kernelMemory();
type Placed = ReturnType<typeof place>;
/** Two blocks of four vectors as the dense layer takes them, and an odd one. */
const VECTORS = 9;
const POINTS = 4 * VECTORS;

const random = new Random(1, "primitives");
const draws = (count: number) => Float32Array.from(random.normals(new Float64Array(count)));
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** ∂f/∂inputs[i] by central differences of a float64 function. */
function slope(f: (inputs: Float64Array) => number, inputs: ArrayLike<number>, i: number): number {
  const step = 1e-5;
  const shifted = (by: number) => {
    const copy = Float64Array.from(inputs);
    copy[i] += by;
    return f(copy);
  };
  return (shifted(step) - shifted(-step)) / (2 * step);
}

/** Expects every entry of a gradient to be the slope of `f`, to float32. */
function expectGradient(
  gradient: ArrayLike<number>,
  f: (inputs: Float64Array) => number,
  inputs: ArrayLike<number>,
) {
  const slopes = Array.from(inputs, (_, i) => slope(f, inputs, i));
  const largest = Math.max(1, ...slopes.map(Math.abs));
  slopes.forEach((expected, i) => {
    expect(
      Math.abs(gradient[i] - expected) / largest,
      `entry ${i}: ${gradient[i]}, expected ${expected}`,
    ).toBeLessThan(2e-5);
  });
}

/** A dense layer on a panel in float64, `x` [inputs][points], `weight` [inputs][outputs]. */
function denseReference(
  x: ArrayLike<number>,
  weight: ArrayLike<number>,
  bias: ArrayLike<number>,
  inputs: number,
  outputs: number,
  points: number,
) {
  return Float64Array.from({ length: outputs * points }, (_, k) => {
    const j = Math.floor(k / points);
    let sum = bias[j];
    for (let i = 0; i < inputs; i++) sum += x[i * points + (k % points)] * weight[i * outputs + j];
    return sum;
  });
}

describe.each([
  [1, 1],
  [2, 10],
  [10, 2],
  [3, 5],
  [7, 4],
  [5, 1],
  [1, 6],
  [9, 11],
])("dense layer %i → %i", (inputs, outputs) => {
  const x = place(draws(inputs * POINTS));
  const weight = place(draws(inputs * outputs));
  const bias = place(draws(outputs));
  const given = place(draws(outputs * POINTS));
  const y = place(new Float32Array(outputs * POINTS));
  const value = (x: ArrayLike<number>, w: ArrayLike<number>, b: ArrayLike<number>) =>
    denseReference(x, w, b, inputs, outputs, POINTS).reduce((sum, out, k) => sum + out * given.list[k], 0);

  it("forward, and with ReLU", () => {
    const expected = denseReference(x.list, weight.list, bias.list, inputs, outputs, POINTS);
    for (const rectify of [false, true]) {
      kernels.dense(x.address, y.address, weight.address, bias.address, inputs, outputs, VECTORS, rectify);
      const wanted = rectify ? expected.map((value) => Math.max(0, value)) : expected;
      for (let k = 0; k < wanted.length; k++) expect(y.list[k]).toBeCloseTo(wanted[k], 4);
    }
  });

  it("backward to the input, and through ReLU's gate", () => {
    const back = place(new Float32Array(inputs * POINTS));
    const backward = (gate: number) =>
      kernels.denseInputGradient(given.address, back.address, weight.address, gate, inputs, outputs, VECTORS);
    backward(0);
    expectGradient(back.list, (moved) => value(moved, weight.list, bias.list), x.list);
    const open = back.list.slice();
    backward(x.address);
    expect(back.list).toEqual(open.map((value, k) => (x.list[k] > 0 ? value : 0)));
  });

  it("backward to weights and biases, added to what is there", () => {
    const weightGradient = place(new Float32Array(inputs * outputs).fill(1));
    const biasGradient = place(new Float32Array(outputs).fill(1));
    kernels.denseGradient(
      x.address,
      given.address,
      weightGradient.address,
      biasGradient.address,
      inputs,
      outputs,
      VECTORS,
    );
    const without = (list: Float32Array) => list.map((entry) => entry - 1);
    expectGradient(without(weightGradient.list), (moved) => value(x.list, moved, bias.list), weight.list);
    expectGradient(without(biasGradient.list), (moved) => value(x.list, weight.list, moved), bias.list);
  });
});

describe("biases by themselves", () => {
  it("are added to each row of a panel", () => {
    const [panel, bias] = [place(draws(3 * POINTS)), place([5, -6, 7])];
    const before = panel.list.slice();
    kernels.addBias(panel.address, bias.address, 3, VECTORS);
    expect(panel.list).toEqual(before.map((value, k) => value + bias.list[Math.floor(k / POINTS)]));
  });

  it("have the sums over rows as gradients, added to what is there", () => {
    const [given, gradient] = [place(draws(3 * POINTS)), place([1, 2, 3])];
    kernels.addBiasGradient(given.address, gradient.address, 3, VECTORS);
    for (const unit of [0, 1, 2]) {
      const row = given.list.subarray(unit * POINTS, (unit + 1) * POINTS);
      expect(gradient.list[unit]).toBeCloseTo(unit + 1 + row.reduce((sum, value) => sum + value, 0), 4);
    }
  });
});

describe("activations", () => {
  it.each([
    {
      name: "ReLU",
      apply: kernels.applyRelu,
      gradient: kernels.reluGradient,
      exact: (x: number) => Math.max(0, x),
    },
    { name: "tanh", apply: kernels.applyTanh, gradient: kernels.tanhGradient, exact: Math.tanh },
    { name: "softplus", apply: kernels.applySoftplus, gradient: kernels.softplusGradient, exact: softplus },
    { name: "sigmoid", apply: kernels.applySigmoid, gradient: kernels.sigmoidGradient, exact: sigmoid },
  ])("$name", ({ apply, gradient, exact }) => {
    const inputs = draws(POINTS).map((x) => 2 * x);
    const y = place(inputs);
    const given = place(draws(POINTS));
    const factors = given.list.slice();
    apply(y.address, VECTORS);
    gradient(y.address, given.address, VECTORS);
    expectGradient(given.list, (x) => x.reduce((sum, one, k) => sum + exact(one) * factors[k], 0), inputs);
  });
});

describe("likelihoods: value, gradient, and nothing from masked points", () => {
  const dimensions = 2;
  const samples = 3;
  const valid = POINTS - 5;
  const weight = 0.7;
  const x = place(draws(dimensions * POINTS).map((value) => Math.abs(value) % 1));
  const mask = masked(valid, POINTS);

  /** Σ over dimensions, draws and valid points of `term(x, output, second output, third output)`. */
  const total = (outputs: ArrayLike<number>, term: (x: number, ...outputs: number[]) => number) => {
    const stride = dimensions * samples * POINTS;
    let sum = 0;
    for (let d = 0; d < dimensions; d++)
      for (let s = 0; s < samples; s++)
        for (let p = 0; p < valid; p++) {
          const at = (d * samples + s) * POINTS + p;
          sum += term(x.list[d * POINTS + p], outputs[at], outputs[at + stride], outputs[at + 2 * stride]);
        }
    return sum;
  };

  const compare = (
    code: number,
    outputs: Placed,
    gradient: Placed,
    ...parameters: readonly [number, number]
  ) =>
    kernels.surprise(
      code,
      x.address,
      outputs.address,
      gradient.address,
      mask,
      dimensions,
      samples,
      VECTORS,
      weight,
      ...parameters,
    );

  interface LikelihoodCase {
    readonly name: string;
    readonly code: number;
    readonly heads: number;
    readonly parameters?: readonly [number, number];
    readonly term: (x: number, ...outputs: number[]) => number;
  }

  it.each<LikelihoodCase>([
    {
      name: "a Gaussian with a fixed precision of 4",
      code: FIXED_GAUSSIAN,
      parameters: [4, 0] as const,
      heads: 1,
      term: (x: number, o: number) => 2 * (x - o) ** 2,
    },
    {
      name: "a Gaussian",
      code: GAUSSIAN,
      heads: 2,
      term: (x: number, mean: number, logVariance: number) =>
        ((x - mean) ** 2 * Math.exp(-logVariance) + logVariance) / 2,
    },
    ...[
      { fixed: "nothing", parameters: [0, 0] as const },
      { fixed: "its precision", parameters: [4, 0] as const },
      { fixed: "its degrees of freedom", parameters: [0, 5] as const },
    ].map(({ fixed, parameters: [precision, freedom] }) => ({
      name: `a Student-t with ${fixed} fixed`,
      code: STUDENT_T,
      parameters: [precision, freedom] as const,
      heads: precision === 0 && freedom === 0 ? 3 : 2,
      term: (x: number, mean: number, second: number, third: number) => {
        const nu = freedom || 2 + softplus(precision ? second : third);
        const logVariance = precision ? 0 : second;
        const y = ((x - mean) ** 2 * (precision || Math.exp(-logVariance))) / nu;
        const ratio = freedom ? 0 : logGammaRatio(nu / 2);
        return ((nu + 1) * Math.log1p(y) + logVariance) / 2 - ratio;
      },
    })),
    {
      name: "what the post's code takes for a Gaussian",
      code: PUBLISHED,
      heads: 2,
      term: (x: number, mean: number, logVariance: number) =>
        ((x - mean) ** 2 + Math.exp(-logVariance) / 2 + logVariance) / 2,
    },
    {
      name: "a Bernoulli",
      code: BERNOULLI,
      heads: 1,
      term: (x: number, logit: number) => softplus(logit) - x * logit,
    },
  ])("$name", ({ code, heads, term, parameters = [0, 0] }) => {
    const outputs = place(draws(heads * dimensions * samples * POINTS));
    const gradient = place(new Float32Array(outputs.list.length).fill(9));
    const value = compare(code, outputs, gradient, ...parameters);
    expect(value / total(outputs.list, term)).toBeCloseTo(1, 5);
    expectGradient(gradient.list, (moved) => weight * total(moved, term), outputs.list);

    const terms = place(new Float32Array(samples * POINTS).fill(9));
    const unweighted = place(new Float32Array(outputs.list.length).fill(9));
    kernels.surprises(
      code,
      x.address,
      outputs.address,
      unweighted.address,
      terms.address,
      mask,
      dimensions,
      samples,
      VECTORS,
      ...parameters,
    );
    gradient.list.forEach((one, at) => {
      expect(unweighted.list[at]).toBeCloseTo(one / weight, 4);
    });
    terms.list.forEach((got, at) => {
      const [s, p] = [Math.floor(at / POINTS), at % POINTS];
      let expected = 0;
      for (let d = 0; d < dimensions && p < valid; d++) {
        const [one, two, three] = [0, 1, 2].map(
          (head) => outputs.list[((head * dimensions + d) * samples + s) * POINTS + p],
        );
        expected += term(x.list[d * POINTS + p], one, two, three);
      }
      expect(Math.abs(got - expected)).toBeLessThan(1e-5 * (1 + Math.abs(expected)));
    });
  });

  it("a Gaussian holds back the gradient of log-variances beyond the limit, and stays finite", () => {
    const half = dimensions * samples * POINTS;
    const outputs = place(new Float32Array(2 * half).fill(-1e30, half));
    const gradient = place(new Float32Array(outputs.list.length));
    expect(Number.isFinite(compare(GAUSSIAN, outputs, gradient, 0, 0))).toBe(true);
    expect(gradient.list.every(Number.isFinite)).toBe(true);
    expect(gradient.list.slice(half).every((one) => one === 0)).toBe(true);
  });
});

describe("latent", () => {
  const latentSize = 2;
  const samples = 3;
  const valid = POINTS - 3;
  const klWeight = 0.3;
  const heads = place(draws(2 * latentSize * POINTS));
  const noise = place(draws(latentSize * samples * POINTS));
  const deviation = place(new Float32Array(latentSize * POINTS));
  const z = place(new Float32Array(latentSize * samples * POINTS));
  const zGradient = place(draws(latentSize * samples * POINTS).map((g, i) => (i % POINTS < valid ? g : 0)));
  const mask = masked(valid, POINTS);
  const half = latentSize * POINTS;

  it("z = μ + σ ε", () => {
    kernels.reparameterize(
      heads.address,
      noise.address,
      z.address,
      deviation.address,
      latentSize,
      samples,
      VECTORS,
    );
    z.list.forEach((got, at) => {
      const k = Math.floor(at / (samples * POINTS));
      const head = k * POINTS + (at % POINTS);
      const expected = heads.list[head] + Math.exp(heads.list[half + head] / 2) * noise.list[at];
      expect(got).toBeCloseTo(expected, 5);
    });
  });

  it("gradient of the heads, through z and through the divergence", () => {
    const gradient = place(new Float32Array(2 * half));
    const kl = (h: ArrayLike<number>) => {
      let sum = 0;
      for (let i = 0; i < half; i++)
        if (i % POINTS < valid) sum += (h[i] ** 2 + Math.exp(h[half + i]) - h[half + i] - 1) / 2;
      return sum;
    };
    const throughZ = (h: ArrayLike<number>) =>
      noise.list.reduce((sum, epsilon, at) => {
        const head = Math.floor(at / (samples * POINTS)) * POINTS + (at % POINTS);
        return sum + zGradient.list[at] * (h[head] + Math.exp(h[half + head] / 2) * epsilon);
      }, 0);
    const value = kernels.latentGradient(
      heads.address,
      noise.address,
      deviation.address,
      zGradient.address,
      gradient.address,
      mask,
      latentSize,
      samples,
      VECTORS,
      klWeight,
    );
    expect(value / kl(heads.list)).toBeCloseTo(1, 5);
    expectGradient(gradient.list, (h) => throughZ(h) + klWeight * kl(h), heads.list);
  });
});

describe("draws from a likelihood", () => {
  const VECTORS = 25_000;
  const COUNT = 4 * VECTORS;
  const noise = place(new Float32Array(2 * COUNT));
  kernels.normals(noise.address, 2 * VECTORS, 3, 4, 5, 6);
  const x = place(new Float32Array(COUNT));
  const output = place(new Float32Array(3 * COUNT));
  const logVariance = Math.log(4);
  const freedom = Math.log(Math.expm1(2));
  /** Where Student's t with 4 degrees of freedom, and N(0, 1), leave these shares above. */
  const SHARES = [0.5, 0.25, 0.05, 0.025, 0.005];
  const T4 = [0, 0.740697, 2.131847, 2.776445, 4.604095];
  const NORMAL = [0, 0.67449, 1.644854, 1.959964, 2.575829];

  it.each([
    { name: "Gaussian", code: GAUSSIAN, heads: [3, logVariance], fixed: [0, 0], quantiles: NORMAL },
    { name: "published", code: PUBLISHED, heads: [3, logVariance], fixed: [0, 0], quantiles: NORMAL },
    { name: "fixed Gaussian", code: FIXED_GAUSSIAN, heads: [3], fixed: [0.25, 0], quantiles: NORMAL },
    { name: "Student-t", code: STUDENT_T, heads: [3, logVariance, freedom], fixed: [0, 0], quantiles: T4 },
    { name: "fixed Student-t", code: STUDENT_T, heads: [3], fixed: [0.25, 4], quantiles: T4 },
    { name: "Student-t, large ν", code: STUDENT_T, heads: [3], fixed: [0.25, 1e6], quantiles: NORMAL },
  ])("$name has its quantiles within four standard errors", ({ code, heads, fixed, quantiles }) => {
    heads.forEach((head, i) => {
      output.list.fill(head, i * COUNT, (i + 1) * COUNT);
    });
    const [first, second] = fixed;
    kernels.sample(code, output.address, noise.address, x.address, 1, VECTORS, first, second);
    quantiles.forEach((quantile, i) => {
      const above = x.list.reduce((sum, one) => sum + Number((one - 3) / 2 > quantile), 0) / COUNT;
      const error = Math.sqrt((SHARES[i] * (1 - SHARES[i])) / COUNT);
      expect(Math.abs(above - SHARES[i]), `above ${quantile}`).toBeLessThan(4 * error);
    });
  });

  it.each([-3, 0, 2])("bits are 1 with the probability of the logit %d", (logit) => {
    output.list.fill(logit);
    kernels.sample(BERNOULLI, output.address, noise.address, x.address, 1, VECTORS, 0, 0);
    const p = sigmoid(logit);
    expect(new Set(x.list)).toEqual(new Set([0, 1]));
    const mean = x.list.reduce((sum, one) => sum + one, 0) / COUNT;
    expect(Math.abs(mean - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / COUNT));
  });

  it("no noise at all gives the location", () => {
    output.list.fill(3);
    const none = place(new Float32Array(2 * POINTS));
    kernels.sample(STUDENT_T, output.address, none.address, x.address, 1, 9, 0.25, 4);
    expect(new Set(x.list.slice(0, POINTS))).toEqual(new Set([3]));
  });
});

describe("importance weights", () => {
  const latentSize = 2;
  const samples = 3;
  const valid = POINTS - 3;
  const weight = 0.7;
  const half = latentSize * POINTS;
  const row = samples * POINTS;
  const heads = place(draws(2 * half));
  const noise = place(draws(latentSize * row));
  const deviation = place(new Float32Array(half));
  const z = place(new Float32Array(latentSize * row));
  const mask = masked(valid, POINTS);
  kernels.reparameterize(
    heads.address,
    noise.address,
    z.address,
    deviation.address,
    latentSize,
    samples,
    VECTORS,
  );
  /** −log p(x|z) of each draw as a function of z, with the factors as its slopes. */
  const factors = draws(latentSize * row);
  const surprise = (z: ArrayLike<number>, at: number) =>
    Array.from({ length: latentSize }, (_, k) => factors[k * row + at] * z[k * row + at]).reduce(
      (sum, one) => sum + one,
    );
  /** log w of each draw, from heads in float64; the terms hold the draws' constants. */
  const logWeights = (h: ArrayLike<number>) =>
    Array.from({ length: row }, (_, at) => {
      const point = at % POINTS;
      const moved = new Float64Array(latentSize * row);
      let sum = 0;
      for (let k = 0; k < latentSize; k++) {
        const [mean, logVariance] = [h[k * POINTS + point], h[half + k * POINTS + point]];
        const value = mean + Math.exp(logVariance / 2) * noise.list[k * row + at];
        moved[k * row + at] = value;
        sum += (-(value ** 2) + (value - mean) ** 2 / Math.exp(logVariance) + logVariance) / 2;
      }
      return sum - surprise(moved, at);
    });
  /** Σ log Σ_s w_s over the valid points. */
  const bound = (h: ArrayLike<number>) => {
    const logs = logWeights(h);
    let total = 0;
    for (let p = 0; p < valid; p++) {
      const of = [0, 1, 2].map((s) => Math.exp(logs[s * POINTS + p]));
      total += Math.log(of[0] + of[1] + of[2]);
    }
    return total;
  };
  const weights = place(Float32Array.from({ length: row }, (_, at) => surprise(z.list, at)));
  const value = kernels.importanceWeights(
    weights.address,
    heads.address,
    noise.address,
    z.address,
    mask,
    latentSize,
    samples,
    VECTORS,
    weight,
  );

  it("are the shares of each draw, and none of masked points", () => {
    expect(value / bound(heads.list)).toBeCloseTo(1, 5);
    const logs = logWeights(heads.list);
    for (let p = 0; p < POINTS; p++) {
      const of = [0, 1, 2].map((s) => Math.exp(logs[s * POINTS + p]));
      of.forEach((one, s) => {
        const expected = p < valid ? (weight * one) / (of[0] + of[1] + of[2]) : 0;
        expect(weights.list[s * POINTS + p]).toBeCloseTo(expected, 5);
      });
    }
  });

  it("stay finite where all draws are far off", () => {
    const far = place(new Float32Array(row).fill(1e4));
    const args = [heads.address, noise.address, z.address, mask, latentSize, samples, VECTORS, 1] as const;
    expect(kernels.importanceWeights(far.address, ...args)).toBeLessThan(-9e3 * valid);
    const sums = Array.from({ length: valid }, (_, p) =>
      [0, 1, 2].reduce((sum, s) => sum + far.list[s * POINTS + p], 0),
    );
    for (const sum of sums) expect(sum).toBeCloseTo(1, 5);
  });

  it("give the heads the gradient of −log Σ w", () => {
    const zGradient = place(factors);
    kernels.weighDraws(zGradient.address, weights.address, latentSize, samples * VECTORS);
    const gradient = place(new Float32Array(2 * half));
    kernels.importanceGradient(
      heads.address,
      noise.address,
      deviation.address,
      z.address,
      weights.address,
      zGradient.address,
      gradient.address,
      mask,
      latentSize,
      samples,
      VECTORS,
      weight,
    );
    expectGradient(gradient.list, (h) => -weight * bound(h), heads.list);
  });
});

describe("evidence over nodes", () => {
  const [dimensions, count, weight] = [2, 5, 0.7];
  const points = place(draws(dimensions * 8));
  const order = [6, 0, 3, 3, 7];
  const indices = place(new Float32Array(count));
  new Uint32Array(indices.list.buffer, indices.address, count).set(order);
  const logMasses = place(draws(POINTS));
  const output = place(draws(2 * dimensions * POINTS));
  const mask = masked(4, 4);
  /** Σ log Σ_k m_k p(x|z_k) over the points, for a Gaussian with mean and log-variance. */
  const logEvidence = (o: ArrayLike<number>) =>
    order.reduce((total, index) => {
      let sum = 0;
      for (let k = 0; k < POINTS; k++) {
        let log = logMasses.list[k];
        for (let d = 0; d < dimensions; d++) {
          const [mean, logVariance] = [o[d * POINTS + k], o[(dimensions + d) * POINTS + k]];
          const error = points.list[index * dimensions + d] - mean;
          log -= (error ** 2 / Math.exp(logVariance) + logVariance) / 2;
        }
        sum += Math.exp(log);
      }
      return total + Math.log(sum);
    }, 0);

  it("is the sum over points, and its gradient is added to what is there", () => {
    const gradient = place(new Float32Array(output.list.length).fill(1));
    const own = place(new Float32Array(4 * (dimensions + VECTORS * (5 * dimensions + 1))));
    const value = kernels.evidence(
      GAUSSIAN,
      points.address,
      indices.address,
      count,
      output.address,
      logMasses.address,
      gradient.address,
      own.address,
      mask,
      dimensions,
      2 * dimensions,
      VECTORS,
      weight,
      0,
      0,
    );
    expect(value / logEvidence(output.list)).toBeCloseTo(1, 5);
    const without = gradient.list.map((one) => one - 1);
    expectGradient(without, (o) => -weight * logEvidence(o), output.list);
  });
});

describe("normals", () => {
  const COUNT = 400_000;
  const list = place(new Float32Array(COUNT));
  const drawn = (key: number, step: number, tile: number) => {
    kernels.normals(list.address, COUNT / 4, key, 7, step, tile);
    return list.list.slice();
  };

  it("are N(0, 1): moments and tails within four standard errors", () => {
    const x = drawn(1, 2, 3);
    const off = (f: (x: number) => number, mean: number, variance: number) =>
      Math.abs(x.reduce((sum, one) => sum + f(one), 0) / COUNT - mean) / Math.sqrt(variance / COUNT);
    expect(off((one) => one, 0, 1)).toBeLessThan(4);
    expect(off((one) => one ** 2, 1, 2)).toBeLessThan(4);
    expect(off((one) => one ** 3, 0, 15)).toBeLessThan(4);
    expect(off((one) => one ** 4, 3, 96)).toBeLessThan(4);
    for (const [threshold, share] of [
      [2, 0.04550026389635842],
      [3, 0.0026997960632601866],
      [4, 6.334248366623996e-5],
    ])
      expect(off((one) => Number(Math.abs(one) > threshold), share, share)).toBeLessThan(4);
  });

  it("do not repeat over lanes, steps, tiles or keys", () => {
    const base = drawn(1, 2, 3);
    const lane = (k: number) => base.filter((_, i) => i % 4 === k);
    const pairs = [
      [lane(0), lane(1)],
      [lane(1), lane(3)],
      [base, drawn(1, 3, 3)],
      [base, drawn(1, 2, 4)],
      [base, drawn(2, 2, 3)],
      [base.slice(0, -1), base.slice(1)],
      [base.slice(0, -8), base.slice(8)],
    ];
    for (const [a, b] of pairs) {
      const correlation = a.reduce((sum, one, i) => sum + one * b[i], 0) / a.length;
      expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(a.length));
    }
  });

  it("come again for the same key, step and tile", () => {
    expect(bitsOf(drawn(5, 6, 7))).toBe(bitsOf(drawn(5, 6, 7)));
  });
});

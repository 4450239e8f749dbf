import { HALF_LOG_2PI } from "../distributions/normal";
import { StudentT } from "../distributions/student-t";
import { STUDENT_T } from "../kernels/likelihood-codes";
import { broadcast, NDArray } from "../ndarray";
import { digammaStep, logGammaRatio } from "../numerics/gamma-ratio";
import { sigmoid, softplus } from "../numerics/sigmoid";
import { deviationOf, limited, limitSlope } from "./gaussian";
import { type Differentiable, FLOAT32, type Likelihood, type LikelihoodOptions } from "./likelihood";
import { repeated } from "./repeated";

/**
 * p(x|z) = Student's t with location μ(z), scale σ and ν degrees of freedom: the heads are μ, log σ² unless σ is fixed, and
 * log(e^(ν − 2) − 1) unless ν is, so that a learned ν is above 2 and the variance finite.
 */
export const studentT: Likelihood<StudentT> = {
  type: StudentT,
  range: FLOAT32,
  heads: ({ scale, degreesOfFreedom }) =>
    1 + Number(scale === "learned") + Number(degreesOfFreedom === "learned"),
  distribution(heads, options) {
    const [mean, scaleHead, freedomHead] = allHeads(heads, options);
    const { scale, degreesOfFreedom } = options;
    return new StudentT(
      degreesOfFreedom === "learned" ? broadcast(freedomOf, freedomHead!) : degreesOfFreedom,
      mean,
      scale === "learned" ? broadcast(deviationOf, scaleHead!) : scale,
    );
  },
  logProbs(conditional) {
    const [nodes, size] = conditional.batchShape;
    const every = (parameter: NDArray) =>
      broadcast((_, value) => value, new NDArray(new Float64Array(nodes * size), [nodes, size]), parameter)
        .data;
    const [nus, means, scales] = [conditional.degreesOfFreedom, conditional.loc, conditional.scale].map(
      every,
    );
    const constants = new Float64Array(nodes).fill(-size * HALF_LOG_2PI);
    nus.forEach((nu, at) => {
      constants[Math.floor(at / size)] += logGammaRatio(nu / 2) - Math.log(scales[at]);
    });
    return ({ data: x, shape: [rows] }, start = 0, end = nodes) => {
      const sums = repeated(constants.subarray(start, end), rows);
      for (let i = 0, sum = 0; i < rows; i++)
        for (let at = start * size; at < end * size; sum++)
          for (let d = i * size; d < (i + 1) * size; d++, at++) {
            const t = (x[d] - means[at]) / scales[at];
            sums[sum] -= 0.5 * (nus[at] + 1) * Math.log1p((t / nus[at]) * t);
          }
      return sums;
    };
  },
  slopes(x, heads, options) {
    const { loc, scale, degreesOfFreedom } = this.distribution(heads, options);
    const [, scaleHead, freedomHead] = allHeads(heads, options);
    /** ∂ log p over the entries of t and of 1 + t²/ν, times what the head's own slope is. */
    const slope = (
      f: (t: number, nu: number, tail: number, sigma: number, head: number) => number,
      head: NDArray,
    ) =>
      broadcast(
        (value, mean, sigma, nu, one) => {
          const t = (value - mean) / sigma;
          return f(t, nu, 1 + (t / nu) * t, sigma, one);
        },
        x,
        loc,
        scale,
        degreesOfFreedom,
        head,
      );
    const weight = (nu: number, tail: number) => (nu + 1) / (nu * tail);
    return [
      slope((t, nu, tail, sigma) => (weight(nu, tail) * t) / sigma, heads[0]),
      scaleHead &&
        slope((t, nu, tail, _, head) => limitSlope(head) * 0.5 * (weight(nu, tail) * t ** 2 - 1), scaleHead),
      freedomHead &&
        slope((t, nu, tail, _, head) => {
          const byFreedom = digammaStep(nu / 2) - 1 / nu - Math.log(tail) + (weight(nu, tail) * t ** 2) / nu;
          return 0.5 * sigmoid(head) * byFreedom;
        }, freedomHead),
    ].filter((one) => one !== undefined);
  },
  surprise(x, heads, options) {
    const { scale, degreesOfFreedom } = options;
    const [mean, scaleHead, freedomHead] = allHeads(heads, options);
    const square = x.sub(mean).square();
    const logVariance = scaleHead && limited(scaleHead);
    const scaled = logVariance ? square.mul(logVariance.neg().exp()) : square.div((scale as number) ** 2);
    const logScale = logVariance ? logVariance.mul(0.5) : Math.log(scale as number);
    if (degreesOfFreedom !== "learned") {
      const power = scaled
        .div(degreesOfFreedom)
        .log1p()
        .mul(0.5 * (degreesOfFreedom + 1));
      return power.add(logScale).add(HALF_LOG_2PI - logGammaRatio(degreesOfFreedom / 2));
    }
    const nu = freedomHead!.softplus().add(2);
    const power = scaled.div(nu).log1p().mul(nu.add(1).mul(0.5));
    return power.add(logScale).add(HALF_LOG_2PI).sub(logGammaRatioOf(nu));
  },
  /** t = a √((e^y − 1)/y) with y = (a² + b²)/ν (Bailey 1994), which is a in the limit of large ν. */
  sample(heads, [a, b], options) {
    const { scale, degreesOfFreedom } = options;
    const [mean, scaleHead, freedomHead] = allHeads(heads, options);
    const nu = degreesOfFreedom === "learned" ? freedomHead!.softplus().add(2) : degreesOfFreedom;
    const y = a.square().add(b.square()).div(nu).add(LEAST);
    const sigma = scale === "learned" ? limited(scaleHead!).mul(0.5).exp() : scale;
    return y.expm1().div(y).sqrt().mul(a).mul(sigma).add(mean);
  },
  kernel({ scale, degreesOfFreedom: nu }) {
    const [precision, logScale] = scale === "learned" ? [0, 0] : [scale ** -2, Math.log(scale)];
    const [freedom, ratio] = nu === "learned" ? [0, 0] : [nu, logGammaRatio(nu / 2)];
    return { code: STUDENT_T, parameters: [precision, freedom], constant: ratio - HALF_LOG_2PI - logScale };
  },
};

/** Keeps a quotient of zeros away, and changes no other bit. */
const LEAST = 1e-30;

const freedomOf = (head: number) => 2 + softplus(head);

/** The heads of μ, σ and ν; undefined for what is fixed. */
function allHeads<T>(
  heads: readonly T[],
  { scale, degreesOfFreedom }: LikelihoodOptions,
): [mean: T, scale: T | undefined, freedom: T | undefined] {
  return [
    heads[0],
    scale === "learned" ? heads[1] : undefined,
    degreesOfFreedom === "learned" ? heads[heads.length - 1] : undefined,
  ];
}

/** logGammaRatio(ν/2) as a polynomial in 1/ν, right to 3e-9 for ν ≥ 2: the nodes of its interpolation are Chebyshev's. */
const RATIO = [
  0.0611263213, -0.114971864, 0.0512081515, 0.0473886833, -0.0593686597, 0.00095338443, 0.0416194874,
  8.89459342e-7, -0.250000003, 0,
];

function logGammaRatioOf<T extends Differentiable<T>>(nu: T): T {
  const u = nu.reciprocal();
  return RATIO.slice(1).reduce((sum, coefficient) => sum.mul(u).add(coefficient), u.mul(0).add(RATIO[0]));
}

import { checkInteger, checkPositive, rejectUnknownOptions } from "../check";
import { Independent } from "../distributions/independent";
import { Mixture } from "../distributions/mixture";
import { Normal } from "../distributions/normal";
import { NDArray } from "../ndarray";
import { trapezoid } from "../numerics/quadrature";
import { Random } from "../random";
import type { Dataset } from "./dataset";

export interface NoisyCurveOptions {
  /** s, the standard deviation of the noise. */
  scale: number;
  /** Number of points; default: 5000. */
  size?: number;
  seed: number;
}

/** N(0, 1) has a mass of 2e-9 beyond ±6. */
const REACH = 6;
/** The density's step in t, as a share of s, at which its sum is right to 1e-9, and the most that it may be. */
const STEP = 0.4;
const LONGEST_STEP = 0.3;

const curve = (t: number): [number, number] => [1.5 * t, Math.sin(1.5 * t)];

/**
 * Points x = (1.5 t, sin 1.5 t) + s ε around a curve, with t ~ N(0, 1) and ε ~ N(0, I). Their density
 * ∫ N(t; 0, 1) N(x; curve(t), s² I) dt is given as a Mixture over the nodes of the trapezoid rule.
 */
export function noisyCurve(options: NoisyCurveOptions): Dataset & { readonly density: Mixture } {
  const { scale, size = 5000, seed, ...rest } = options;
  rejectUnknownOptions("noisyCurve", rest, "scale size seed");
  checkPositive("scale", scale);
  checkInteger("size", size);
  const random = new Random(seed, "noisyCurve");
  const points = Array.from({ length: size }, () =>
    curve(random.normal()).map((center) => center + scale * random.normal()),
  );
  return { points: NDArray.from(points), density: densityOf(scale) };
}

function densityOf(scale: number): Mixture {
  const steps = Math.ceil((2 * REACH) / Math.min(STEP * scale, LONGEST_STEP));
  const { nodes, weights } = trapezoid(-REACH, REACH, steps + 1);
  const masses = new Normal(0, 1).logProb(nodes).data.map((log, k) => weights[k] * Math.exp(log));
  const total = masses.reduce((a, b) => a + b, 0);
  return new Mixture(
    Array.from(masses, (mass) => mass / total),
    Array.from(nodes, (t) => new Independent(new Normal(curve(t), scale), 1)),
  );
}

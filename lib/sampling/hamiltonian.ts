import { checkInteger, checkPositive, checkShape, rejectUnknownOptions } from "../check";
import { pointsOf } from "../data/dataset";
import { NDArray, type NDArrayLike } from "../ndarray";
import { reportProgress } from "../progress";
import { Random } from "../random";
import { advance, type LogDensity, placed } from "./leapfrog";

/** How to draw by Hamiltonian Monte Carlo. */
export interface HamiltonianOptions {
  /** Draws of each chain, after the warm-up. */
  readonly draws: number;
  /** Transitions before the first draw, in which step sizes are tuned; default: 100. */
  readonly warmup?: number;
  /** Leapfrog steps in each transition; default: 10. */
  readonly leapfrogSteps?: number;
  /** The step size from which the tuning starts; default: 0.5. */
  readonly stepSize?: number;
  readonly seed: number;
}

/** What the chains drew. */
export interface HamiltonianDraws {
  /** [draws, chains, size]. */
  readonly draws: NDArray;
  /** The log-density at the draws, [draws, chains]. */
  readonly logProb: NDArray;
  /** Mean probability of acceptance after the warm-up, [chains]. */
  readonly acceptance: NDArray;
}

/** The share of proposals to accept. */
const TARGET = 0.9;

/**
 * Draws from densities by Hamiltonian Monte Carlo (Duane et al. 1987; Neal 2011), with a chain for each row of `start`
 * [chains, size], whose densities may differ. In the warm-up the step size of each chain is tuned until it accepts 90 % of its
 * proposals, as in the paper's appendix E; after it the step sizes stay as they are. Throws a RangeError for options out of range.
 */
export function hamiltonian(
  logDensity: LogDensity,
  start: NDArrayLike,
  options: HamiltonianOptions,
): HamiltonianDraws {
  const { draws, warmup = 100, leapfrogSteps = 10, stepSize = 0.5, seed, ...rest } = options;
  rejectUnknownOptions("hamiltonian", rest, "draws warmup leapfrogSteps stepSize seed");
  checkInteger("draws", draws);
  checkInteger("warmup", warmup, 0);
  checkInteger("leapfrogSteps", leapfrogSteps);
  checkPositive("stepSize", stepSize);
  const random = new Random(seed, "hamiltonian");
  let place = placed(logDensity, pointsOf("start", start));
  const [chains, size] = place.z.shape;
  checkShape("logDensity(z).logProb", place.logProb.shape, [chains]);
  checkShape("logDensity(z).gradient", place.gradient.shape, [chains, size]);
  const name = `${draws} draws by ${chains} chains`;
  let stepSizes = new Float64Array(chains).fill(stepSize);
  for (let t = 1; t <= warmup; t++) {
    reportProgress(name, (t - 1) / (warmup + draws));
    const { next, acceptance } = advance(logDensity, place, { stepSizes, leapfrogSteps, random });
    place = next;
    stepSizes = stepSizes.map((step, c) => tuned(step, acceptance[c], 1 / Math.sqrt(t)));
  }
  const z = new Float64Array(draws * chains * size);
  const logProb = new Float64Array(draws * chains);
  const accepted = new Float64Array(chains);
  for (let d = 0; d < draws; d++) {
    reportProgress(name, (warmup + d) / (warmup + draws));
    const { next, acceptance } = advance(logDensity, place, { stepSizes, leapfrogSteps, random });
    place = next;
    z.set(place.z.data, d * chains * size);
    logProb.set(place.logProb.data, d * chains);
    for (let c = 0; c < chains; c++) accepted[c] += acceptance[c] / draws;
  }
  reportProgress(name, 1);
  return {
    draws: new NDArray(z, [draws, chains, size]),
    logProb: new NDArray(logProb, [draws, chains]),
    acceptance: NDArray.from(accepted),
  };
}

/** A step size after a transition with some probability of acceptance: longer if that was above 90 %, else shorter (Robbins & Monro 1951). */
export const tuned = (stepSize: number, acceptance: number, gain: number): number =>
  stepSize * Math.exp(gain * (acceptance - TARGET));

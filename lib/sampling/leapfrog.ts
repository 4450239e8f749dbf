import { broadcast, NDArray } from "../ndarray";
import type { Random } from "../random";

/** A log-density up to a constant, [chains], and its gradient, shaped like z, for z [chains, size]. */
export type LogDensity = (z: NDArray) => { readonly logProb: NDArray; readonly gradient: NDArray };

/** Where chains are, z [chains, size], and the density there. */
export type Place = { readonly z: NDArray } & ReturnType<LogDensity>;

export const placed = (logDensity: LogDensity, z: NDArray): Place => ({ z, ...logDensity(z) });

export interface TransitionOptions {
  /** [chains]. */
  readonly stepSizes: Float64Array;
  readonly leapfrogSteps: number;
  readonly random: Random;
}

export interface Transition {
  readonly next: Place;
  /** The probability with which each chain accepted what it reached. */
  readonly acceptance: Float64Array;
}

/** Step sizes vary by this share at random, so that no trajectory keeps returning to its start (Neal 2011). */
const JITTER = 0.2;

/**
 * A transition of Hamiltonian Monte Carlo in each chain (Neal 2011): with a momentum p ~ N(0, I), leapfrog steps follow
 * dz/dt = p and dp/dt = ∇ log p(z), and what they reach is accepted with the probability min(1, exp(H − H′)), where
 * H = |p|²/2 − log p(z).
 */
export function advance(logDensity: LogDensity, place: Place, options: TransitionOptions): Transition {
  const { stepSizes, leapfrogSteps, random } = options;
  const [chains, size] = place.z.shape;
  const steps = NDArray.from(stepSizes.map((step) => step * (1 + JITTER * (2 * random.uniform() - 1))));
  const step = steps.expandDims(1);
  const moved = (from: NDArray, by: NDArray, share = 1) =>
    broadcast((value, change, length) => value + share * length * change, from, by, step);
  const energy = ({ logProb }: Place, momentum: NDArray) => {
    const kinetic = broadcast((p) => p ** 2 / 2, momentum).sum(1);
    return broadcast((k, log) => k - log, kinetic, logProb);
  };

  const momentum = new NDArray(random.normals(new Float64Array(place.z.size)), [chains, size]);
  let reached = place;
  let p = moved(momentum, place.gradient, 0.5);
  for (let l = 1; l <= leapfrogSteps; l++) {
    // A trajectory beyond all numbers stays where it began, and is rejected for its momentum.
    const z = broadcast((at, start) => (Number.isFinite(at) ? at : start), moved(reached.z, p), place.z);
    reached = placed(logDensity, z);
    p = moved(p, reached.gradient, l < leapfrogSteps ? 1 : 0.5);
  }

  const rise = broadcast((before, after) => before - after, energy(place, momentum), energy(reached, p));
  const acceptance = rise.data.map((log) => (Number.isNaN(log) ? 0 : Math.min(1, Math.exp(log))));
  const isAccepted = NDArray.from(acceptance.map((probability) => (random.uniform() < probability ? 1 : 0)));
  const chosen = (now: NDArray, then: NDArray, accepted: NDArray) =>
    broadcast((a, b, yes) => (yes ? b : a), now, then, accepted);
  return {
    next: {
      z: chosen(place.z, reached.z, isAccepted.expandDims(1)),
      logProb: chosen(place.logProb, reached.logProb, isAccepted),
      gradient: chosen(place.gradient, reached.gradient, isAccepted.expandDims(1)),
    },
    acceptance,
  };
}

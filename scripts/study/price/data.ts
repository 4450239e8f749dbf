import * as vb from "../../../lib";

/** The data sets, with the standard deviations of their noise. */
export const NOISES = { clusters: [0.3, 0.5, 0.8], curve: [0.2, 0.4, 0.8], ring: [0.2, 0.4, 0.8] };
export const SIZES = [200, 1000, 5000];

/** The ring's radius, and the places on it that its density is a sum over. */
const RADIUS = 2;
const PLACES = 400;

function ring(scale: number, size: number, seed: number) {
  const angles = Array.from({ length: PLACES }, (_, k) => (2 * Math.PI * k) / PLACES);
  const places = angles.map((angle) => [RADIUS * Math.cos(angle), RADIUS * Math.sin(angle)]);
  const density = vb.kernelDensity(places, scale);
  return { points: density.sample(size, { seed }), density };
}

export function drawn(data: string, scale: number, size: number, seed: number): vb.Dataset {
  if (data === "ring") return ring(scale, size, seed);
  return data === "clusters" ? vb.twoGaussians({ scale, size, seed }) : vb.noisyCurve({ scale, size, seed });
}

/** The square that holds the data, the step of the rule in it as a share of the noise, and densities that it leaves out. */
export const PLANE = { reach: 10, step: 0.8, least: 1e-6 };

interface TruthOnPlane {
  readonly nodes: vb.NDArray;
  /** The truth's masses at the nodes, which add up to 1. */
  readonly masses: Float64Array;
  readonly logProb: Float64Array;
}

const planes = new Map<string, TruthOnPlane>();

/** The truth on a grid in the plane, where it is not negligible. */
function truthOnPlane(data: string, noise: number): TruthOnPlane {
  const key = `${data} ${noise}`;
  const known = planes.get(key);
  if (known) return known;
  const { reach, step, least } = PLANE;
  const axis = vb.trapezoid(-reach, reach, Math.ceil((2 * reach) / (step * noise)));
  const grid = vb.productRule([axis, axis]).nodes;
  const log = drawn(data, noise, 1, 1).density.logProb(grid).data;
  const most = log.reduce((a, b) => Math.max(a, b));
  const kept = Array.from(log.keys()).filter((k) => log[k] > most + Math.log(least));
  const logProb = Float64Array.from(kept, (k) => log[k]);
  const total = vb.logSumExp(logProb);
  const truth = {
    nodes: vb.NDArray.from(kept.map((k) => grid.row(k))),
    masses: logProb.map((one) => Math.exp(one - total)),
    logProb,
  };
  planes.set(key, truth);
  return truth;
}

/** KL(truth‖model), by quadrature over plane and latent, in nats; to some .004 where a model is narrower than the truth. */
export function klOfTruth(data: string, noise: number, model: vb.VariationalAutoencoder): number {
  const { nodes, masses, logProb } = truthOnPlane(data, noise);
  const evidence = vb.logEvidence(model, nodes).data;
  return masses.reduce((sum, mass, k) => sum + mass * (logProb[k] - evidence[k]), 0);
}

import * as vb from "../../../lib";
import { bestQ } from "./best-q";

/** The rule over the latent, and how many points each measure takes. */
export const MEASURES = { axis: [-7, 7, 2801], seen: 300, searched: 100 } as const;

/** Mean log p(x) of points that a model was trained on, in nats. */
export const logProbOfSeen = (model: vb.VariationalAutoencoder, points: vb.NDArray): number =>
  vb.logEvidence(model, points.head(Math.min(MEASURES.seen, points.shape[0]))).mean();

/** The posteriors of some points by quadrature: how far q(z|x) is from them, and the nearest Gaussian by the bound. */
export function posteriors(model: vb.VariationalAutoencoder, x: vb.NDArray) {
  const axis = vb.trapezoid(...MEASURES.axis);
  const { nodes, weights, logProb } = vb.exactPosterior(model, x, { axis });
  const z = nodes.reshape([weights.size]);
  const gap = (q: vb.Normal) => {
    const term = (logQ: number, logP: number, weight: number) => weight * Math.exp(logQ) * (logQ - logP);
    return vb.broadcast(term, q.logProb(z), logProb, weights).sum(1).mean();
  };
  return {
    gap,
    /** The gap of the best Gaussian of each point, which no encoder can close. */
    family: gap(bestQ(model, x)),
    /** The share of points whose posterior has more than one mode. */
    twoModes: vb.broadcast((count) => (count > 1 ? 1 : 0), vb.modeCounts(logProb)).mean(),
  };
}

import type { Points } from "../data/dataset";
import type { Normal } from "../distributions/normal";
import { inputsOf } from "../models/model";
import type { VariationalAutoencoder } from "../models/variational-autoencoder";
import { NDArray } from "../ndarray";
import { logSumExp } from "../numerics/log-sum-exp";
import type { Quadrature } from "../numerics/quadrature";
import { reportProgress } from "../progress";
import { jointOnGrid, latentAxes } from "./latent-grid";
import { refinedLogEvidence, rowsOf } from "./refined-grid";

/** Points that are evaluated at once, so that their densities do not fill the memory. */
const BLOCK_ROWS = 1000;

/**
 * log p(x) = log ∫ p(z) p(x|z) dz for each point, [batch], in nats: the evidence that the post calls incomputable,
 * by quadrature in float64 for a decoder with a latent of one or two dimensions. In one dimension the encoder serves to
 * choose the grid for each point; in two the grid is refined until log p(x) is resolved. Throws a RangeError for more
 * dimensions.
 */
export function logEvidence(model: VariationalAutoencoder, x: Points): NDArray {
  const points = inputsOf(model, "x", x);
  const axes = latentAxes(model.latentSize);
  const [batch, size] = points.shape;
  const evidence = new Float64Array(batch);
  const name = `log p(x) of ${batch} points`;
  reportProgress(name, 0);
  for (let start = 0; start < batch; start += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, batch - start);
    const block = new NDArray(points.data.subarray(start * size, (start + rows) * size), [rows, size]);
    const onProgress = (share: number) => reportProgress(name, (start + share * rows) / batch);
    evidence.set(
      model.latentSize === 1 ? onAxes(model, block, axes) : refinedLogEvidence(model, block, onProgress),
      start,
    );
    onProgress(1);
  }
  return new NDArray(evidence, [batch]);
}

function onAxes(model: VariationalAutoencoder, points: NDArray, axes: readonly Quadrature[]): Float64Array {
  const needed = axisForEachRow(model.posterior(points), axes);
  const evidence = new Float64Array(needed.length).fill(Number.NEGATIVE_INFINITY);
  for (const axis of new Set(needed)) {
    const rows = needed.flatMap((its, i) => (its === axis ? [i] : []));
    for (const { weights, logJoint } of jointOnGrid(model, rowsOf(points, rows), axis)) {
      const length = weights.length;
      const logWeights = weights.map(Math.log);
      rows.forEach((row, i) => {
        const terms = logWeights.map((logWeight, k) => logWeight + logJoint[i * length + k]);
        evidence[row] = logSumExp([evidence[row], logSumExp(terms)]);
      });
    }
  }
  return evidence;
}

/** For each row, the first rule whose range contains q(z|x) and whose step resolves it; the last rule if none does. */
function axisForEachRow({ loc, scale }: Normal, axes: readonly Quadrature[]): Quadrature[] {
  const [rows, size] = loc.shape;
  return Array.from({ length: rows }, (_, i) => {
    const holds = ({ nodes }: Quadrature) =>
      Array.from({ length: size }, (_, j) => [loc.data[i * size + j], scale.data[i * size + j]]).every(
        ([mean, deviation]) =>
          Math.abs(mean) + 4 * deviation < -nodes[0] && deviation > 2 * (nodes[1] - nodes[0]),
      );
    return axes.find(holds) ?? axes[axes.length - 1];
  });
}

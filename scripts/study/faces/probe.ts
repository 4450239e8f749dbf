import * as vb from "../../../lib";
import { shapeOf, trainingOf } from "./model";

export const PROBE = { size: 3000, fresh: 1000, epochs: [25, 100, 300] };

/** What can be read of each factor from the codes of a model, after more and more training. */
export async function probe(latentSize: number, until: number, seed: number) {
  const people = vb.faces({ size: PROBE.size, seed });
  const fresh = vb.faces({ size: PROBE.fresh, seed: seed + 1000 });
  const scale = vb.standardize(people);
  const test = scale.apply(fresh);
  const model = new vb.VariationalAutoencoder(shapeOf(560, latentSize, seed));
  const rows = [];
  let done = 0;
  for (const epochs of PROBE.epochs.filter((epochs) => epochs <= until)) {
    await vb.fit(model, scale.points, trainingOf(epochs - done, seed + done));
    done = epochs;
    const elbo = (x: vb.NDArray) =>
      vb.elbo(model, x, { latentSamples: 5, seed }).elbo.mean() - 560 * Math.log(scale.deviation);
    const described = ({ factors }: vb.Faces, x: vb.NDArray) => ({
      codes: model.posterior(x).loc,
      quantities: factors,
    });
    rows.push({
      epochs,
      trainElbo: elbo(scale.points.head(PROBE.fresh)),
      testElbo: elbo(test),
      r2: vb.predictability(described(people, scale.points), described(fresh, test)),
    });
  }
  return rows;
}

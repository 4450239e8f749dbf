import type { Sweep, SweepOptions } from "./sweep-run";

export async function sweep(_options: SweepOptions): Promise<Sweep> {
  throw new Error("sweep is not part of this page; run the notebook in Jupyter");
}

import { NeedsJupyter } from "../needs-jupyter";
import type { Sweep, SweepOptions } from "./sweep-run";

export async function sweep(_options: SweepOptions): Promise<Sweep> {
  throw new NeedsJupyter("sweep");
}

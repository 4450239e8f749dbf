import { NeedsJupyter } from "../needs-jupyter";
import type { Engine, MonteCarloEmSteps } from "./engine";
import * as fused from "./fused/engine";
import type { EngineName } from "./settings";
import "../evaluation/worker";

export async function loadEngine(name: EngineName): Promise<Engine> {
  if (name === "fused") return fused;
  throw new NeedsJupyter(`engine: ${name}, which this training needs,`);
}

export async function loadMonteCarloEm(): Promise<MonteCarloEmSteps> {
  throw new NeedsJupyter("monteCarloEm");
}

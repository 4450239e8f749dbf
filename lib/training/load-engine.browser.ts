import type { Engine } from "./engine";
import * as fused from "./fused/engine";
import type { EngineName } from "./settings";
import "../evaluation/worker";

const missing: Engine = {
  unsupported: () => "it is not part of this page; run the notebook in Jupyter",
  createTrainer: () => Promise.reject(new Error("not part of this page")),
  describe: () => Promise.reject(new Error("not part of this page")),
};

export async function loadEngine(name: EngineName): Promise<Engine> {
  return name === "fused" ? fused : missing;
}

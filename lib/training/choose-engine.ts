import type { Engine, Training } from "./engine";
import { loadEngine } from "./load-engine";
import { ENGINES, type EngineName } from "./settings";

/** The engine that `choice` names, or for "auto" the first of ENGINES, fastest first, that can train the model. */
export async function chooseEngine(
  training: Training,
  choice: EngineName | "auto",
): Promise<{ name: EngineName; engine: Engine }> {
  const reasons: string[] = [];
  for (const name of choice === "auto" ? ENGINES : [choice]) {
    const engine = await loadEngine(name);
    const reason = engine.unsupported(training);
    if (reason === undefined) return { name, engine };
    reasons.push(`${name} cannot train this: ${reason}`);
  }
  throw new Error(`engine: ${reasons.join("; ")}`);
}

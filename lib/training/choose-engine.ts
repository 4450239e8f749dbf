import type { Engine, TrainingJob } from "./engine";
import type { EngineName } from "./settings";

/** The engine that `choice` names, or for "auto" the one expected to be the fastest of those that can train the model. */
export async function chooseEngine(
  job: TrainingJob,
  choice: EngineName | "auto",
): Promise<{ name: EngineName; engine: Engine }> {
  const reasons: string[] = [];
  for (const name of choice === "auto" ? await fastestFirst(job) : [choice]) {
    const engine = await loadEngine(name);
    const reason = engine.unsupported(job);
    if (reason === undefined) return { name, engine };
    reasons.push(`${name} cannot train this: ${reason}`);
  }
  throw new Error(`engine: ${reasons.join("; ")}`);
}

async function fastestFirst(job: TrainingJob): Promise<EngineName[]> {
  if (suitsFused(job)) return ["fused", "tensorflow"];
  const isNative = (await (await loadEngine("tensorflow")).describe()) === "native";
  return isNative ? ["tensorflow", "fused"] : ["fused", "tensorflow"];
}

/**
 * Whether the fused engine is expected to be the fastest. It rereads weights beyond 4 MiB from memory for every tile, so
 * in batches of a thousand points or more TensorFlow's native library, which blocks them better, wins (npm run bench).
 */
export function suitsFused({ model, settings }: TrainingJob): boolean {
  return model.parameters.length <= 2 ** 20 || settings.batchSize < 1000;
}

/** Loads an engine by a computed path, so that its types, above all TensorFlow's, stay out of the notebook's type checker. */
async function loadEngine(name: EngineName): Promise<Engine> {
  return (await import(/* @vite-ignore */ `./${name}/engine`)) as Engine;
}

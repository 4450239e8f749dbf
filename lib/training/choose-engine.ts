import type { Engine, TrainingJob } from "./engine";

export const ENGINES = ["fused", "tensorflow"] as const;
export type EngineName = (typeof ENGINES)[number];

/**
 * "auto" takes the fused engine, unless it cannot train the model or is expected to be slower than TensorFlow's native
 * library, and that library is there.
 */
export async function chooseEngine(
  job: TrainingJob,
  choice: EngineName | "auto",
): Promise<{ name: EngineName; engine: Engine }> {
  const name = choice === "auto" ? "fused" : choice;
  const engine = await loadEngine(name);
  const reason = engine.unsupported(job);
  if (choice !== "auto" && reason !== undefined)
    throw new Error(`engine: ${name} cannot train this: ${reason}`);
  if (choice === "auto" && (reason !== undefined || !suitsFused(job))) {
    const tensorflow = await loadEngine("tensorflow");
    if (reason !== undefined || (await tensorflow.describe()) === "native")
      return { name: "tensorflow", engine: tensorflow };
  }
  return { name, engine };
}

/**
 * More than 4 MiB of weights have to be read from memory for every tile; in batches of a thousand points and more
 * TensorFlow's native library, which blocks them better, wins (npm run bench).
 */
export function suitsFused({ model, batchSize }: TrainingJob): boolean {
  return model.parameters.length <= 2 ** 20 || batchSize < 1000;
}

/** An engine is loaded by a computed path so that its types, TensorFlow's above all, stay out of the notebook's type checker. */
async function loadEngine(name: EngineName): Promise<Engine> {
  return (await import(/* @vite-ignore */ `./${name}/engine`)) as Engine;
}

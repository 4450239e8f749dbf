import type { Engine, MonteCarloEmSteps } from "./engine";
import type { EngineName } from "./settings";

/** Loads an engine by a computed path, so that its types, above all TensorFlow's, stay out of the notebook's type checker. */
export async function loadEngine(name: EngineName): Promise<Engine> {
  return (await import(/* @vite-ignore */ `./${name}/engine`)) as Engine;
}

/** Loads what `monteCarloEm` computes with TensorFlow.js, in the same way. */
export async function loadMonteCarloEm(): Promise<MonteCarloEmSteps> {
  const name = "tensorflow";
  return (await import(/* @vite-ignore */ `./${name}/monte-carlo-em`)) as MonteCarloEmSteps;
}

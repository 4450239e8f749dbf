import { declaredParameters } from "../../scripts/notebook/arguments.mjs";
import type { Notebook } from "./run.js";

const smallValues = {
  epochs: 100,
  size: 2000,
  batchSize: 2000,
  seeds: 2,
  comparisonEpochs: 10,
  testSize: 200,
  hiddenPoints: 20,
  components: 200,
  peopleEpochs: 2,
  coveredEpochs: 4,
  images: 100,
  testImages: 60,
  longEpochs: 110,
  exactImages: 20,
};

/** Values small enough for a quick run, for those parameters that the notebook has. */
export function smallParameters(notebook: Notebook): [name: string, value: number][] {
  const declared = declaredParameters(notebook);
  return Object.entries(smallValues).filter(([name]) => declared.includes(name));
}

import { declaredParameters } from "../../scripts/notebook/arguments.mjs";
import type { Notebook } from "./run.js";

const smallValues = {
  epochs: 2,
  size: 200,
  batchSize: 200,
  seeds: 2,
  comparisonEpochs: 2,
  testSize: 100,
  peopleEpochs: 2,
  coveredEpochs: 4,
  manyFaces: 400,
  images: 100,
  testImages: 40,
  longEpochs: 40,
  exactImages: 10,
  closeImages: 4,
  draws: 5000,
  steps: 20,
};

/** Values small enough for a quick run, for those parameters that the notebook has. */
export function smallParameters(notebook: Notebook): [name: string, value: number][] {
  const declared = declaredParameters(notebook);
  return Object.entries(smallValues).filter(([name]) => declared.includes(name));
}

import { performance } from "node:perf_hooks";
import * as vb from "../lib";
import type { NotebookKernel } from "../lib/notebook/kernel";

const EPOCHS = 5000;

/**
 * What a notebook's progress bar and live chart add to the post's VAE training, as a share of its time: the time for which
 * they keep the notebook's thread busy, during which no step is taken. (The total time varies by more than that between runs.)
 * Median over rounds; serialising the messages, the kernel's part, is included.
 */
export async function measureDisplay(rounds: number): Promise<number> {
  const data = vb.twoGaussians({ size: 5000, seed: 1 });
  const scope = globalThis as { notebookKernel?: NotebookKernel };
  const time = async (shown: boolean) => {
    const held: Promise<unknown>[] = [];
    scope.notebookKernel = {
      interrupt: new AbortController().signal,
      display: (bundle) => JSON.stringify(bundle),
      holdCell: (work) => held.push(work),
    };
    const model = new vb.VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });
    const before = performance.eventLoopUtilization();
    await vb.fit(model, data, { epochs: EPOCHS, latentSamples: 3, seed: 1, progress: shown, live: shown });
    const { active, idle } = performance.eventLoopUtilization(before);
    // Waits for the static picture, which would otherwise be drawn during the next training.
    await Promise.all(held);
    return { active, all: active + idle };
  };
  // Keeps the process alive, which the thread that draws pictures does not.
  const awake = setInterval(() => {}, 1000);
  await time(true);
  const shares: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [shown, hidden] = [await time(true), await time(false)];
    shares.push((shown.active - hidden.active) / hidden.all);
  }
  clearInterval(awake);
  scope.notebookKernel = undefined;
  return shares.sort((a, b) => a - b)[Math.floor(rounds / 2)];
}

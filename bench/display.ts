import * as vb from "../lib";

const EPOCHS = 15_000;

/**
 * What a notebook's bar and moving chart add to the post's VAE training, as a share of its time: the median over rounds,
 * in each of which one training runs with them and one without. The kernel's part, the messages' text, is counted too.
 */
export async function measureDisplay(rounds: number): Promise<number> {
  const data = vb.twoGaussians({ size: 5000, seed: 1 });
  const scope = globalThis as { notebookKernel?: object };
  const time = async (shown: boolean) => {
    const interrupt = new AbortController().signal;
    scope.notebookKernel = { interrupt, display: (bundle: object) => JSON.stringify(bundle) };
    const model = new vb.VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });
    const start = performance.now();
    await vb.fit(model, data, { epochs: EPOCHS, latentSamples: 3, seed: 1, progress: shown, live: shown });
    return performance.now() - start;
  };
  await time(true);
  const shares: number[] = [];
  for (let round = 0; round < rounds; round++) shares.push((await time(true)) / (await time(false)) - 1);
  scope.notebookKernel = undefined;
  return shares.sort((a, b) => a - b)[Math.floor(rounds / 2)];
}

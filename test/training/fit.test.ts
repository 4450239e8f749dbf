import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import * as vb from "../../lib";
import { loadBlas } from "../../lib/kernels/blas";
import { epochOrder } from "../../lib/training/minibatches";

const shape = { inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 };
const data = vb.twoGaussians({ size: 200, seed: 1 });
/** TensorFlow.js takes milliseconds for a step: few and long ones. */
const epochsOf = { fused: 200, tensorflow: 40 };
const short = { epochs: 3, engine: "tensorflow", seed: 1 } as const;

describe("fit", () => {
  it.each(["fused", "tensorflow"] as const)(
    "lowers the loss of both models on the %s engine",
    async (engine) => {
      const epochs = epochsOf[engine];
      for (const model of [new vb.Autoencoder(shape), new vb.VariationalAutoencoder(shape)]) {
        const run = await vb.fit(model, data, {
          epochs,
          learningRate: 2 / epochs,
          latentSamples: 2,
          engine,
          seed: 1,
        });
        expect(run.losses.length).toBe(epochs);
        expect(run.losses[epochs - 1]).toBeLessThan(0.7 * run.losses[0]);
        expect(run.interrupted).toBe(false);
        expect(run.engine).toMatch(
          new RegExp(`^${engine}, (native|wasm|cpu|WebAssembly SIMD on up to \\d+ threads)`),
        );
      }
    },
  );

  it.each(["fused", "tensorflow"] as const)(
    "trains the encoder alone on the %s engine and leaves the decoder as it is",
    async (engine) => {
      const model = new vb.VariationalAutoencoder(shape);
      const [decoder, before] = [model.decoder.parameters.slice(), vb.exactElbo(model, data).elbo.mean()];
      const epochs = epochsOf[engine];
      const options = { epochs, learningRate: 2 / epochs, parameters: "encoder", engine, seed: 1 } as const;
      await vb.fit(model, data, options);
      expect(model.decoder.parameters).toEqual(decoder);
      expect(vb.exactElbo(model, data).elbo.mean()).toBeGreaterThan(before + 0.1);
    },
  );

  it("gives the same parameters for the same seed, in full batches and minibatches", async () => {
    for (const batchSize of [200, 32]) {
      const parameters = async (seed: number) => {
        const model = new vb.VariationalAutoencoder(shape);
        await vb.fit(model, data, { epochs: 5, batchSize, seed });
        return model.parameters;
      };
      expect(await parameters(1)).toEqual(await parameters(1));
      expect(await parameters(1)).not.toEqual(await parameters(2));
    }
  });

  it("records the mean loss over all points when the last batch is smaller", async () => {
    const model = new vb.Autoencoder(shape);
    const points = data.points.head(5);
    const before = model.reconstruct(points);
    const mse = before.data.reduce((sum, value, i) => sum + (value - points.data[i]) ** 2, 0) / before.size;
    const run = await vb.fit(model, points, { epochs: 1, batchSize: 3, learningRate: 1e-9, seed: 1 });
    expect(run.losses[0]).toBeCloseTo(mse, 5);
  });

  it("trains on one point and on batches larger than the data", async () => {
    const run = await vb.fit(new vb.VariationalAutoencoder(shape), data.points.head(1), {
      ...short,
      batchSize: 64,
    });
    expect(run.losses.every(Number.isFinite)).toBe(true);
  });

  it("reports progress up to the last epoch", async () => {
    const epochs: number[] = [];
    await vb.fit(new vb.Autoencoder(shape), data, {
      ...short,
      onProgress: (progress) => {
        epochs.push(progress.epoch);
        expect(progress.epochs).toBe(3);
        expect(progress.loss).toBeGreaterThan(0);
      },
    });
    expect(epochs.at(-1)).toBe(3);
    expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
  });

  it("stops when aborted and keeps the result so far", async () => {
    const model = new vb.Autoencoder(shape);
    const initial = model.parameters.slice();
    const abort = new AbortController();
    const run = await vb.fit(model, data, {
      epochs: 1e6,
      seed: 1,
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    expect(run.interrupted).toBe(true);
    expect(run.losses.length).toBeLessThan(1e6);
    expect(run.losses.length).toBeGreaterThan(0);
    expect(model.parameters).not.toEqual(initial);
  });

  it("does not train a model twice at the same time, but again afterwards", async () => {
    const model = new vb.Autoencoder(shape);
    const first = vb.fit(model, data, short);
    await expect(vb.fit(model, data, short)).rejects.toThrow("model: is already being trained");
    await first;
    await expect(vb.fit(model, data, short)).resolves.toBeDefined();
  });

  it("stops when training diverges, names the step and keeps the last good parameters", async () => {
    const model = new vb.VariationalAutoencoder(shape);
    const diverged = vb.fit(model, data, { epochs: 500, learningRate: 1e18, engine: "tensorflow", seed: 1 });
    await expect(diverged).rejects.toThrow(/training diverged: the loss of step \d+ is (NaN|-?Infinity)/);
    expect(model.parameters.every(Number.isFinite)).toBe(true);
  });

  it.each(["fused", "tensorflow"] as const)(
    "says that the data's scale is the cause where the first step diverges, but not later: %s",
    async (engine) => {
      const wide = vb.broadcast((value) => 1e20 * value, data.points);
      for (const Model of [vb.Autoencoder, vb.VariationalAutoencoder]) {
        const fails = vb.fit(new Model(shape), wide, { epochs: 3, engine, seed: 1 });
        await expect(fails).rejects.toThrow(/the loss of step 1 is .*no learningRate helps: .*standardize/);
        const standard = vb.standardize(wide).points;
        await expect(
          vb.fit(new Model(shape), standard, { epochs: 3, engine, seed: 1 }),
        ).resolves.toBeDefined();
      }
      const model = new vb.VariationalAutoencoder(shape);
      const resume = await vb.fit(model, data, { ...short, engine });
      const steep = vb.fit(model, data, {
        epochs: 500,
        learningRate: 1e18,
        engine,
        resume,
        seed: 1,
      });
      await expect(steep).rejects.toThrow(/the loss of step [4-9] is .*try a smaller learningRate/);
    },
  );

  it("leaks no tensors", async () => {
    const model = new vb.VariationalAutoencoder(shape);
    await vb.fit(model, data, short);
    const before = tf.memory().numTensors;
    await vb.fit(model, data, { ...short, batchSize: 50 });
    expect(tf.memory().numTensors).toBe(before);
  });

  it("rejects what another objective than the ELBO has no use for", async () => {
    const vae = new vb.VariationalAutoencoder({ inputSize: 2, hiddenSizes: [3], latentSize: 2, seed: 1 });
    const fails = (change: object, message: string) =>
      expect(vb.fit(vae, data, { epochs: 1, seed: 1, ...change })).rejects.toThrow(message);
    await fails({ objective: "iwae", klWeight: 2 }, 'klWeight: expected none with objective "iwae"');
    await fails({ parameters: "decoder" }, 'parameters: expected one of "all", "encoder", got "decoder"');
    await fails({ optimizer: "sgd" }, 'optimizer: expected one of "adam", "adagrad", got "sgd"');
    await fails({ objective: "evidence" }, "for a variational autoencoder with a latent of one dimension");
    await fails(
      { objective: "iwae", gradient: "scoreFunction" },
      'gradient: expected "pathwise" with objective "iwae", got "scoreFunction"',
    );
    const narrow = new vb.VariationalAutoencoder(shape);
    await expect(
      vb.fit(narrow, data, { epochs: 1, seed: 1, objective: "evidence", parameters: "encoder" }),
    ).rejects.toThrow('parameters: expected "all" with objective "evidence"');
  });

  it("rejects invalid options by name, before any work", async () => {
    const model = new vb.Autoencoder(shape);
    const initial = model.parameters.slice();
    const fails = (change: object, message: string) =>
      expect(vb.fit(model, data, { ...short, ...change } as never)).rejects.toThrow(message);
    await fails({ epochs: 0 }, "epochs: expected an integer ≥ 1, got 0");
    await fails({ batchSize: 1.5 }, "batchSize: expected an integer ≥ 1, got 1.5");
    await fails({ learningRate: Number.NaN }, "learningRate: expected a finite number > 0, got NaN");
    await fails({ latentSamples: -1 }, "latentSamples: expected an integer ≥ 1, got -1");
    await fails({ klWeight: -1 }, "klWeight: expected a finite number ≥ 0, got -1");
    await fails({ gradient: "finite" }, 'gradient: expected one of "pathwise", "scoreFunction", got');
    await fails(
      { baseline: "leaveOneOut" },
      'gradient: expected "scoreFunction" with baseline "leaveOneOut"',
    );
    await fails({ gradient: "scoreFunction", baseline: "leaveOneOut" }, "latentSamples: expected at least 2");
    await fails({ objective: "iwae" }, 'objective: expected "elbo", since "iwae" is for');
    await fails({ seed: undefined }, "seed: expected an integer ≥ 0, got undefined");
    await fails({ engine: "gpu" }, 'engine: expected one of "auto", "fused", "tensorflow", got "gpu"');
    await fails({ epoch: 3 }, 'fit: unknown option "epoch"');
    await expect(vb.fit(model, vb.NDArray.from([[1, 2, 3]]), short)).rejects.toThrow(
      "data: expected shape [rows ≥ 1, 2]",
    );
    await expect(vb.fit(model, vb.NDArray.from([[1, Number.NaN]]), short)).rejects.toThrow(
      "got NaN in row 0, column 1",
    );
    expect(model.parameters).toEqual(initial);
  });
});

describe("engine", () => {
  it("auto chooses the fused engine for the notebooks' models", async () => {
    const run = await vb.fit(new vb.Autoencoder(shape), data, { epochs: 3, seed: 1 });
    expect(run.engine).toMatch(/^fused, /);
  });

  it("gives the same result whatever number of threads is allowed", async () => {
    const trained = async (threads: number | undefined) => {
      const model = new vb.VariationalAutoencoder(shape);
      const { losses, state } = await vb.fit(model, data, { epochs: 3, seed: 1, engine: "fused", threads });
      return { losses, state };
    };
    const alone = await trained(1);
    for (const threads of [2, 3, undefined]) expect(await trained(threads)).toEqual(alone);
    await expect(trained(0)).rejects.toThrow("threads: expected an integer ≥ 1, got 0");
    await expect(vb.fit(new vb.Autoencoder(shape), data, { ...short, threads: 2 })).rejects.toThrow(
      "engine: tensorflow cannot train this: its number of threads cannot be set; omit threads",
    );
  });

  it("the run of a wide model says which BLAS library multiplied, a narrow model's does not", async () => {
    const engineOf = async (inputSize: number, hidden: number) => {
      const model = new vb.Autoencoder({ inputSize, hiddenSizes: [hidden], latentSize: 2, seed: 1 });
      const { points } = vb.standardNormal({ size: 100, dimensions: inputSize, seed: 1 });
      return (await vb.fit(model, points, { epochs: 1, seed: 1 })).engine;
    };
    const blas = loadBlas();
    expect(await engineOf(60, 70)).toContain(blas ? `SIMD and ${blas.name} on` : "SIMD on");
    expect(await engineOf(2, 10)).toContain("SIMD on");
  });

  it("auto falls back where the fused engine has no kernels, and fused says why not", async () => {
    const foreign = Object.create(new vb.VariationalAutoencoder(shape), {
      kind: { value: "normalizing flow" },
    });
    await expect(vb.fit(foreign, data, { ...short, engine: "fused" })).rejects.toThrow(
      "engine: fused cannot train this: it has no kernels for a normalizing flow",
    );
    expect((await vb.fit(foreign, data, { ...short, engine: "auto" })).engine).toMatch(/^tensorflow, /);
  });
});

describe("epochOrder", () => {
  it("holds every row once, in a different order in each epoch", () => {
    const orders = [0, 1].map((epoch) => [...epochOrder(10, 4, 7, epoch)]);
    for (const order of orders)
      expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(orders[0]).not.toEqual(orders[1]);
  });

  it("keeps the rows' order if one batch holds them all", () => {
    expect([...epochOrder(3, 3, 7, 1)]).toEqual([0, 1, 2]);
  });
});

import { describe, expect, it } from "vitest";
import * as vb from "../../lib";
import { epochOrder } from "../../lib/training/minibatches";

const shape = { inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 };
const { points: data } = vb.twoGaussians({ size: 300, seed: 1 });
const engines = ["fused", "tensorflow"] as const;
const BATCHES_PER_EPOCH = 10;
const settings = { seed: 3, batchSize: 32, latentSamples: 2, learningRate: 1e-2 };

/** Trains until `steps` minibatches are done, wherever in an epoch that is. */
async function trainUntil(
  steps: number,
  model: vb.Model,
  options: vb.FitOptions,
  points = data,
): Promise<vb.Run> {
  const abort = new AbortController();
  const onProgress = (progress: vb.Progress) => {
    if (progress.steps >= steps) abort.abort();
  };
  return vb.fit(model, points, { ...options, onProgress, signal: abort.signal });
}

const models: [string, () => vb.Model][] = [
  ["an autoencoder", () => new vb.Autoencoder(shape)],
  ["a variational autoencoder", () => new vb.VariationalAutoencoder(shape)],
];
const everyCase = engines.flatMap((engine) =>
  models.map(([name, make]) => ({ engine, name, make, epochs: engine === "fused" ? 4000 : 5 })),
);

describe("resume", () => {
  it.each(everyCase)("of $name on $engine is bit-identical to a training never stopped", async (one) => {
    const { engine, make, epochs } = one;
    const whole = make();
    const expected = await vb.fit(whole, data, { ...settings, engine, epochs });

    const model = make();
    const stops = [7, 8, 3 * BATCHES_PER_EPOCH + 3];
    let run: vb.Run | undefined;
    const offsets: number[] = [];
    for (const stop of stops) {
      run = await trainUntil(stop, model, { ...settings, engine, epochs, resume: run });
      expect(run.interrupted).toBe(true);
      expect(run.losses.length).toBe(Math.floor(run.state.adam.step / BATCHES_PER_EPOCH));
      offsets.push(run.state.adam.step % BATCHES_PER_EPOCH);
    }
    expect(offsets.some((offset) => offset > 0)).toBe(true);
    const last = await vb.fit(model, data, { ...settings, engine, epochs, resume: run });
    expect(model.parameters).toEqual(whole.parameters);
    expect(last.losses).toEqual(expected.losses);
    expect(last.state.adam).toEqual(expected.state.adam);
    expect(last.interrupted).toBe(false);
    expect(last.seconds).toBeGreaterThan(run!.seconds);
  });

  it("restores the model as the run left it, so that a cell can be run again", async () => {
    const model = new vb.VariationalAutoencoder(shape);
    const first = await vb.fit(model, data, { ...settings, epochs: 3 });
    const again = async (other: vb.Model) => {
      await vb.fit(other, data, { ...settings, epochs: 5, resume: first });
      return other.parameters.slice();
    };
    const once = await again(model);
    expect(await again(model)).toEqual(once);
    expect(await again(new vb.VariationalAutoencoder({ ...shape, seed: 99 }))).toEqual(once);
  });

  it("takes omitted settings from the run", async () => {
    const model = new vb.VariationalAutoencoder(shape);
    const first = await vb.fit(model, data, { ...settings, klWeight: 0.5, epochs: 2 });
    const run = await vb.fit(model, data, { epochs: 3, seed: 3, resume: first });
    expect(run.state.settings).toEqual(first.state.settings);
    const tensorflow = await vb.fit(model, data, { ...settings, epochs: 1, engine: "tensorflow" });
    const on = await vb.fit(model, data, { ...settings, epochs: 2, resume: tensorflow });
    expect(on.engine).toMatch(/^tensorflow, /);
  });

  it("may change the learning rate and the number of epochs", async () => {
    const model = new vb.Autoencoder(shape);
    const first = await vb.fit(model, data, { ...settings, epochs: 2 });
    const run = await vb.fit(model, data, { ...settings, learningRate: 1e-9, epochs: 3, resume: first });
    expect(run.state.settings.learningRate).toBe(1e-9);
    const change = model.parameters.map((value, i) => Math.abs(value - first.state.parameters[i]));
    expect(Math.max(...change)).toBeLessThan(1e-6);
    expect((await vb.fit(model, data, { ...settings, epochs: 3, resume: run })).losses).toEqual(run.losses);
  });

  it("names what would not be the same training, before any work", async () => {
    const model = new vb.VariationalAutoencoder(shape);
    const resume = await trainUntil(13, model, { ...settings, epochs: 1000 });
    const fails = async (message: string, change: object, other: vb.Model = model, points = data) => {
      const before = other.parameters.slice();
      const options = { ...settings, epochs: 1000, resume, ...change };
      await expect(vb.fit(other, points, options)).rejects.toThrow(message);
      expect(other.parameters).toEqual(before);
    };
    await fails("resume: batchSize differs: the run was trained with 32, got 64", { batchSize: 64 });
    await fails("resume: latentSamples differs: the run was trained with 2, got 3", { latentSamples: 3 });
    await fails("resume: seed differs: the run was trained with 3, got 4", { seed: 4 });
    await fails("resume: klWeight differs: the run was trained with 1, got 2", { klWeight: 2 });
    await fails('resume: objective differs: the run was trained with "elbo"', { objective: "iwae" });
    await fails('resume: engine differs: the run was trained with "fused"', { engine: "tensorflow" });
    const wider = new vb.VariationalAutoencoder({ ...shape, hiddenSizes: [11] });
    await fails("resume: model hiddenSizes differs: the run was trained with [10], got [11]", {}, wider);
    await fails("resume: model kind differs", {}, new vb.Autoencoder(shape));
    await fails(
      "resume: data rows differs: the run was trained with 300, got 299",
      {},
      model,
      data.head(299),
    );
    const altered = new vb.NDArray(data.data.slice(), data.shape);
    altered.data[599] += 1e-9;
    await fails("resume: data hash differs", {}, model, altered);
    await fails("epochs: expected at least 2, as many as", { epochs: 1 });
    await fails("resume: expected a run", { resume: { model, run: resume } });
  });

  it("does not change the run when the model is trained further", async () => {
    const model = new vb.VariationalAutoencoder(shape);
    const run = await vb.fit(model, data, { ...settings, epochs: 2 });
    const copy = structuredClone(run);
    await vb.fit(model, data, { ...settings, epochs: 9, resume: run });
    expect(run).toEqual(copy);
  });
});

describe("progress", () => {
  it("counts steps within epochs, with the mean loss of the epoch so far", async () => {
    const model = new vb.Autoencoder(shape);
    const seen: vb.Progress[] = [];
    const run = await vb.fit(model, data, {
      ...settings,
      epochs: 3,
      engine: "tensorflow",
      onProgress: (progress) => seen.push(progress),
    });
    for (const { epoch, steps, totalSteps } of seen) {
      expect(totalSteps).toBe(3 * BATCHES_PER_EPOCH);
      expect(epoch).toBe(Math.floor(steps / BATCHES_PER_EPOCH));
    }
    expect(seen.at(-1)).toMatchObject({ epoch: 3, steps: 30, loss: run.losses[2] });
    // With a negligible learning rate, the loss of a part of an epoch is that part's mean squared error.
    const still = new vb.Autoencoder(shape);
    const parts: number[] = [];
    await vb.fit(still, data, {
      ...settings,
      batchSize: 200,
      learningRate: 1e-12,
      epochs: 1,
      onProgress: ({ steps, loss }) => parts.push(steps, loss),
    });
    const batch = epochOrder(300, 200, settings.seed, 0).subarray(0, 200);
    const errors = still.reconstruct(data).data.map((value, i) => (value - data.data[i]) ** 2);
    const mean = batch.reduce((sum, row) => sum + errors[2 * row] + errors[2 * row + 1], 0) / 400;
    expect(parts[0]).toBe(1);
    expect(parts[1] / mean).toBeCloseTo(1, 5);
  });
});

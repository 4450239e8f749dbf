import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import * as vb from "../../lib";
import { liveSvg } from "../../lib/notebook/live-svg";

const folder = mkdtempSync(path.join(tmpdir(), "aevb-validation-"));
afterAll(() => rmSync(folder, { recursive: true }));

const shape = { inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 };
const data = vb.twoGaussians({ size: 100, seed: 1 });
const heldOut = vb.twoGaussians({ size: 60, seed: 2 });
const settings = { seed: 3, batchSize: 32, learningRate: 1e-2 };
const validation = { data: heldOut, every: 4, latentSamples: 300 };

async function train(epochs: number, options: Partial<vb.FitOptions> = {}) {
  const model = new vb.VariationalAutoencoder(shape);
  const run = await vb.fit(model, data, { ...settings, epochs, ...options });
  return { model, run };
}

describe("validation", () => {
  it.each(["fused", "tensorflow"] as const)("changes no bit of a training on %s", async (engine) => {
    const plain = await train(10, { engine });
    const validated = await train(10, { engine, validation });
    expect(validated.model.parameters).toEqual(plain.model.parameters);
    expect(validated.run.losses).toEqual(plain.run.losses);
    expect(plain.run.validation).toBeUndefined();
    expect(validated.run.validation?.epochs).toEqual([4, 8]);
  });

  it("is the bound that the model has after so many epochs", async () => {
    const { run } = await train(8, { validation });
    for (const [i, epochs] of [4, 8].entries()) {
      const { model } = await train(epochs);
      const bound = vb.elbo(model, heldOut, { latentSamples: 3000, seed: 9 }).elbo.mean(0).data[0];
      expect(Math.abs(run.validation!.losses[i] + bound)).toBeLessThan(0.05);
    }
    expect(run.validation!.losses[1]).toBeLessThan(run.validation!.losses[0] - 0.05);
  });

  it("of an autoencoder is its mean squared error", async () => {
    const model = new vb.Autoencoder(shape);
    const run = await vb.fit(model, data, {
      ...settings,
      epochs: 3,
      validation: { data: heldOut, every: 3 },
    });
    const made = model.reconstruct(heldOut.points);
    let sum = 0;
    for (let row = 0; row < 60; row++)
      for (const column of [0, 1]) sum += (heldOut.points.row(row)[column] - made.row(row)[column]) ** 2;
    expect(run.validation!.losses[0]).toBeCloseTo(sum / 120, 10);
  });

  it("goes on in a resumed run, from a checkpoint too, as if never interrupted", async () => {
    const whole = await train(12, { validation });
    const file = path.join(folder, "vae.safetensors");
    const first = await train(6, { validation, checkpoint: { path: file, every: 3 } });
    const { model, run } = vb.loadCheckpoint(file);
    expect(run.validation).toEqual(first.run.validation);
    const options = { ...settings, epochs: 12, resume: run };
    expect((await vb.fit(model, data, { ...options, validation })).validation).toEqual(whole.run.validation);
    expect((await vb.fit(model, data, options)).validation).toEqual(first.run.validation);
  });

  it("is part of the progress", async () => {
    const seen: (number | undefined)[] = [];
    await train(8, { validation, onProgress: (progress) => seen.push(progress.validation?.epochs.length) });
    expect(seen.at(-1)).toBe(2);
  });

  it("rejects bad options, and other points or draws than those of the run to resume", async () => {
    const { run } = await train(4, { validation });
    const message = (changed: object, resume?: vb.Run) =>
      train(8, { resume, validation: { ...validation, ...changed } }).then(
        () => "",
        (error: Error) => error.message,
      );
    expect(await message({ every: 0 })).toContain("validation.every: expected an integer ≥ 1, got 0");
    expect(await message({ latentSamples: 0.5 })).toContain(
      "validation.latentSamples: expected an integer ≥ 1, got 0.5",
    );
    expect(await message({ data: [[1, 2, 3]] })).toContain("validation.data");
    expect(await message({ evry: 2 })).toContain("evry");
    expect(await message({ latentSamples: 2 }, run)).toContain("resume: validation latentSamples differs");
    expect(await message({ data }, run)).toContain("resume: validation data differs");
  });
});

describe("the live chart of a training with held-out data", () => {
  const view = { epochs: [0, 1, 2], losses: [3, 2, 1] };
  const beside = { epochs: [1, 2], losses: [2.5, 9] };
  const lines = (svg: string) =>
    [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points]) => points.split(" "));

  it("has a second line, inside the panel", () => {
    expect(lines(liveSvg(view)).map((points) => points.length)).toEqual([3]);
    const [loss, other] = lines(liveSvg({ ...view, validation: beside }));
    expect([loss.length, other.length]).toEqual([3, 2]);
    const heights = [...loss, ...other].map((point) => Number(point.split(",")[1]));
    // Upwards is smaller: 9 is the highest, 1 the lowest.
    expect(Math.min(...heights)).toBe(heights[4]);
    expect(Math.max(...heights)).toBe(heights[2]);
    expect(heights.every((y) => y >= 26 && y <= 326)).toBe(true);
  });
});

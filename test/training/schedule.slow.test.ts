import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import * as vb from "../../lib";
import { valueAt } from "../../lib/training/schedule";

const shape = { inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 };
const { points } = vb.twoGaussians({ size: 60, seed: 1 });
const warmUp = { from: 0, to: 1, epochs: 4, shape: "linear" } as const;
const decay = { from: 1e-2, to: 1e-4, epochs: 8, shape: "cosine" } as const;

describe("valueAt", () => {
  it("is the number itself without a schedule", () => {
    expect(valueAt(0.3, 17)).toBe(0.3);
  });

  it("is a straight line that ends at `to`", () => {
    expect([0, 1, 2.5, 4, 9].map((epoch) => valueAt(warmUp, epoch))).toEqual([0, 0.25, 0.625, 1, 1]);
  });

  it("is half a period of a cosine that ends at `to`", () => {
    const half = (share: number) => 1e-4 + ((1e-2 - 1e-4) * (1 + Math.cos(Math.PI * share))) / 2;
    for (const share of [0, 0.2, 0.5, 0.9, 1]) expect(valueAt(decay, 8 * share)).toBeCloseTo(half(share), 15);
    expect(valueAt(decay, 100)).toBeCloseTo(1e-4, 15);
  });
});

describe.each(["fused", "tensorflow"] as const)("a schedule on the %s engine", (engine) => {
  const settings = { seed: 3, batchSize: 20, engine } as const;

  it("of one constant value trains as that constant, bit for bit", async () => {
    const [model, other] = [new vb.VariationalAutoencoder(shape), new vb.VariationalAutoencoder(shape)];
    const flat = (value: number) => ({ from: value, to: value, epochs: 3, shape: "linear" }) as const;
    await vb.fit(model, points, { ...settings, epochs: 6, learningRate: 1e-2, klWeight: 0.5 });
    await vb.fit(other, points, { ...settings, epochs: 6, learningRate: flat(1e-2), klWeight: flat(0.5) });
    expect(other.parameters).toEqual(model.parameters);
  });

  it("moves step by step: the first step has `from`, and no step after its end differs from `to`", async () => {
    // Adam's first step moves every parameter by the learning rate, whatever its gradient, if that is not 0.
    const model = new vb.VariationalAutoencoder(shape);
    const initial = model.parameters.slice();
    const rise = { from: 1e-3, to: 1, epochs: 50, shape: "linear" } as const;
    await vb.fit(model, points, { ...settings, batchSize: 60, epochs: 1, learningRate: rise });
    const moves = model.parameters.map((value, i) => Math.abs(value - initial[i])).filter((move) => move > 0);
    for (const move of moves) expect(move).toBeCloseTo(1e-3, 5);
    expect(moves.length).toBeGreaterThan(model.parameters.length / 2);

    const trained = async (learningRate: vb.Schedule | number, resume?: vb.Run) => {
      const one = new vb.VariationalAutoencoder(shape);
      return vb.fit(one, points, { ...settings, epochs: resume ? 9 : 4, learningRate, resume });
    };
    const fast = await trained({ from: 1e-2, to: 1e-3, epochs: 4, shape: "cosine" });
    const [held, constant] = [
      await trained({ ...decay, to: 1e-3, epochs: 4 }, fast),
      await trained(1e-3, fast),
    ];
    expect(held.state.parameters).toEqual(constant.state.parameters);
  });

  it("is resumed bit for bit from memory and from a checkpoint, which record it", async () => {
    const scheduled = { ...settings, learningRate: decay, klWeight: warmUp };
    const whole = new vb.VariationalAutoencoder(shape);
    const expected = await vb.fit(whole, points, { ...scheduled, epochs: 10 });
    expect(expected.state.settings).toMatchObject({ learningRate: decay, klWeight: warmUp });

    const abort = new AbortController();
    const model = new vb.VariationalAutoencoder(shape);
    const onProgress = ({ steps }: vb.Progress) => steps >= 4 && abort.abort();
    const first = await vb.fit(model, points, { ...scheduled, epochs: 10, onProgress, signal: abort.signal });
    const file = `${tmpdir()}/aevb-schedule-${process.pid}-${engine}.safetensors`;
    await vb.fit(model, points, {
      ...scheduled,
      epochs: Math.max(5, first.losses.length + 1),
      resume: first,
      checkpoint: { path: file, every: 100 },
    });
    const loaded = vb.loadCheckpoint(file);
    rmSync(file);
    expect(loaded.run.state.settings).toMatchObject({ learningRate: decay, klWeight: warmUp });
    // Omitted settings are taken from the run.
    const last = await vb.fit(loaded.model, points, { seed: 3, epochs: 10, resume: loaded.run });
    expect(loaded.model.parameters).toEqual(whole.parameters);
    expect(last.losses).toEqual(expected.losses);
    const other = vb.fit(loaded.model, points, { ...scheduled, klWeight: 1, epochs: 11, resume: last });
    await expect(other).rejects.toThrow(
      'resume: klWeight differs: the run was trained with {"from":0,"to":1',
    );
    const reordered = { shape: "linear", epochs: 4, to: 1, from: 0 } as const;
    await vb.fit(loaded.model, points, { ...scheduled, klWeight: reordered, epochs: 11, resume: last });
  });
});

it("warm-up weights the losses that the run records", async () => {
  const model = new vb.VariationalAutoencoder(shape);
  const settings = { epochs: 4, learningRate: 1e-12, seed: 1, latentSamples: 1000 };
  const { losses } = await vb.fit(model, points, { ...settings, klWeight: warmUp });
  const { reconstruction, kl } = vb.elbo(model, points, { latentSamples: 5000, seed: 2 });
  losses.forEach((loss, epoch) => {
    expect(loss).toBeCloseTo(-reconstruction.mean() + (epoch / 4) * kl.mean(), 2);
  });
  expect(kl.mean()).toBeGreaterThan(0.1);
});

it("an invalid schedule is rejected by name, before any work", async () => {
  const model = new vb.VariationalAutoencoder(shape);
  const fails = (change: object, message: string) =>
    expect(vb.fit(model, points, { epochs: 1, seed: 1, ...change })).rejects.toThrow(message);
  await fails({ klWeight: { ...warmUp, from: -1 } }, "klWeight.from: expected a finite number ≥ 0, got -1");
  await fails(
    { klWeight: { ...warmUp, to: Number.NaN } },
    "klWeight.to: expected a finite number ≥ 0, got NaN",
  );
  await fails({ learningRate: { ...decay, epochs: 0 } }, "learningRate.epochs: expected a finite number > 0");
  await fails({ learningRate: { ...decay, shape: "step" } }, 'learningRate.shape: expected one of "linear"');
  await fails({ learningRate: { ...decay, start: 3 } }, 'learningRate: unknown option "start"');
  await fails({ learningRate: [1, 2] }, "learningRate: unknown option");
  await fails({ learningRate: null }, "learningRate: expected a finite number > 0, got null");
});

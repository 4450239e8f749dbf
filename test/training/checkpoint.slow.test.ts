import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as vb from "../../lib";
import { decodeSafetensors, encodeSafetensors } from "../../lib/files/safetensors";
import { readSavedFile, writeSavedFile } from "../../lib/files/saved-file";
import golden from "../files/golden.json";
import { killedTraining } from "./killed-training";

/** Lets a test make file-system calls fail. */
const broken = vi.hoisted(() => ({ calls: new Set<string>() }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const breakable =
    <Arguments extends unknown[], Result>(
      name: string,
      call: (...given: Arguments) => Result,
      first = () => {},
    ) =>
    (...given: Arguments): Result => {
      if (!broken.calls.has(name)) return call(...given);
      first();
      throw Object.assign(new Error(`${name} is broken`), { code: "EIO" });
    };
  return {
    ...fs,
    linkSync: breakable("link", fs.linkSync),
    fsyncSync: breakable("fsync", fs.fsyncSync),
    renameSync: breakable("rename", fs.renameSync),
  };
});
afterEach(() => broken.calls.clear());

const root = mkdtempSync(path.join(tmpdir(), "aevb-checkpoints-"));
afterAll(() => rmSync(root, { recursive: true }));
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(root, "test-"));
  file = path.join(folder, "vae.safetensors");
});

const shape = { inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 };
const data = vb.twoGaussians({ size: 100, seed: 1 });
const settings = { seed: 3, batchSize: 32, latentSamples: 2, learningRate: 1e-2 };
const previous = () => path.join(folder, "vae.previous.safetensors");

async function train(epochs: number, options: Partial<vb.FitOptions> = {}) {
  const model = new vb.VariationalAutoencoder(shape);
  const run = await vb.fit(model, data, { ...settings, epochs, ...options });
  return { model, run };
}

describe("a checkpoint", () => {
  it.each(["fused", "tensorflow"] as const)(
    "holds the whole run, also from the middle of an epoch, on %s",
    async (engine) => {
      const abort = new AbortController();
      const checkpoint = { path: file, every: 1000 };
      const epochs = engine === "fused" ? 5000 : 5;
      const { model, run } = await train(epochs, {
        engine,
        checkpoint,
        signal: abort.signal,
        onProgress: ({ steps }) => steps % 4 > 0 && abort.abort(),
      });
      expect(run.interrupted).toBe(true);
      expect(run.state.adam.step % 4).toBeGreaterThan(0);
      const loaded = vb.loadCheckpoint(file);
      expect(loaded.run).toEqual(run);
      expect(loaded.model.parameters).toEqual(model.parameters);
      expect(loaded.model.options).toEqual(model.options);

      const whole = await train(epochs, { engine });
      const rest = await vb.fit(loaded.model, data, { ...settings, epochs, resume: loaded.run });
      expect(loaded.model.parameters).toEqual(whole.model.parameters);
      expect(rest.losses).toEqual(whole.run.losses);
    },
  );

  it("is resumed in another process, bit for bit", async () => {
    const { shape, data, settings } = killedTraining(10);
    const whole = new vb.VariationalAutoencoder(shape);
    const expected = await vb.fit(whole, data, { ...settings, epochs: 30 });
    await vb.fit(new vb.VariationalAutoencoder(shape), data, {
      ...settings,
      epochs: 11,
      checkpoint: { path: file, every: 1000 },
    });
    execFileSync(process.execPath, ["--import", "tsx", path.join(__dirname, "child.ts"), file, "30", "10"]);
    const { model, run } = vb.loadCheckpoint(file);
    expect(model.parameters).toEqual(whole.parameters);
    expect(run.losses).toEqual(expected.losses);
  });

  it("is written at the given interval and at the end, and the previous one is kept", async () => {
    const epochs: number[] = [];
    const checkpoint = { path: path.join(folder, "made", "here", "ae.bin"), every: 3 };
    await train(7, { checkpoint, onProgress: () => existsSync(checkpoint.path) && read() });
    function read() {
      epochs.push(vb.loadCheckpoint(checkpoint.path).run.losses.length);
    }
    read();
    expect([...new Set(epochs)]).toEqual([3, 6, 7]);
    expect(readdirSync(path.dirname(checkpoint.path)).sort()).toEqual(["ae.bin", "ae.previous.bin"]);
    expect(vb.loadCheckpoint(path.join(folder, "made/here/ae.previous.bin")).run.losses.length).toBe(6);
  });

  it("does not change the training", async () => {
    const [plain, kept] = [await train(9), await train(9, { checkpoint: { path: file, every: 2 } })];
    expect(kept.model.parameters).toEqual(plain.model.parameters);
    expect(kept.run.losses).toEqual(plain.run.losses);
  });

  it("keeps the previous one as a copy where the file system has no hard links", async () => {
    broken.calls.add("link");
    await train(3, { checkpoint: { path: file, every: 1 } });
    expect(vb.loadCheckpoint(file).run.losses.length).toBe(3);
    expect(vb.loadCheckpoint(previous()).run.losses.length).toBe(2);
    expect(readdirSync(folder).length).toBe(2);
  });

  it("is named in the error when only the previous one exists", async () => {
    await train(3, { checkpoint: { path: file, every: 1 } });
    rmSync(file);
    expect(() => vb.loadCheckpoint(file)).toThrow(
      `${file}: there is no such file; the previous checkpoint is ${previous()}`,
    );
    expect(vb.loadCheckpoint(previous()).run.losses.length).toBe(2);
    rmSync(previous());
    expect(() => vb.loadCheckpoint(file)).toThrow(/there is no such file$/);
  });
});

describe("a checkpoint that cannot be written", () => {
  it.each(["fsync", "rename"])(
    "because of a failing %s leaves the old one intact and no other files",
    async (call) => {
      const { run } = await train(2, { checkpoint: { path: file, every: 1 } });
      const before = readFileSync(file);
      let thrown: unknown;
      const model = new vb.VariationalAutoencoder(shape);
      try {
        await vb.fit(model, data, {
          ...settings,
          epochs: 50,
          resume: run,
          checkpoint: { path: file, every: 1 },
          onProgress: () => broken.calls.add(call),
        });
      } catch (error) {
        thrown = error;
      }
      expect(String(thrown)).toContain(`checkpoint.path: cannot write ${file}: ${call} is broken`);
      expect(model.parameters).not.toEqual(run.state.parameters);
      expect(vb.loadCheckpoint(file).run.losses.length).toBeGreaterThanOrEqual(2);
      if (call === "fsync") expect(readFileSync(file)).toEqual(before);
      expect(readdirSync(folder).sort()).toEqual(["vae.previous.safetensors", "vae.safetensors"]);
    },
  );

  const refused = async (checkpoint: object, message: string | RegExp) => {
    const model = new vb.VariationalAutoencoder(shape);
    const before = model.parameters.slice();
    const options = { ...settings, epochs: 3, checkpoint: checkpoint as vb.CheckpointOptions };
    await expect(vb.fit(model, data, options)).rejects.toThrow(message);
    expect(model.parameters).toEqual(before);
  };

  it("is rejected before any work: a folder, a path through a file, invalid options", async () => {
    await refused({ path: folder, every: 1 }, `checkpoint.path: expected a file, got the folder ${folder}`);
    writeFileSync(file, "");
    await refused({ path: path.join(file, "x"), every: 1 }, "checkpoint.path: cannot write");
    await refused({ path: "", every: 1 }, 'checkpoint.path: expected the path of a file, got ""');
    await refused({ path: `${file}2`, every: 0 }, "checkpoint.every: expected an integer ≥ 1, got 0");
    await refused({ path: `${file}2`, every: 1, keep: 3 }, 'checkpoint: unknown option "keep"');
    expect(readdirSync(folder)).toEqual(["vae.safetensors"]);
  });

  it("is rejected if the existing file is not a checkpoint, and leaves that file unchanged", async () => {
    writeFileSync(file, "x,y\n1,2\n3,4\n5,6\n");
    await refused({ path: file, every: 1 }, /move the existing file away: .*is not a safetensors file/);
    expect(readFileSync(file, "utf8")).toBe("x,y\n1,2\n3,4\n5,6\n");
  });

  it("is rejected where no folder can be created, even by root", async () => {
    const occupied = path.join(folder, "occupied");
    writeFileSync(occupied, "");
    await refused({ path: path.join(occupied, "x"), every: 1 }, "checkpoint.path: cannot write");
  });
});

describe("loading rejects", () => {
  const loads = () => [vb.loadCheckpoint, vb.VariationalAutoencoder.load].map((load) => () => load(file));
  const expectRefusal = (message: string | RegExp) => {
    for (const load of loads()) expect(load).toThrow(message);
  };

  it("a file cut short anywhere", async () => {
    await train(2, { checkpoint: { path: file, every: 2 } });
    const bytes = readFileSync(file);
    const header = 8 + Number(bytes.readBigUInt64LE());
    for (const length of [
      0,
      1,
      7,
      8,
      9,
      500,
      header - 1,
      header,
      header + 1,
      bytes.length - 4,
      bytes.length - 1,
    ]) {
      writeFileSync(file, bytes.subarray(0, length));
      expectRefusal(/truncated/);
      expect(readFileSync(file).length).toBe(length);
    }
  });

  it("a file with any one byte altered", async () => {
    await train(2, { checkpoint: { path: file, every: 2 } });
    const bytes = readFileSync(file);
    const header = 8 + Number(bytes.readBigUInt64LE());
    // All of the header, and some of the numbers, which are alike.
    for (let at = 0; at < bytes.length; at += at < header ? 1 : 7) {
      const altered = Buffer.from(bytes);
      altered[at] ^= 1 << (at % 8);
      writeFileSync(file, altered);
      expect(() => vb.loadCheckpoint(file), `byte ${at}`).toThrow(
        at < header ? file : "has been altered or damaged",
      );
    }
  });

  it("another program's file, a newer version's, and a folder", async () => {
    const tensors = new Map([["a", { shape: [1], data: Float32Array.of(1) }]]);
    writeFileSync(file, encodeSafetensors({ tensors, metadata: { format: "pt" } }));
    expectRefusal("is a safetensors file from another program");
    new vb.VariationalAutoencoder(shape).save(file);
    const { metadata, ...rest } = decodeSafetensors(readFileSync(file), file);
    const entry = metadata["aevb-notebooks"].replace('"version":4,', '"version":5,');
    writeFileSync(file, encodeSafetensors({ ...rest, metadata: { "aevb-notebooks": entry } }));
    expectRefusal("has version 5; this library reads up to version 4");
    expect(() => vb.loadCheckpoint(folder)).toThrow("cannot be read: EISDIR");
  });

  it("a saved model as a checkpoint", () => {
    new vb.VariationalAutoencoder(shape).save(file);
    expect(() => vb.loadCheckpoint(file)).toThrow("is a saved model, not a checkpoint");
  });
});

describe("save and load", () => {
  const models: vb.Model[] = [
    new vb.Autoencoder({ ...shape, hiddenSizes: [4, 3], activation: "tanh" }),
    new vb.VariationalAutoencoder({ ...shape, family: "bernoulli", activation: "softplus" }),
    new vb.VariationalAutoencoder({ ...shape, hiddenSizes: [], encoderSizes: [4], scale: 0.25 }),
    new vb.VariationalAutoencoder({ ...shape, family: "studentT", degreesOfFreedom: 4 }),
  ];

  it.each([
    ["logVariance", undefined],
    ["absolute", "its deviations are absolute values of heads"],
  ])("read a model of version 3, whose option deviationHead was %s", (deviationHead, error) => {
    const model = new vb.VariationalAutoencoder(shape);
    model.save(file);
    const { description, tensors } = readSavedFile(file);
    writeSavedFile(file, tensors, { model: { ...(description.model as object), deviationHead } });
    if (error) expect(() => vb.VariationalAutoencoder.load(file)).toThrow(error);
    else expect(vb.VariationalAutoencoder.load(file)).toEqual(model);
  });

  it.each(models)("round-trip the $kind", (model) => {
    model.save(file);
    const loaded = (model.kind === "autoencoder" ? vb.Autoencoder : vb.VariationalAutoencoder).load(file);
    expect(loaded).toEqual(model);
    expect(readdirSync(folder)).toEqual(["vae.safetensors"]);
  });

  it("load reads the model of a checkpoint", async () => {
    const { model } = await train(3, { checkpoint: { path: file, every: 3 } });
    expect(vb.VariationalAutoencoder.load(file)).toEqual(model);
  });

  it("reject the other kind of model by name", () => {
    models[0].save(file);
    expect(() => vb.VariationalAutoencoder.load(file)).toThrow(
      'expected a model of kind "variational autoencoder", got "autoencoder"',
    );
  });

  it("read a model written by PyTorch, with PyTorch's reconstructions", () => {
    copyFileSync(path.join(__dirname, "../files/golden.safetensors"), file);
    const model = vb.Autoencoder.load(file);
    const got = model.reconstruct(vb.NDArray.from(golden.x));
    got.data.forEach((value, i) => {
      expect(value).toBeCloseTo(golden.reconstruction.flat()[i], 6);
    });
  });

  it("leave the old file when writing fails", () => {
    models[0].save(file);
    const before = readFileSync(file);
    broken.calls.add("fsync");
    expect(() => models[1].save(file)).toThrow("fsync is broken");
    expect(readFileSync(file)).toEqual(before);
    expect(() => models[0].save(folder)).toThrow("path: expected a file, got the folder");
  });
});

import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as vb from "../../lib";
import type { PackedNumbers } from "../../lib/figures/numbers";
import type { MimeBundle, NotebookKernel } from "../../lib/notebook/kernel";
import { unpacked } from "../figures/read";

const held: Promise<unknown>[] = [];
const sent: { bundle: MimeBundle; options?: { id?: string; update?: boolean } }[] = [];
const scope = globalThis as { notebookKernel?: NotebookKernel };
const figure = vb.figures.figure({ marks: { run: { x: [1, 2], y: [2, 1] } } });

beforeEach(() => {
  sent.length = 0;
  held.length = 0;
  scope.notebookKernel = {
    display: (bundle, options) => sent.push({ bundle, options }),
    holdCell: (work) => held.push(work),
    interrupt: new AbortController().signal,
  };
});
afterEach(() => {
  scope.notebookKernel = undefined;
});

describe("show", () => {
  it("sends the figure at once, and again with a picture when the cell may end", {
    timeout: 60_000,
  }, async () => {
    vb.show(figure);
    expect(sent).toHaveLength(1);
    expect(sent[0].bundle["application/vnd.plotly.v1+json"]).toEqual(figure);
    expect(sent[0].bundle["text/plain"]).toBe("Plotly figure with 1 trace");
    await Promise.all(held);
    expect(sent).toHaveLength(2);
    expect(sent[1].options).toEqual({ id: sent[0].options?.id, update: true });
    expect(sent[1].bundle).toMatchObject(sent[0].bundle);
    expect(
      Buffer.from(sent[1].bundle["image/png"] as string, "base64")
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
  });

  it("draws typed arrays and NDArrays as it draws lists", { timeout: 60_000 }, async () => {
    const y = Float64Array.from({ length: 400 }, (_, i) => 1e6 + Math.sin(i));
    const z = new vb.NDArray(y, [20, 20]);
    const rows = Array.from({ length: 20 }, (_, i) => [...z.row(i)]);
    const style = { type: "scatter", mode: "markers" };
    const axes = { xaxis2: { anchor: "y2" }, yaxis2: { anchor: "x2" }, grid: { rows: 1, columns: 2 } };
    const map = { type: "heatmap", xaxis: "x2", yaxis: "y2" };
    vb.show({
      data: [
        { ...style, y },
        { ...map, z },
      ],
      layout: axes,
    });
    vb.show({
      data: [
        { ...style, y: [...y] },
        { ...map, z: rows },
      ],
      layout: axes,
    });
    vb.show({
      data: [
        { ...style, y: [] },
        { ...map, z: rows },
      ],
      layout: axes,
    });
    await Promise.all(held);
    const [typed, listed, without] = sent.slice(3).map(({ bundle }) => bundle["image/png"] as string);
    expect(typed).toBe(listed);
    expect(without).not.toBe(listed);
  });

  it.each([
    ["a trace needs WebGL", { type: "scatter3d", x: [1], y: [1], z: [1] }, {}, "scatter3d needs WebGL"],
    [
      "the drawing library crashes",
      { type: "scatter", x: [0, 1], y: [0, 0] },
      { xaxis: { type: "log" }, yaxis: { type: "log" } },
      "drawing it ended with SIG",
    ],
    [
      "drawing would take too long",
      { type: "bar", y: Array.from({ length: 1e5 }, (_, i) => i) },
      {},
      "100000 points or bars",
    ],
  ])(
    "says in a figure's text why it has no picture: %s",
    {
      timeout: 60_000,
    },
    async (_, trace, layout, reason) => {
      const said = vi.spyOn(console, "error").mockImplementation(() => {});
      const odd = { data: [trace], layout };
      vb.show(odd);
      vb.show(figure);
      await Promise.all(held);
      const [first, , last, after] = sent;
      expect(last.options).toEqual({ id: first.options?.id, update: true });
      expect(last.bundle["application/vnd.plotly.v1+json"]).toEqual(odd);
      expect(last.bundle["text/plain"]).toContain(reason);
      expect(last.bundle).not.toHaveProperty("image/png");
      expect(after.bundle).toHaveProperty("image/png");
      expect(said).not.toHaveBeenCalled();
      said.mockRestore();
    },
  );

  it("does nothing outside a notebook", () => {
    scope.notebookKernel = undefined;
    vb.show(figure);
    expect([sent, held]).toEqual([[], []]);
  });
});

describe("monteCarloEm in a notebook", () => {
  const data = vb.twoGaussians({ size: 20, seed: 1 });
  const model = new vb.VariationalAutoencoder({ inputSize: 2, hiddenSizes: [4], latentSize: 1, seed: 1 });

  it("shows a bar and leaves a line of text", async () => {
    const run = await vb.monteCarloEm(model, data, { epochs: 3, batchSize: 10, seed: 1, label: "EM" });
    expect(sent[0].bundle["text/html"]).toContain("EM");
    expect(sent.at(-1)!.bundle["text/plain"]).toBe(
      `EM: 6 steps, mean −log p(x, z) ${run.losses[5].toFixed(4)}, ${run.seconds.toFixed(1)} s`,
    );
  });

  it("stops when the reader interrupts the cell", async () => {
    const reader = new AbortController();
    scope.notebookKernel = { ...scope.notebookKernel!, interrupt: reader.signal };
    const onProgress = () => reader.abort();
    const run = await vb.monteCarloEm(model, data, { epochs: 3, seed: 1, onProgress });
    expect([run.interrupted, run.losses.length]).toEqual([true, 1]);
    expect(sent.at(-1)!.bundle["text/plain"]).toContain("stopped after");
    await expect(vb.monteCarloEm(model, data, { epochs: 3, seed: 1 })).rejects.toThrow("abort");
  });
});

describe("fit in a notebook", () => {
  const data = vb.twoGaussians({ size: 100, seed: 1 });
  const shape = { inputSize: 2, hiddenSizes: [4], latentSize: 1, seed: 1 };
  const ids = () => new Set(sent.map(({ options }) => options?.id));

  it("shows a bar in one place, at most four times a second, and leaves a line of text", async () => {
    const run = await vb.fit(new vb.Autoencoder(shape), data, { epochs: 400, seed: 1, label: "codes <1>" });
    expect(ids().size).toBe(1);
    expect(sent.map(({ options }) => options?.update)).toEqual([false, ...sent.slice(1).map(() => true)]);
    expect(sent.length).toBeLessThanOrEqual(3 + 4 * run.seconds);
    expect(sent[0].bundle["text/html"]).toMatch(
      /codes &#60;1&#62;.*<progress max="1" value="0\.\d+">.* of 400 · loss/,
    );
    expect(Object.keys(sent.at(-1)!.bundle)).toEqual(["text/plain"]);
    expect(sent.at(-1)!.bundle["text/plain"]).toBe(
      `codes <1>: 400 epochs, loss ${run.losses[399].toFixed(4)}, ${run.seconds.toFixed(1)} s`,
    );
  });

  it("live: moves a chart, and ends it with a slider over the training", async () => {
    const model = new vb.VariationalAutoencoder(shape);
    await vb.fit(model, data, { epochs: 50, seed: 1, live: true });
    expect(ids().size).toBe(2);
    expect(sent.some(({ bundle }) => String(bundle["image/svg+xml"]).startsWith("<svg"))).toBe(true);
    await Promise.all(held);
    const ended = sent.at(-1)!.bundle["application/vnd.plotly.v1+json"] as vb.figures.Figure;
    expect(ended.frames![0]).toMatchObject({ name: "0" });
    expect(ended.frames!.at(-1)).toMatchObject({ name: "50" });
    const drawn = model.sample(400, { seed: 1 }).column(0);
    expect(unpacked((ended.data[1] as { x: PackedNumbers }).x)).toEqual([...Float32Array.from(drawn)]);
  });

  it("live: shows the losses alone for data that are not in the plane, at their own epochs", async () => {
    const points = new vb.Normal([0, 0, 0], 1).sample(50, { seed: 1 });
    const options = {
      epochs: 5,
      seed: 1,
      live: true,
      label: "codes",
      validation: { data: points, every: 2 },
    };
    const run = await vb.fit(new vb.Autoencoder({ ...shape, inputSize: 3 }), points, options);
    const { epochs, losses } = run.validation!;
    const four = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toPrecision(4)));
    expect(sent.at(-1)!.bundle["application/vnd.plotly.v1+json"]).toMatchObject({
      data: [
        { name: "codes", x: [1, 2, 3, 4, 5], y: four(run.losses) },
        { name: "validation", x: [...epochs], y: four(losses) },
      ],
    });
    expect(epochs.length).toBeLessThan(5);
  });

  it("stops at the kernel's interrupt and says how to go on; the next training throws it", async () => {
    const reader = new AbortController();
    Object.assign(scope.notebookKernel!, { interrupt: reader.signal });
    const model = new vb.Autoencoder(shape);
    const run = await vb.fit(model, data, {
      epochs: 1e6,
      seed: 1,
      onProgress: () => reader.abort(new Error("stop")),
    });
    expect(run.interrupted).toBe(true);
    expect(sent.at(-1)!.bundle["text/plain"]).toMatch(/stopped after \d+ of 1000000 epochs.*resume: run/);
    await expect(vb.fit(model, data, { epochs: 5, seed: 1 })).rejects.toThrow("stop");
  });

  it("leaves no listener on the signals", async () => {
    const { signal } = new AbortController();
    await vb.fit(new vb.Autoencoder(shape), data, { epochs: 1, seed: 1, signal });
    for (const one of [signal, scope.notebookKernel!.interrupt])
      expect(getEventListeners(one, "abort")).toEqual([]);
  });

  it("shows nothing outside", async () => {
    scope.notebookKernel = undefined;
    await vb.fit(new vb.Autoencoder(shape), data, { epochs: 5, seed: 1, label: "silent", live: true });
    expect(sent).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorsOf, Kernel, textOf } from "./kernel";

const setUp = `
  import * as vb from "../../../lib";
  const data = vb.twoGaussians({ size: 500, seed: 1 });
  const shape = { inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 };
  const long = { epochs: 10_000_000, latentSamples: 2, seed: 1 };
  const never = new Promise<void>(() => {});`;

let kernel: Kernel;
beforeAll(async () => {
  kernel = await Kernel.start("aevb");
  await kernel.output(setUp);
});
afterAll(() => kernel?.stop());

describe.each(["fused", "tensorflow"])("training in a cell with the %s engine", (engine) => {
  const cell = (before: string, after = "") => `
    const model = new vb.VariationalAutoencoder(shape);
    const first = model.parameters.slice();
    ${before}
    const run = await vb.fit(model, data, { ...long, engine: "${engine}" });
    ${after}
    console.log(run.interrupted, run.losses.length > 0, model.parameters.some((value, i) => value !== first[i]));`;
  const inMiddle = { interruptOn: ["display_data"] };

  it("is stopped by an interrupt; the cell ends normally and keeps what it has", async () => {
    const result = await kernel.run(cell(""), inMiddle);
    expect(result.reply?.status).toBe("ok");
    expect(textOf(result).trim()).toBe("true true true");
    const shown = result.messages.filter(({ type }) => type === "update_display_data").at(-1);
    expect(JSON.stringify(shown?.content)).toContain("resume: run");
  });

  it("goes on from there", async () => {
    const code = `
      const resumed = await vb.fit(model, data, { ...long, epochs: run.losses.length + 20, engine: "${engine}", resume: run });
      console.log(resumed.interrupted, resumed.losses.length - run.losses.length, resumed.losses[0] === run.losses[0]);`;
    expect(await kernel.output(code)).toBe("false 20 true");
  });

  it("lets a second interrupt end the cell with an error, and the training is over", async () => {
    const stuck = cell("", 'console.log("stuck"); await never;');
    const result = await kernel.run(stuck, { interruptOn: ["display_data", "stuck"] });
    expect(result.reply).toMatchObject({ status: "error", ename: "KernelInterrupted" });
    expect(await kernel.output("console.log(run.interrupted)")).toBe("true");
    const again = `console.log((await vb.fit(model, data, { ...long, epochs: 3, engine: "${engine}" })).losses.length)`;
    expect(await kernel.output(again)).toBe("3");
  });

  it("is refused while the same model is still in training, and works after that", async () => {
    const behind = `
      const stop = new AbortController();
      const busy = new vb.VariationalAutoencoder(shape);
      const pending = vb.fit(busy, data, { ...long, engine: "${engine}", signal: stop.signal });`;
    await kernel.output(behind);
    const rerun = `await vb.fit(busy, data, { ...long, epochs: 3, engine: "${engine}" })`;
    expect((await kernel.run(rerun)).reply).toMatchObject({
      status: "error",
      evalue: expect.stringContaining("is already being trained"),
    });
    expect(await kernel.output("stop.abort(); console.log((await pending).interrupted)")).toBe("true");
    expect(await kernel.output(`console.log((${rerun}).losses.length)`)).toBe("3");
  });
});

it("what the library returns can be drawn and printed as it is, and tables are read", async () => {
  kernel.write("notebooks/points.csv", "x,y\n1,2\n3,4\n");
  const code = `
    const { points } = vb.csv("points.csv");
    const brief = await vb.fit(new vb.Autoencoder(shape), points, { epochs: 3, seed: 1, progress: false });
    console.log(points);
    vb.show({ data: [{ y: brief.losses, z: points }], layout: {} });
    ({ data: [{ x: points.column(0) }], layout: { title: { text: "last" } } })`;
  const result = await kernel.run(code);
  expect(errorsOf(result)).toEqual([]);
  expect(textOf(result)).toBe("NDArray [2, 2]\n[[1 2]\n [3 4]]\n");
  const shown = result.messages.filter(({ type }) => type === "display_data");
  expect(
    shown.map(({ content }) => content.data["application/vnd.plotly.v1+json"] as { data: object[] }),
  ).toMatchObject([
    {
      data: [
        {
          y: [expect.any(Number), expect.any(Number), expect.any(Number)],
          z: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
    },
    { data: [{ x: [1, 3] }], layout: { title: { text: "last" } } },
  ]);
});

import * as tf from "@tensorflow/tfjs";
import { afterEach, expect, it } from "vitest";
import { Comms } from "../../kernel/comms";
import * as vb from "../../lib";

afterEach(() => Reflect.deleteProperty(globalThis, "notebookKernel"));

it("a hundred runs of a cell and a hundred moves leak neither comms nor tensors", {
  timeout: 120_000,
}, async () => {
  const sent: string[] = [];
  const comms = new Comms(
    (type) => sent.push(type),
    (work) => ({ ended: work().then(() => undefined), interrupt() {} }),
  );
  const open = () => Object.keys((comms.info() as { comms: object }).comms);
  const notebookKernel = {
    display() {},
    holdCell() {},
    drawsFigures: true,
    interrupt: new AbortController().signal,
    openModel: comms.openModel.bind(comms),
  };
  Object.assign(globalThis, { notebookKernel });
  const data = vb.twoGaussians({ size: 20, seed: 1 });
  let trained = 0;
  const runCell = async () => {
    comms.cellStarts("a cell");
    await vb.interact({ seed: [0, 100] }, async ({ seed }) => {
      const model = new vb.Autoencoder({ inputSize: 2, hiddenSizes: [3], latentSize: 1, seed });
      const run = await vb.fit(model, data, { engine: "tensorflow", epochs: 1, seed });
      trained++;
      return { data: [{ y: run.losses }], layout: {} };
    });
  };
  const move = async (seed: number) => {
    const content = { comm_id: open()[0], data: { method: "update", state: { values: { seed } } } };
    await comms.receive("comm_msg", content);
  };

  open();
  await runCell();
  await move(1);
  const { numTensors } = tf.memory();
  for (let i = 0; i < 100; i++) {
    await runCell();
    await move(i);
  }
  expect(trained).toBe(202);
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(open()).toHaveLength(1);
  const count = (type: string) => sent.filter((one) => one === type).length;
  expect([count("comm_open"), count("comm_close")]).toEqual([101, 100]);
});

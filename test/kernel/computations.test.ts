import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Kernel } from "./kernel";

const setUp = `
  import * as vb from "../../../lib";
  const shape = { inputSize: 200, hiddenSizes: [100], latentSize: 2, family: "bernoulli", seed: 1 } as const;
  const model = new vb.VariationalAutoencoder(shape);
  const points = model.sample(4000, { seed: 1 });`;

let kernel: Kernel;
beforeAll(async () => {
  kernel = await Kernel.start("aevb");
  await kernel.output(setUp);
});
afterAll(() => kernel?.stop());

describe.each([
  ["log p(x) of 4000 points", "vb.logEvidence(model, points)"],
  ["ELBO", "vb.exactElbo(model, points)"],
  ["bounds of 4000 points", "vb.elbo(model, points, { latentSamples: 30_000, seed: 1 })"],
])("a computation that takes seconds: %s", (name, code) => {
  it("shows its progress while it computes, and ends when it is interrupted", async () => {
    const { reply, messages } = await kernel.run(code, { interruptOn: ["display_data"] });
    const shown = messages.find(({ type }) => type === "display_data");
    expect(JSON.stringify(shown?.content)).toContain(`>${name}</span><progress`);
    expect(reply?.status).toBe("error");
    expect(await kernel.output("console.log(1 + 1)")).toBe("2");
  });
});

it("shows nothing for a short computation", async () => {
  const { messages } = await kernel.run("const bound = vb.elbo(model, points, { seed: 1 });");
  expect(messages.filter(({ type }) => type === "display_data")).toEqual([]);
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Kernel, type Received, type Sent, textOf } from "./kernel";

const figure =
  "{ data: [{ y: Float64Array.from({ length: 100 }, (_, i) => i) }, { y: [z], x: [0] }], layout: {} }";
const setUp = `
  import * as vb from "../../../lib";
  const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
  const drawn: number[] = [];`;
const cell = `
  const chosen = await vb.interact({ z: [0, 100] }, ({ z }) => {
    drawn.push(z);
    if (z === 13) throw new Error("an unlucky number");
    return ${figure};
  });`;

let kernel: Kernel;
beforeAll(async () => {
  kernel = await Kernel.start("aevb");
  await kernel.output(setUp);
});
afterAll(() => kernel?.stop());

const execute = (code: string, cellId?: string): Sent => ({
  type: "execute_request",
  content: { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false },
  metadata: cellId ? { cellId } : {},
});
const inform: Sent = { type: "comm_info_request", content: { target_name: "jupyter.widget" } };
const message = (id: string, data: object): Sent => ({ type: "comm_msg", content: { comm_id: id, data } });
const move = (id: string, z: number, more: Partial<Sent> = {}): Sent => ({
  ...message(id, { method: "update", state: { values: { z } }, buffer_paths: [] }),
  ...more,
});
/** The states that the kernel sent of a model, in order. */
const states = (messages: Received[]) =>
  messages
    .filter(({ type }) => type === "comm_msg")
    .map(({ content }) => (content as { data: { state: Record<string, unknown> } }).data.state);

/** Opens a model in a cell, for a page that has asked for models. */
async function open(code: string, cellId = code): Promise<{ id: string; opened: Received; all: Received[] }> {
  const all = await kernel.exchange([inform, execute(code, cellId)], "execute_reply");
  const opened = all.find(({ type }) => type === "comm_open");
  expect(all.filter(({ type }) => type === "error")).toEqual([]);
  return { id: (opened!.content as { comm_id: string }).comm_id, opened: opened!, all };
}

async function comms(): Promise<string[]> {
  const all = await kernel.exchange([inform], "comm_info_reply");
  const { content } = all.find(({ type }) => type === "comm_info_reply")!;
  return Object.keys((content as { comms: object }).comms);
}

/** Numbers of a Float64Array in base64. */
const numbers = (buffer: string) => new Float64Array(Uint8Array.from(Buffer.from(buffer, "base64")).buffer);

describe("a figure with handles", () => {
  it("is a figure like any other where no page asks for models, and its model is found by one that asks later", async () => {
    const all = await kernel.exchange([execute(cell, "first")], "execute_reply");
    expect(all.filter(({ type }) => type.startsWith("comm"))).toEqual([]);
    const shown = all.find(({ type }) => type === "display_data")!.content as {
      data: Record<string, unknown>;
    };
    expect(Object.keys(shown.data).sort()).toEqual(["application/vnd.plotly.v1+json", "text/plain"]);
    const { layout } = shown.data["application/vnd.plotly.v1+json"] as { layout: { meta: object } };
    expect([(layout.meta as { interact: string }).interact]).toEqual(await comms());
  });

  it("opens an anywidget model, whose numbers travel as bytes", async () => {
    const { opened } = await open(cell);
    expect(opened.metadata).toEqual({ version: "2.1.0" });
    const { target_name, data } = opened.content as unknown as {
      target_name: string;
      data: { state: Record<string, unknown>; buffer_paths: string[][] };
    };
    expect(target_name).toBe("jupyter.widget");
    expect(data.state).toMatchObject({ _model_module: "anywidget", values: { z: 50 }, traces: 2 });
    expect(data.buffer_paths).toEqual([["trace0.y"]]);
    expect([...numbers(opened.buffers[0])]).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(String(data.state._esm)).toContain("export default");
  });

  it("answers a move with what changed alone", async () => {
    const { id } = await open(cell);
    const all = await kernel.exchange([move(id, 7)], '"answers": 1');
    expect(states(all)).toEqual([{ trace1: { y: [7], x: [0] }, answered: { values: { z: 7 } }, answers: 1 }]);
    expect(all.flatMap(({ buffers }) => buffers)).toEqual([]);
    expect(await kernel.output("console.log(chosen.values.z)")).toBe("7");
  });

  it("gives its whole state to a page that asks again", async () => {
    const { id } = await open(cell);
    await kernel.exchange([move(id, 8)], '"answers": 1');
    const all = await kernel.exchange([message(id, { method: "request_state" })], "buffer_paths");
    expect(states(all)).toMatchObject([{ _model_name: "AnyModel", values: { z: 8 }, trace1: { y: [8] } }]);
    expect(all.flatMap(({ buffers }) => buffers)).toHaveLength(1);
  });

  it("tells an error with the line of its cell, and goes on", async () => {
    const { id } = await open(cell);
    const [failed] = states(await kernel.exchange([move(id, 13)], '"answers": 1'));
    expect(failed.error).toMatch(/^Error: an unlucky number\n.*cell \d+, line 4/);
    expect(failed).not.toHaveProperty("trace1");
    const [next] = states(await kernel.exchange([move(id, 14)], '"answers": 2'));
    expect(next).toMatchObject({ error: "", trace1: { y: [14] } });
  });

  it("draws only the newest of what was chosen while a cell ran, and after it", async () => {
    const { id } = await open(cell);
    await kernel.output("drawn.length = 0");
    const moves = [1, 2, 3, 4].map((z) => move(id, z));
    moves[0].after = "running";
    const busy = execute('console.log("running"); await pause(1000); console.log("drawn", drawn.length);');
    const all = await kernel.exchange([busy, ...moves], '"answers": 1');
    expect(all.filter(({ type }) => type === "stream").map(({ content }) => content.text)).toEqual([
      "running\n",
      "drawn 0\n",
    ]);
    expect(states(all)).toMatchObject([{ answered: { values: { z: 4 } } }]);
    expect(await kernel.output("console.log(drawn.join())")).toBe("4");
  });

  it("interrupts a training for a newer choice, and drops what it drew", async () => {
    const { id } = await open(`
      const data = vb.twoGaussians({ size: 500, seed: 1 });
      const trained: boolean[] = [];
      await vb.interact({ z: [0, 100] }, async ({ z }) => {
        const model = new vb.VariationalAutoencoder({ inputSize: 2, hiddenSizes: [10], latentSize: 1, seed: 1 });
        const epochs = z === 1 ? 10_000_000 : 5;
        await pause(5);
        if (z === 1) console.log("training");
        const run = await vb.fit(model, data, { epochs, seed: 1 });
        trained.push(run.interrupted);
        return { data: [], layout: { title: { text: String(z) } } };
      });`);
    // Node loses an interrupt in the instant before the first wait, hence the pause.
    const first = move(id, 1);
    const all = await kernel.exchange([first, move(id, 2, { after: "training" })], '"answers": 1');
    expect(states(all)).toMatchObject([{ layout: { title: { text: "2" } }, answered: { values: { z: 2 } } }]);
    expect(await kernel.output("console.log(trained.join())")).toBe("false,true,false");
    // The reader's own interrupt shows what there is by then.
    const stopped = await kernel.exchange(
      [move(id, 1), { type: "interrupt", after: "training" }],
      '"answers": 2',
    );
    expect(states(stopped)).toMatchObject([{ layout: { title: { text: "1" } } }]);
    expect(await kernel.output("console.log(trained.at(-1))")).toBe("true");
  });

  it("is stopped by an interrupt in an endless loop", async () => {
    const { id } = await open(`
      await vb.interact({ z: [0, 100] }, ({ z }) => {
        if (z === 1) { console.log("looping"); while (true) {} }
        return { data: [], layout: {} };
      });`);
    const all = await kernel.exchange([move(id, 1), { type: "interrupt", after: "looping" }], '"answers": 1');
    expect(states(all)[0].error).toMatch(/^KernelInterrupted/);
  });

  it("refuses handles that an answer would show", async () => {
    const { id } = await open(`
      await vb.interact({ z: [0, 100] }, async ({ z }) => {
        await pause(1);
        if (z === 1) await vb.interact({ a: true }, () => ({ data: [], layout: {} }));
        return { data: [], layout: {} };
      });`);
    const before = await comms();
    const [failed] = states(await kernel.exchange([move(id, 1)], '"answers": 1'));
    expect(failed.error).toMatch(/^Error: interact: draw cannot show handles of its own[\s\S]*line 4/);
    expect(await comms()).toEqual(before);
  });

  it("is replaced when its cell runs again", async () => {
    const before = (await comms()).length;
    const first = await open(cell, "the same cell");
    const again = await open(`${cell}\n`, "the same cell");
    expect(again.all.find(({ type }) => type === "comm_close")?.content).toMatchObject({ comm_id: first.id });
    expect(await comms()).toHaveLength(before + 1);
  });

  it("says that a model is closed to a page that still has it", async () => {
    const all = await kernel.exchange([move("of an earlier kernel", 1)], "comm_close");
    expect(all.find(({ type }) => type === "comm_close")?.content).toMatchObject({
      comm_id: "of an earlier kernel",
    });
  });

  it("fails at its first figure as any cell does", async () => {
    const result = await kernel.run(
      'await vb.interact({ z: ["a", 1] as never }, () => ({ data: [], layout: {} }));',
    );
    expect(result.reply).toMatchObject({ status: "error", ename: "TypeError" });
    expect(result.reply?.evalue).toMatch(/^z: expected \[min, max\]/);
    expect(textOf(result)).toBe("");
  });
});

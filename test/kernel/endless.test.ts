import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CellResult, errorsOf, Kernel, textOf } from "./kernel";

let kernel: Kernel;
beforeAll(async () => {
  kernel = await Kernel.start("aevb");
});
afterAll(() => kernel?.stop());

const pause = (milliseconds: number) => `await new Promise((done) => setTimeout(done, ${milliseconds}));`;
const ready = `${pause(5)} console.log("ready");`;
const megabytes = async () => Number(await kernel.output("process.memoryUsage().rss / 1e6"));

describe("an interrupt ends, and keeps what came before it,", () => {
  it.each([
    ["a loop over promises alone", "while (true) await 0;"],
    ["a function that loops over promises", "const f = async () => { while (true) await 0; }; await f();"],
    [
      "a loop over what promises bring",
      "for await (const x of (async function* () { while (true) yield 1; })()) { if (!x) break; }",
    ],
    ["a loop over promises that prints", 'while (true) { await 0; console.log("x"); }'],
  ])("%s", async (_, loop) => {
    const result = await kernel.run(`const kept = 7; ${ready} ${loop}`, { interruptOn: ["ready"] });
    expect(result.reply).toMatchObject({ status: "error", ename: "KernelInterrupted" });
    expect(await kernel.output("console.log(kept)")).toBe("7");
  });

  it("a loop that prints", async () => {
    const cell = 'const before = 8; console.log("ready"); while (true) console.log("x");';
    const result = await kernel.run(cell, { interruptOn: ["ready"] });
    expect(result.reply).toMatchObject({ status: "error", ename: "KernelInterrupted" });
    expect(await kernel.output("console.log(before)")).toBe("8");
  });

  it("a function of an earlier cell, which later cells may still call", async () => {
    await kernel.output(
      "const state = { go: true }; async function loop() { while (state.go) await 0; return 3; }",
    );
    const result = await kernel.run(`${ready} await loop();`, { interruptOn: ["ready"] });
    expect(result.reply).toMatchObject({ ename: "KernelInterrupted" });
    const end = "const timer = setTimeout(() => { state.go = false; }, 50); console.log(await loop());";
    expect(await kernel.output(end)).toBe("3");
  });
});

describe("a flood of output", () => {
  it("comes in few messages, is cut, and leaves the kernel's memory as it was", async () => {
    const before = await megabytes();
    const result = await kernel.run('for (let i = 0; i < 1e6; i++) console.log("line " + i);');
    const text = textOf(result, "stdout");
    expect(text.slice(0, 14)).toBe("line 0\nline 1\n");
    const lines = text.split("\n").slice(0, -1);
    expect(lines).toEqual(lines.map((_, i) => `line ${i}`));
    expect(text.length).toBeLessThan(5e6);
    expect(textOf(result, "stderr")).toContain("printed too much");
    expect(result.messages.length).toBeLessThan(lines.length / 20);
    expect(await megabytes()).toBeLessThan(before + 400);
  });

  it("is cut within a single text", async () => {
    const result = await kernel.run('console.log("y".repeat(5e7));');
    expect(textOf(result, "stdout")).toBe("y".repeat(5e6));
    expect(textOf(result, "stderr")).toContain("printed too much");
  });

  it("keeps its place between displays, the other stream and an error", async () => {
    const result = await kernel.run(`
      const { notebookKernel } = globalThis as any;
      for (let i = 0; i < 300; i++) console.log(i);
      notebookKernel.display({ "text/plain": "display" });
      for (let i = 300; i < 600; i++) console.log(i);
      console.error("other");
      console.log("last");
      throw new Error("error");`);
    expect(orderOf(result)).toEqual(["0–299", "display", "300–599", "other", "last", "error"]);
  });
});

/** What a cell sent, with runs of printed numbers as one. */
function orderOf({ messages }: CellResult): string[] {
  const texts = messages.map(({ type, content }) => {
    if (type === "stream") return content.text as string;
    return type === "execute_input" ? "" : `${type.split("_")[0]}\n`;
  });
  return texts
    .join("")
    .replaceAll(/^(\d+)\n(?:\d+\n)*?(\d+)\n(?!\d)/gm, "$1–$2\n")
    .trimEnd()
    .split("\n");
}

describe("what a cell left behind", () => {
  it("prints, displays and fails in that cell, after the next one has begun", async () => {
    const leave = `
      const left = setTimeout(() => {
        console.log("late");
        (globalThis as any).notebookKernel.display({ "text/plain": "late" });
        Promise.reject(new Error("refused late"));
        throw new Error("thrown late");
      }, 100);`;
    const [first, second] = await kernel.runAll([leave, `${pause(600)} console.log("own");`]);
    expect(textOf(first!)).toMatch(/^late\n.*thrown late.*refused late/s);
    expect(first!.messages.map(({ type }) => type)).toContain("display_data");
    expect(textOf(second!)).toBe("own\n");
  });
});

describe("a question", () => {
  const open = "const lines = createInterface({ input: process.stdin, output: process.stdout });";
  it("is asked by readline's promises and callbacks, and answered by the reader", async () => {
    const cell = `
      import { createInterface } from "node:readline/promises";
      import * as readline from "node:readline";
      ${open}
      console.log("hello " + (await lines.question("Who? ")));
      lines.close();
      const other = readline.createInterface({ input: process.stdin });
      console.log(await new Promise((answered) => other.question("Where? ", answered)));
      other.close();`;
    expect(await kernel.output(cell, { answers: ["Ann", "here"] })).toBe("hello Ann\nhere");
  });

  it("is refused at once where nobody reads", async () => {
    const result = await kernel.run(`${open} await lines.question("Who?");`);
    expect(errorsOf(result)[0]).toContain("nobody can answer a question here");
  });

  it("by prompt is refused, with what to use instead", async () => {
    const result = await kernel.run('const name = prompt("Who?");', { answers: [] });
    expect(errorsOf(result)[0]).toContain("node:readline/promises");
  });
});

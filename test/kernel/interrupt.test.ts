import { expect } from "vitest";
import { describeKernels, textOf } from "./kernel";

const pause = "await new Promise<void>((done) => setTimeout(done, 5));";
/** A cell waits once before it asks to be interrupted: Node loses an interrupt in the instant before the first wait. */
const ready = `${pause} console.log("ready");`;
const kernelInterrupted = { status: "error", ename: "KernelInterrupted" };

describeKernels("an interrupt", (kernel, repaired) => {
  repaired("aborts a synchronous endless loop and keeps what came before it", async () => {
    const cell = 'const before = 1; console.log("ready"); while (true) {} const after = 2;';
    expect((await kernel().run(cell, { interruptOn: ["ready"] })).reply).toMatchObject(kernelInterrupted);
    expect(await kernel().output("console.log(before)")).toBe("1");
    expect((await kernel().run("console.log(after)")).reply).toMatchObject({ ename: "TypeScriptError" });
  });

  repaired("lets a cell end by itself that asked for the signal", async () => {
    const cell = `
      const { interrupt } = (globalThis as any).notebookKernel;
      let steps = 0;
      ${ready}
      while (!interrupt.aborted) { steps++; ${pause} }
      const ended = "by itself";
      console.log(ended);`;
    expect(await kernel().output(cell, { interruptOn: ["ready"] })).toBe("ready\nby itself");
    expect(await kernel().output("console.log(ended, steps > 0)")).toBe("by itself true");
  });

  repaired("aborts such a cell when it comes again", async () => {
    const cell = `
      const signal = (globalThis as any).notebookKernel.interrupt;
      ${ready}
      while (!signal.aborted) { ${pause} }
      const stubborn = true;
      console.log("again");
      while (true) { ${pause} }`;
    expect((await kernel().run(cell, { interruptOn: ["ready", "again"] })).reply).toMatchObject(
      kernelInterrupted,
    );
    expect(await kernel().output("console.log(stubborn)")).toBe("true");
  });

  repaired("ends any other asynchronous cell, its loop and all, and keeps what it made", async () => {
    const cell = `let rounds = 0; ${ready} while (true) { rounds++; ${pause} }`;
    expect((await kernel().run(cell, { interruptOn: ["ready"] })).reply).toMatchObject(kernelInterrupted);
    expect(await kernel().output(`const seen = rounds; ${pause.repeat(10)} console.log(rounds - seen)`)).toBe(
      "0",
    );
  });

  repaired("is not lost while a cell is compiled", async () => {
    // Long enough for the interrupt to arrive in time.
    const long = `${"((x: number) => x + 1)(1);\n".repeat(200)}console.log("ran");`;
    const result = await kernel().run(long, { interruptOn: ["execute_input"] });
    expect(result.reply).toMatchObject(kernelInterrupted);
    expect(textOf(result)).toBe("");
  });

  repaired("leaves modules alone that are compiled after it", async () => {
    const module = (name: string) => {
      // Never seen before, or it would come from a cache.
      kernel().write(`lib/${name}.ts`, `export const ${name}: string = "${process.hrtime.bigint()}";`);
      return `import { ${name} } from "../lib/${name}"; console.log(${name}.length > 3);`;
    };
    expect(await kernel().output(module("before"))).toBe("true");
    const stubborn = `${ready} await new Promise(() => {});`;
    expect((await kernel().run(stubborn, { interruptOn: ["ready"] })).reply).toMatchObject(kernelInterrupted);
    expect(await kernel().output(module("after"))).toBe("true");
  });

  repaired("leaves the cells after it alone", async () => {
    const aborted = `console.log((globalThis as any).notebookKernel.interrupt.aborted)`;
    expect(await kernel().output(`${ready} ${pause.repeat(20)} ${aborted}`, { interruptOn: ["never"] })).toBe(
      "ready\nfalse",
    );
    await kernel().interrupt();
    expect(await kernel().output(aborted)).toBe("false");
    expect(await kernel().output(`${pause.repeat(20)} ${aborted}`)).toBe("false");
  });
});

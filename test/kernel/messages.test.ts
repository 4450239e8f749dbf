import { expect } from "vitest";
import { describeKernels, errorsOf, textOf } from "./kernel";

describeKernels("messages", (kernel, repaired) => {
  repaired("tell which cell starts", async () => {
    const [first, second] = await kernel().runAll(["1;", "2;"]);
    const started = first!.messages.find(({ type }) => type === "execute_input");
    expect(started?.content).toEqual({ code: "1;", execution_count: first!.reply!.execution_count });
    expect(second!.reply!.execution_count).toBe(first!.reply!.execution_count + 1);
  });

  repaired("let the next cell run when the sender does not want to stop at errors", async () => {
    const [failed, next] = await kernel().runAll(["throw 1", 'console.log("next")'], { stopOnError: false });
    expect(failed!.reply?.status).toBe("error");
    expect(errorsOf(failed!)).toHaveLength(1);
    expect(textOf(next!)).toBe("next\n");
  });

  repaired("skip the cells sent with a failed one, and none that is sent later", async () => {
    const [failed, skipped] = await kernel().runAll(["throw 1", 'console.log("skipped")']);
    expect(failed!.reply?.status).toBe("error");
    expect(skipped!.reply?.status).toBe("aborted");
    expect(textOf(skipped!)).toBe("");
    expect(await kernel().output('console.log("later")')).toBe("later");
  });

  repaired("come from one cell at a time, also after an error", async () => {
    const wait = "await new Promise<void>((done) => setTimeout(done, 400))";
    const results = await kernel().runAll(
      [
        "const state = { busy: false };",
        "throw 1",
        `state.busy = true; ${wait}; state.busy = false;`,
        "state.busy",
      ],
      { stopOnError: false },
    );
    expect(textOf(results.at(-1)!)).toBe("false\n");
  });

  repaired("all arrive: 300 quick cells", async () => {
    const results = await kernel().runAll(Array.from({ length: 300 }, (_, n) => `console.log(${n})`));
    expect(results.map((result) => textOf(result))).toEqual(results.map((_, n) => `${n}\n`));
    expect(results.every(({ idle }) => idle)).toBe(true);
  });

  repaired("all arrive: 5000 lines", async () => {
    const lines = textOf(await kernel().run("for (let i = 0; i < 5000; i++) console.log(i)"))
      .trimEnd()
      .split("\n");
    expect(lines).toEqual(Array.from({ length: 5000 }, (_, i) => String(i)));
  });

  repaired("have no stream without a text", async () => {
    const { messages } = await kernel().run(
      'const written = [process.stdout.write(""), process.stderr.write("")];',
    );
    expect(messages.filter(({ type }) => type === "stream")).toEqual([]);
  });

  repaired("show a bundle of MIME types and replace it", async () => {
    const result = await kernel().run(`
      const { notebookKernel } = globalThis as any;
      notebookKernel.display({ "text/plain": "plain", "text/html": "<b>html</b>" }, { id: "one" });
      notebookKernel.display({ "text/plain": "new" }, { id: "one", update: true });
      notebookKernel.display({ "text/plain": "another" });`);
    const [shown, replaced, other] = result.messages.filter(({ type }) => type.includes("display"));
    const transient = { display_id: "one" };
    expect(shown).toMatchObject({
      type: "display_data",
      content: { data: { "text/plain": "plain", "text/html": "<b>html</b>" }, transient },
    });
    expect(replaced).toMatchObject({
      type: "update_display_data",
      content: { data: { "text/plain": "new" }, transient },
    });
    expect(other?.content).toMatchObject({ data: { "text/plain": "another" }, transient: {} });
  });

  // The last test: no kernel is left after it.
  repaired("end the kernel, whatever still goes on in it", async () => {
    await kernel().output("const timer = setInterval(() => {}, 1000);");
    expect(await kernel().shutdown()).toBe(0);
  });
});

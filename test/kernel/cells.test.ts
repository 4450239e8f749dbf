import { expect, it } from "vitest";
import { describeKernels, errorsOf, textOf } from "./kernel";

describeKernels("cells", (kernel, repaired) => {
  repaired("are checked strictly", async () => {
    const result = await kernel().run("const fine = 1;\nconst text: string = null;");
    expect(result.reply).toMatchObject({ status: "error", ename: "TypeScriptError" });
    expect(errorsOf(result)[0]).toMatch(/cell \d+, line 2, column 7: Type 'null' is not assignable/);
  });

  repaired("know the array methods of ES2023", async () => {
    expect(await kernel().output("[3, 1, 2].toSorted().with(0, 9).join()")).toBe("9,2,3");
    expect(await kernel().output("new Float64Array([2, 1]).toSorted()[0]")).toBe("1");
  });

  repaired("may await a parenthesis", async () => {
    expect(await kernel().output("await (async () => 7)()")).toBe("7");
  });

  repaired("may name earlier variables in shorthand properties", async () => {
    await kernel().output("const size = 3;");
    expect(await kernel().output("console.log({ size }.size)")).toBe("3");
  });

  repaired("may take apart nested parameters of an earlier type and name earlier variables", async () => {
    await kernel().output("const factor = 3;\ninterface Outer {\n  inner: { values: number[] };\n}");
    const code =
      "const times = ({ inner: { values } }: Outer) => values.map((one) => one * factor);\n" +
      "console.log(times({ inner: { values: [1, 2] } }).join());";
    expect(await kernel().output(code)).toBe("3,6");
  });

  repaired("may loop with for await", async () => {
    expect(
      await kernel().output("for await (const value of [1, Promise.resolve(2)]) console.log(value);"),
    ).toBe("1\n2");
  });

  repaired("may end with a figure, which is shown, or with what shows itself", async () => {
    const shown = async (code: string) => {
      const { reply, messages } = await kernel().run(code);
      expect(reply?.status).toBe("ok");
      return messages.filter(({ type }) => /display_data|stream|execute_result/.test(type));
    };
    const messages = await shown("({ data: [{ y: new Float64Array([1, 2]) }], layout: {} })");
    const figure = { data: [{ y: [1, 2] }], layout: {} };
    expect(messages.map(({ type }) => type)).toEqual(["display_data", "update_display_data"]);
    expect(messages[1].content.data).toMatchObject({
      "application/vnd.plotly.v1+json": figure,
      "text/plain": "Plotly figure with 1 trace",
      "image/png": expect.anything(),
    });
    const own = '({ [Symbol.for("Jupyter.display")]: async () => ({ "text/html": "<b>own</b>" }) })';
    const [{ type, content }] = await shown(own);
    expect([type, content.data]).toEqual(["display_data", { "text/html": "<b>own</b>" }]);
    const failing = '({ [Symbol.for("Jupyter.display")]() { throw new Error("no picture"); } })';
    expect((await kernel().run(failing)).reply).toMatchObject({ status: "error", evalue: "no picture" });
    expect(await kernel().output("({ data: 1, layout: 2 })")).toBe("{ data: 1, layout: 2 }");
  });

  repaired("send an error once, with the reader's lines only", async () => {
    const cells = [
      "\nfunction refuse(value: number): void {\n  interface Erased {\n    value: number;\n  }\n  throw new RangeError('bad ' + value);\n}",
      "\n[5].forEach((value) =>\n  refuse(value));",
    ];
    const result = (await kernel().runAll(cells, { oneByOne: true }))[1]!;
    const error = { ename: "RangeError", evalue: "bad 5", traceback: expect.anything() };
    expect(result.messages.filter(({ type }) => type === "error")).toEqual([
      { type: "error", content: error },
    ]);
    expect(result.reply).toMatchObject({ status: "error", ...error });
    expect(errorsOf(result)[0]!.replaceAll(/cell \d+/g, "cell N")).toBe(
      [
        "RangeError: bad 5",
        "    at refuse (cell N, line 6)",
        "    at <anonymous> (cell N, line 3)",
        "    at Array.forEach (<anonymous>)",
        "    at cell N, line 2",
      ].join("\n"),
    );
    expect(textOf(result, "stderr")).toBe("");
  });

  repaired("name the line of a module that threw, and the cause", async () => {
    kernel().write(
      "notebooks/throwing.ts",
      'interface Erased {\n  text: string;\n}\nexport function fail(text: Erased["text"]): never {\n  throw new Error("outer", { cause: new TypeError(text) });\n}\n',
    );
    const result = await kernel().run('import { fail } from "./throwing";\nfail("inner");');
    expect(errorsOf(result)[0]).toMatch(
      /^Error: outer\n {4}at fail \(throwing\.ts:5:9\)\n {4}at cell \d+, line 2\nCaused by\nTypeError: inner\n {4}at fail \(throwing\.ts:5:\d+\)/,
    );
  });

  repaired("may throw anything", async () => {
    const result = await kernel().run('throw { code: "odd" }');
    expect(errorsOf(result)).toEqual(["Uncaught { code: 'odd' }"]);
  });

  repaired("keep what they made before they threw, and what others had made", async () => {
    await kernel().output('const kept = "old"; const untouched = "old";');
    await kernel().run(
      'const kept = 1;\nconst [left, right] = [2, 3];\nlet nothing: string | undefined = undefined;\ninterface Shape { size: number }\nthrow new Error("half way");\nconst untouched = 4;\nconst never = 5;',
    );
    expect(await kernel().output("console.log(kept + left + right, nothing, untouched.length)")).toBe(
      "6 undefined 3",
    );
    expect(await kernel().output("const shape: Shape = { size: 1 };")).toBe("");
    expect((await kernel().run("console.log(never)")).reply).toMatchObject({ ename: "TypeScriptError" });
  });

  it("show the errors of background work as text", async () => {
    const text = textOf(
      await kernel().run(
        'setTimeout(() => { throw new Error("late") });\nPromise.reject(new Error("refused"));\nawait new Promise<void>((done) => setTimeout(done, 50));',
      ),
    );
    expect(text).toContain("Error: late");
    expect(text).toContain("Error: refused");
    expect(await kernel().output("console.log('alive')")).toBe("alive");
  });
});

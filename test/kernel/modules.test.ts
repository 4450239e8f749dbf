import { expect, vi } from "vitest";
import { describeKernels } from "./kernel";

describeKernels("modules", (kernel, repaired) => {
  repaired("imports ../lib from the notebook's folder, import cycles included", async () => {
    kernel().write("lib/index.ts", 'export { sum } from "./first";\nexport { ten } from "./second.js";\n');
    kernel().write(
      "lib/first.ts",
      'import { ten } from "./second";\nexport const one = 1;\nexport const sum = () => one + ten();\n',
    );
    kernel().write("lib/second.ts", 'import { one } from "./first";\nexport const ten = () => 10 * one;\n');
    expect(await kernel().output('import * as cycle from "../lib";\nconsole.log(cycle.sum())')).toBe("11");
    expect(await kernel().output('import { ten } from "../lib/second.js";\nconsole.log(ten())')).toBe("10");
    expect(await kernel().output("console.log(process.cwd())")).toBe(`${kernel().folder}/notebooks`);
  });

  repaired("reloads an edited module together with what depends on it", async () => {
    const cell = 'import { label } from "./edited/top";\nconsole.log(label())';
    kernel().write(
      "notebooks/edited/top.ts",
      'import { middle } from "./middle";\nexport const label = () => "top " + middle;\n',
    );
    kernel().write(
      "notebooks/edited/middle.ts",
      'import { leaf } from "./leaf";\nexport const middle = "middle " + leaf;\n',
    );
    kernel().write("notebooks/edited/leaf.ts", "export const leaf = 1;\n");
    expect(await kernel().output(cell)).toBe("top middle 1");
    kernel().write("notebooks/edited/leaf.ts", "export const leaf = 22;\n");
    expect(await kernel().output(cell)).toBe("top middle 22");
  });

  repaired("reloads what is reached by import() only", async () => {
    const cell = 'import { word } from "./lazily";\nconsole.log(await word("lazy"))';
    kernel().write(
      "notebooks/lazily.ts",
      'export async function word(name: string): Promise<string> {\n  return (await import("./" + name)).word;\n}\n',
    );
    kernel().write("notebooks/lazy.ts", 'export const word = "old";\n');
    expect(await kernel().output(cell)).toBe("old");
    kernel().write("notebooks/lazy.ts", 'export const word = "edited";\n');
    expect(await kernel().output(cell)).toBe("edited");
  });

  repaired("comes back when a broken module is mended", async () => {
    const cell = 'import { answer } from "./outer";\nconsole.log(answer())';
    // The cycle leaves a module that is loaded, but holds on to the one that could not be.
    kernel().write(
      "notebooks/outer.ts",
      'import { inner } from "./inner";\nimport { broken } from "./broken";\nexport const one = () => broken;\nexport const answer = () => inner();\n',
    );
    kernel().write(
      "notebooks/inner.ts",
      'import { one } from "./outer";\nexport const inner = () => "inner " + one();\n',
    );
    kernel().write("notebooks/broken.ts", "export const broken = 1;\n");
    expect(await kernel().output(cell)).toBe("inner 1");
    kernel().write("notebooks/broken.ts", "export const broken = JSON.parse(1);\n");
    const broken = { status: "error", evalue: expect.stringContaining("Argument of type 'number'") };
    expect((await kernel().run(cell)).reply).toMatchObject(broken);
    kernel().write("notebooks/broken.ts", "export const broken: number = null!.value;\n");
    expect((await kernel().run(cell)).reply).toMatchObject({ status: "error" });
    kernel().write("notebooks/broken.ts", "export const broken = 333;\n");
    expect(await kernel().output(cell)).toBe("inner 333");
  });

  repaired("checks a cell against the types that a module has after an edit", async () => {
    kernel().write("lib/typed.ts", "export const value = 1;\n");
    await kernel().output('import { value } from "../lib/typed";\nconst first: number = value;');
    kernel().write("lib/typed.ts", 'export const value = "text";\n');
    await kernel().output('import { value } from "../lib/typed";\nconst second: string = value;');
    kernel().write("lib/new-one.ts", "export const added = true;\n");
    expect(await kernel().output('import { added } from "../lib/new-one";\nconsole.log(added)')).toBe("true");
  });

  repaired("finds a module that is written after an import of it failed", async () => {
    const cell = 'import { found } from "./found-later";\nconsole.log(found)';
    const missing = { ename: "TypeScriptError", evalue: expect.stringContaining("Cannot find module") };
    expect((await kernel().run(cell)).reply).toMatchObject(missing);
    kernel().write("notebooks/found-later.ts", "export const found = true;\n");
    await vi.waitFor(async () => expect((await kernel().run(cell)).reply?.status).toBe("ok"), 3000);
    expect(await kernel().output(cell)).toBe("true");
  });

  repaired("completes and explains what comes from ../lib", async () => {
    kernel().write(
      "lib/explained.ts",
      "/** Adds one. */\nexport function increment(value: number): number {\n  return value + 1;\n}\n",
    );
    await kernel().output('import * as explained from "../lib/explained";');
    expect(await kernel().complete("explained.incr")).toEqual(["increment"]);
    const explanation = await kernel().inspect("explained.increment");
    expect(explanation).toContain("increment(value: number): number");
    expect(explanation).toContain("Adds one.");
  });
});

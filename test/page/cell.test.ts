import { describe, expect, it } from "vitest";
import { compileCell, type Scope } from "../../page/cell";

const imports = (module: string) => ({ module, default: "default", named: 7 });

/** Runs cells one after the other in one scope; returns the value of the last. */
async function run(...codes: string[]): Promise<unknown> {
  const scope: Scope = Object.create(null);
  let value: unknown;
  for (const code of codes) value = await compileCell(code, "cell.ts", imports).run(scope);
  return value;
}

describe("a page's cell", () => {
  it("keeps what it declares for later cells, in every form of declaration", async () => {
    const declared = `const a: number = 1; let [b, ...c] = [2, 3, 4];
      const { d, e: { f = 6 }, ...g } = { d: 5, e: {}, h: 7 };
      function i<T>(x: T): T { return x; }
      class J { k = 8; }
      enum L { m = 9 }
      interface Nothing { n: number }`;
    expect(await run(declared, "[a, b, c, d, f, g.h, i(1), new J().k, L.m]")).toEqual([
      1,
      2,
      [3, 4],
      5,
      6,
      7,
      1,
      8,
      9,
    ]);
  });

  it("sees what later cells assign or declare anew", async () => {
    const use = "function count() { return n; }";
    expect(await run("let n = 1;", use, "n = 5;", "count()")).toBe(5);
    expect(await run("const n = 1;", use, "const n = 2;", "count()")).toBe(2);
  });

  it("can be run again", async () => {
    expect(await run("const n = 1; let m = n;", "const n = 1; let m = n;", "n + m")).toBe(2);
  });

  it("may wait anywhere, and import", async () => {
    const code = `import * as all from "x";\nimport one, { named as two } from "y";
      const later = await Promise.resolve(3);`;
    expect(await run(code, "[all.module, one, two, later]")).toEqual(["x", "default", 7, 3]);
  });

  it("is strict, so that it has no variables by accident", async () => {
    await expect(run("undeclared = 1;")).rejects.toThrow(ReferenceError);
    await expect(run("const n = 1;", "n = 2;")).rejects.toThrow(TypeError);
  });

  it("keeps what it has set when it fails, and tells the line", async () => {
    const scope: Scope = Object.create(null);
    const cell = compileCell('const a = 1;\n\nthrow new Error("no");\nconst b = 2;', "failing.ts", imports);
    const error: Error = await cell.run(scope).then(
      () => expect.fail(),
      (reason) => reason,
    );
    expect(error.stack).toMatch(/failing\.ts:3:/);
    expect(scope.a).toBe(1);
    expect(() => scope.b).toThrow(ReferenceError);
    expect(cell.names).toEqual(["a", "b"]);
  });

  it("names what it would import from a module that cannot be had", async () => {
    const missing = () => {
      throw new Error("no such module");
    };
    const cell = compileCell(
      'import * as all from "x";\nimport { one as two } from "y";',
      "cell.ts",
      missing,
    );
    expect(cell.names).toEqual(["all", "two"]);
    await expect(cell.run({})).rejects.toThrow("no such module");
  });

  it("names the line of what is not TypeScript", () => {
    expect(() => compileCell("const a = 1;\nconst = 2;", "cell.ts", imports)).toThrow(SyntaxError);
    try {
      compileCell("const a = 1;\nconst = 2;", "cell.ts", imports);
    } catch (error) {
      expect(error).toMatchObject({ line: 2 });
    }
  });
});
